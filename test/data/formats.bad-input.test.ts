import { encode as encodePng } from 'fast-png';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { readAgNews } from 'agop/data/ag-news';
import { readCifar, readCifarSplits } from 'agop/data/cifar';
import { readSpokenDigits } from 'agop/data/fsdd';
import { readGct } from 'agop/data/gct';
import { readGlove } from 'agop/data/glove';
import { readGtsrb } from 'agop/data/gtsrb';
import { gunzip } from 'agop/data/gzip';
import { readIdx, readIdxImages } from 'agop/data/idx';
import { readMovieLens } from 'agop/data/movielens';
import { readPicture } from 'agop/data/picture';
import { readPpm } from 'agop/data/ppm';
import { readPmlb, readTable } from 'agop/data/table';
import { untarGz } from 'agop/data/tar';
import { readUci } from 'agop/data/uci';
import { readWav } from 'agop/data/wav';
import { readAnalogies, readWordPairs } from 'agop/data/words';
import { unzip } from 'agop/data/zip';
import { DataError } from 'agop/errors';
import { gct, GTSRB_HEADER, idx, ppm, tarGz, text, uciSet, wav } from './tiny-files';

const ratings = text('userId,movieId,rating,timestamp', '1,1,4.0,100');
const movies = text('movieId,title,genres', '1,X,Comedy');
const gzipped = gzipSync(Buffer.from('some text that is compressed'));
const png = encodePng({ width: 2, height: 2, data: Uint8Array.of(0, 50, 100, 255), channels: 1 });
const record = (label: number) => Buffer.concat([Buffer.of(label), Buffer.alloc(3072)]);
const signs = (...images: Uint8Array[]) =>
  zipSync(Object.fromEntries(images.map((image, i) => [`T/Images/00001/0000${i}.ppm`, image])));
const truth = zipSync({ 'GT.csv': strToU8(`${GTSRB_HEADER}\n00000.ppm;1;1;0;0;1;1;3\n`) });
const sign = ppm(1, 1, [1, 2, 3]);
const toy = async (file: string, content: string) =>
  (await readUci(await tarGz({ ...uciSet, [file]: content }), 'f')).set('toy');

