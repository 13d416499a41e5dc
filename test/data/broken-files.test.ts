import { encode as encodePng } from 'fast-png';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { encode as encodeJpeg } from 'jpeg-js';
import { expect, test } from 'vitest';
import { readGct } from 'agop/data/gct';
import { readGlove } from 'agop/data/glove';
import { readIdx } from 'agop/data/idx';
import { readPicture } from 'agop/data/picture';
import { readPpm } from 'agop/data/ppm';
import { untarGz } from 'agop/data/tar';
import { readWav } from 'agop/data/wav';
import { unzip } from 'agop/data/zip';
import { DataError } from 'agop/errors';
import { gct, idx, ppm, tarGz, text, wav } from './tiny-files';

const pixels = Uint8Array.from({ length: 64 }, (_, i) => 3 * i);
const jpegPixels = Buffer.alloc(16 * 16 * 4, Buffer.of(200, 100, 50, 255));
const tar = tarGz({ 'a.txt': 'some bytes', 'b.txt': 'some more bytes' });

const binary: [name: string, file: Uint8Array | Promise<Uint8Array>, read: (bytes: Uint8Array) => unknown][] =
  [
    ['IDX', idx([2, 3], [1, 2, 3, 4, 5, 6]), (bytes) => readIdx(bytes, 'f')],
    ['PPM', ppm(2, 1, [1, 2, 3, 4, 5, 6]), (bytes) => readPpm(bytes, 'f')],
    [
      'PNG',
      encodePng({ width: 8, height: 8, data: pixels, channels: 1 }),
      (bytes) => readPicture(bytes, 'f'),
    ],
    ['WAVE', wav([1, 2, 3]), (bytes) => readWav(bytes, 'f')],
    ['zip', zipSync({ 'a.txt': Buffer.from('some bytes') }), (bytes) => unzip(bytes, 'f')],
    ['tar.gz', tar, (bytes) => untarGz(bytes, 'f')],
  ];

const others: typeof binary = [
  [
    'JPEG',
    encodeJpeg({ width: 16, height: 16, data: jpegPixels }, 90).data,
    (bytes) => readPicture(bytes, 'f'),
  ],
  ['GCT', gct, (bytes) => readGct(bytes, 'f')],
  ['GloVe', text('the 1 2', 'cat 3 4'), (bytes) => readGlove([bytes], 'f')],
];

test.each(binary)(
  'a %s file cut off anywhere is a DataError, never a shorter result',
  async (_name, file, read) => {
    const whole = await file;
    await expect((async () => read(whole))()).resolves.toBeDefined();
    for (let length = 0; length < whole.length; length++) {
      const cut = Uint8Array.from(whole.subarray(0, length));
      await expect((async () => read(cut))(), `${length} of ${whole.length} bytes`).rejects.toBeInstanceOf(
        DataError,
      );
    }
  },
);

test.each([...binary, ...others])(
  'a damaged %s file is read or is a DataError, nothing else',
  async (_name, file, read) => {
    const whole = await file;
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        try {
          await read(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
    );
  },
);
