import { DataError } from '../errors.js';
import { afterHeader, parseDelimited, toNumber } from './csv.js';
import type { ImageSet, ImageSplits } from './images.js';
import { readPpm } from './ppm.js';
import { unzip } from './zip.js';

const CLASSES = 43;
const HEADER = ['Filename', 'Width', 'Height', 'Roi.X1', 'Roi.Y1', 'Roi.X2', 'Roi.Y2', 'ClassId'];

/**
 * Traffic signs from the three zip archives, classes and tracks in the archives' order: shuffle before taking the first
 * n.
 */
export function readGtsrb(
  trainZip: Uint8Array,
  testZip: Uint8Array,
  testTruthZip: Uint8Array,
  what: string,
): ImageSplits {
  const isImage = (name: string) => name.endsWith('.ppm');
  const train = unzip(trainZip, `${what}: training images`, isImage);
  const test = unzip(testZip, `${what}: test images`, isImage);
  const [truth] = unzip(testTruthZip, `${what}: test labels`).values();
  if (!truth)
    throw new DataError('format', `${what}: test labels: the archive is empty; expected GT-final_test.csv`);
  const label = new Map(
    afterHeader(
      parseDelimited(truth, `${what}: test labels`, { delimiter: ';' }),
      HEADER,
      `${what}: test labels`,
    ).map((record, i) => [record[0], toNumber(record[7], `${what}: test labels`, i + 2)]),
  );
  return {
    train: imageSet(train, (name) => Number(name.split('/').at(-2)), what),
    test: imageSet(test, (name) => label.get(name.split('/').at(-1)!) ?? NaN, what),
    classNames: Array.from({ length: CLASSES }, (_, i) => String(i)),
  };
}

function imageSet(files: Map<string, Uint8Array>, labelOf: (name: string) => number, what: string): ImageSet {
  let set: ImageSet | undefined;
  let i = 0;
  for (const [name, bytes] of files) {
    const { width, height, channels, data } = readPpm(bytes, `${what}: ${name}`);
    set ??= {
      count: files.size,
      channels,
      height,
      width,
      images: new Uint8Array(files.size * data.length),
      labels: new Uint8Array(files.size),
    };
    if (width !== set.width || height !== set.height) {
      throw new DataError(
        'format',
        `${what}: ${name} is ${width}x${height} and the first image ${set.width}x${set.height}; images of one size are expected`,
      );
    }
    const label = labelOf(name);
    if (!(Number.isInteger(label) && label >= 0 && label < CLASSES)) {
      throw new DataError('format', `${what}: ${name} has class ${label}; expected 0 to ${CLASSES - 1}`);
    }
    set.images.set(data, i * data.length);
    set.labels[i++] = label;
  }
  if (!set) throw new DataError('format', `${what}: an archive holds no .ppm images`);
  return set;
}