const cases: [title: string, says: RegExp, read: () => unknown][] = [
  [
    'gzip: another format',
    /^f: begins with 50 4b.*gzip file begins with 1f 8b/,
    () => gunzip(Buffer.from('PK'), 'f'),
  ],
  ['gzip: nothing', /^f: begins with nothing/, () => gunzip(Buffer.alloc(0), 'f')],
  ['gzip: cut off', /^f: is not a whole gzip file/, () => gunzip(gzipped.subarray(0, -9), 'f')],
  [
    'gzip: a flipped bit, by its CRC',
    /^f: is not a whole gzip file/,
    () =>
      gunzip(
        gzipped.map((byte, i) => (i === gzipped.length - 6 ? byte ^ 1 : byte)),
        'f',
      ),
  ],
  ['zip: another format', /^f: begins with 1f 8b.*zip archive begins with 50 4b/, () => unzip(gzipped, 'f')],
  ['zip: cut off', /^f: is not a whole zip archive/, () => unzip(truth.subarray(0, -25), 'f')],
  [
    'tar.gz: no tar inside',
    /^f: is not a whole tar archive/,
    () => untarGz(gzipSync(Buffer.alloc(1024, 65)), 'f'),
  ],
  [
    'tar.gz: none of the expected files',
    /^f: holds none of the files/,
    async () => untarGz(await tarGz({ a: 'b' }), 'f', () => false),
  ],
  [
    'IDX: no magic number',
    /^f: .*expected two zero bytes/,
    () => readIdx(gzipSync(Buffer.from('text')), 'f'),
  ],
  ['IDX: floats', /^f: has IDX type 13; expected 8/, () => readIdx(idx([1], [1], 13), 'f')],
  [
    'IDX: cut header',
    /^f: ends within the IDX header of 3 dim/,
    () => readIdx(gzipSync(Buffer.of(0, 0, 8, 3, 0)), 'f'),
  ],
  [
    'IDX: too few entries',
    /^f: has 3 entries; its header \(2, 2\) says 4/,
    () => readIdx(idx([2, 2], [1, 2, 3]), 'f'),
  ],
  [
    'IDX: labels of another count',
    /^f labels: has shape \(3\); expected \(2\)/,
    () => readIdxImages(idx([2, 1, 1], [1, 2]), idx([3], [1, 2, 3]), 'f'),
  ],
  [
    'IDX: images without rows',
    /^f images: has 2 dimensions; expected 3/,
    () => readIdxImages(idx([2, 1], [1, 2]), idx([2], [1, 2]), 'f'),
  ],
  [
    'CIFAR: broken record',
    /^f: a batch has 3072 bytes; expected a multiple of 3073/,
    () => readCifar([Buffer.alloc(3072)], 10, 'f'),
  ],
  [
    'CIFAR: no test batch',
    /^f: has no file that matches .*test_batch/,
    () =>
      readCifarSplits(
        new Map<string, Uint8Array>([
          ['batches.meta.txt', text('a', 'b')],
          ['data_batch_1.bin', record(1)],
        ]),
        'f',
      ),
  ],
  [
    'CIFAR: label out of range',
    /^f: record 1 has label 10; expected 0 to 9/,
    () => readCifar([record(9), record(10)], 10, 'f'),
  ],
  ['PPM: text variant', /^f: begins with 50 33.*\(P6\)/, () => readPpm(Buffer.from('P3 1 1 255 0 0 0'), 'f')],
  [
    'PPM: 16 bits',
    /^f: has maximum 65535; expected 255/,
    () => readPpm(ppm(1, 1, [0, 0, 0, 0, 0, 0], 65535), 'f'),
  ],
  [
    'PPM: too few pixels',
    /^f: has 5 pixel bytes; 1x2 needs 6/,
    () => readPpm(ppm(1, 2, [1, 2, 3, 4, 5]), 'f'),
  ],
  ['PPM: header only', /^f: has no height in its PPM header/, () => readPpm(Buffer.from('P6 12 #'), 'f')],
  [
    'picture: neither PNG nor JPEG',
    /^f: begins with 47 49 46 38; a PNG/,
    () => readPicture(Buffer.from('GIF89a'), 'f'),
  ],
  ['picture: cut PNG', /^f: is not a whole PNG/, () => readPicture(png.subarray(0, 40), 'f')],
  ['picture: cut JPEG', /^f: is not a whole JPEG/, () => readPicture(Buffer.of(0xff, 0xd8, 0xff, 0xe0), 'f')],
  [
    'picture: 16 bits',
    /^f: .*16 bits, expected 8/,
    () =>
      readPicture(encodePng({ width: 1, height: 1, data: Uint16Array.of(1), channels: 1, depth: 16 }), 'f'),
  ],
  [
    'GTSRB: images of two sizes',
    /^f: T\/.*00001\.ppm is 2x1 and the first image 1x1/,
    () => readGtsrb(signs(sign, ppm(2, 1, [1, 2, 3, 4, 5, 6])), signs(sign), truth, 'f'),
  ],
  [
    'GTSRB: an image without label',
    /^f: .*00001\.ppm has class NaN; expected 0 to 42/,
    () => readGtsrb(signs(sign), signs(sign, sign), truth, 'f'),
  ],
  ['GTSRB: no images', /^f: an archive holds no \.ppm/, () => readGtsrb(truth, signs(sign), truth, 'f')],
  [
    'GTSRB: another table',
    /^f: test labels: begins with "a"; expected Filename,/,
    () => readGtsrb(signs(sign), signs(sign), zipSync({ x: strToU8('a\n') }), 'f'),
  ],
  [
    'MovieLens: another header',
    /^f: ratings\.csv: begins with "user,item"; expected userId,movieId/,
    () => readMovieLens(text('user,item', '1,2'), movies, 'f'),
  ],
  [
    'MovieLens: a rating that is no number',
    /^f: ratings\.csv: line 3 has "good"; expected a number/,
    () => readMovieLens(Buffer.concat([ratings, text('1,2,good,3')]), movies, 'f'),
  ],
  [
    'MovieLens: a missing field',
    /^f: ratings\.csv: is not delimited text .*line 3/,
    () => readMovieLens(Buffer.concat([ratings, text('1,2')]), movies, 'f'),
  ],
  [
    'table: no target column',
    /^f: has columns a, b; expected one named y/,
    () => readTable(text('a,b', '1,2'), 'f', { target: 'y', task: 'regression' }),
  ],
  [
    'table: an empty cell',
    /^f: line 2 has ""; expected a number/,
    () => readPmlb(gzipSync(text('a\ttarget', '\t1')), 'f', 'regression'),
  ],
  [
    'table: infinity',
    /^f: line 3 has "Infinity"; expected a number/,
    () => readTable(text('a,y', '1,2', 'Infinity,2'), 'f', { target: 'y', task: 'regression' }),
  ],
  [
    'UCI: an unknown set',
    /^f: has no set 'toi'; did you mean 'toy'\?/,
    async () => (await readUci(await tarGz(uciSet), 'f')).set('toi'),
  ],
  [
    'UCI: a missing row',
    /^f: toy: toy_test_R\.dat: has 1 rows; expected 2/,
    () => toy('toy/toy_test_R.dat', '\tf1\tf2\tclase\n1\t7\t8\t1\n'),
  ],
  [
    'UCI: a missing cell',
    /line 2 has 3 fields; expected 4/,
    () => toy('toy/toy_test_R.dat', '\tf1\tf2\tclase\n1\t7\t1\n2\t9\t10\t0\n'),
  ],
  [
    'UCI: an unknown class',
    /line 3 has class 2; expected 0 to 1/,
    () => toy('toy/toy_test_R.dat', '\tf1\tf2\tclase\n1\t7\t8\t1\n2\t9\t10\t2\n'),
  ],
  [
    'UCI: a split beyond the rows',
    /^f: toy: conxuntos\.dat has not 2 lines of row numbers from 0 to 2/,
    () => toy('toy/conxuntos.dat', '0 1\n3\n'),
  ],
  [
    'UCI: a split of words',
    /^f: toy: conxuntos\.dat has not 2 lines of row numbers from 0 to 2/,
    () => toy('toy/conxuntos.dat', '0 one\n2\n'),
  ],
  [
    'UCI: sizes that are missing',
    /^f: toy: n_entradas in toy\.txt: .*expected a number/,
    () => toy('toy/toy.txt', 'n_clases= 2\n'),
  ],
  [
    'WAVE: another format',
    /^f: begins with 4f 67 67 53; a WAVE/,
    () => readWav(Buffer.from('OggS............'), 'f'),
  ],
  [
    'WAVE: stereo',
    /^f: has format 1, 2 channels, 16 bits; expected/,
    () => readWav(wav([1, 2], { channels: 2 }), 'f'),
  ],
  ['WAVE: cut off', /^f: its chunk 'data' has 3 of 4 bytes/, () => readWav(wav([1, 2]).subarray(0, -1), 'f')],
  ['WAVE: no sound', /^f: has no 'fmt ' chunk followed by/, () => readWav(Buffer.from('RIFF....WAVE'), 'f')],
  [
    'spoken digits: another rate',
    /2_theo_1\.wav has 16000 samples a second; expected 8000/,
    async () =>
      readSpokenDigits(await tarGz({ 'f/recordings/2_theo_1.wav': wav([1], { rate: 16000 }) }), 'f'),
  ],
  [
    'spoken digits: another name',
    /^f: has f\/two\.wav; expected recordings\//,
    async () => readSpokenDigits(await tarGz({ 'f/two.wav': wav([1]) }), 'f'),
  ],
  [
    'GCT: another version',
    /^f: begins with "#1\.2"; expected #1\.3/,
    () => readGct(text('#1.2', '1\t1'), 'f'),
  ],
  [
    'GCT: a short line',
    /^f: line 7 has 2 fields; expected 5/,
    () => readGct(text(...Buffer.from(gct).toString().split('\n').slice(0, 6), 'r2\tDEF'), 'f'),
  ],
  [
    'GCT: a missing row',
    /^f: has 6 lines; expected 7/,
    () => readGct(text(...Buffer.from(gct).toString().split('\n').slice(0, 6)), 'f'),
  ],
  [
    'GloVe: a short line',
    /^f: line 2 has 1 numbers; expected 2/,
    () => readGlove([text('the 1 2', 'cat 1')], 'f'),
  ],
  ['GloVe: empty', /^f: is empty; expected a word/, () => readGlove([Buffer.alloc(0)], 'f')],
  [
    'word pairs: two fields',
    /^f: line 2 has 2 fields; expected word, word, score/,
    () => readWordPairs(text('a b 1', 'c d'), 'f'),
  ],
  [
    'analogies: three words',
    /^f: line 1 has 3 words; expected four/,
    () => readAnalogies(text('a b c'), 'f'),
  ],
  [
    'AG news: class 0',
    /^f: train\.csv row 1 has 3 fields, class 0; expected class \(1 to 1\)/,
    () => readAgNews(text('"0","a","b"'), text(), text('World'), 'f'),
  ],
];

test.each(cases)('%s: a DataError that names the file and what was expected', async (_title, says, read) => {
  let error: unknown;
  try {
    await read();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(DataError);
  expect((error as DataError).message).toMatch(says);
  expect(['format', 'unknown']).toContain((error as DataError).code);
});
