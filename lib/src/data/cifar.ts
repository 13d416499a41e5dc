import { DataError } from '../errors.js';
import type { ImageSet, ImageSplits } from './images.js';
import { textLines } from './text.js';

const SIDE = 32;
const PIXELS = 3 * SIDE * SIDE;
const RECORD = 1 + PIXELS;

/** Reads CIFAR-10 binary batches, one after the other: records of a label byte and 1024 R, 1024 G, 1024 B bytes. */
export function readCifar(batches: Uint8Array[], classes: number, what: string): ImageSet {
  for (const { length } of batches) {
    if (length === 0 || length % RECORD !== 0) {
      throw new DataError('format', `${what}: a batch has ${length} bytes; expected a multiple of ${RECORD}`);
    }
  }
  const count = batches.reduce((sum, { length }) => sum + length / RECORD, 0);
  const images = new Uint8Array(count * PIXELS);
  const labels = new Uint8Array(count);
  let i = 0;
  for (const batch of batches) {
    for (let at = 0; at < batch.length; at += RECORD, i++) {
      if (batch[at] >= classes) {
        throw new DataError(
          'format',
          `${what}: record ${i} has label ${batch[at]}; expected 0 to ${classes - 1}`,
        );
      }
      labels[i] = batch[at];
      images.set(batch.subarray(at + 1, at + RECORD), i * PIXELS);
    }
  }
  return { count, channels: 3, height: SIDE, width: SIDE, images, labels };
}

/** Reads CIFAR-10 from its files by name: batches.meta.txt, data_batch_1.bin and so on, test_batch.bin. */
export function readCifarSplits(files: Map<string, Uint8Array>, what: string): ImageSplits {
  const named = (pattern: RegExp) => {
    const names = [...files.keys()].filter((name) => pattern.test(name)).sort();
    if (names.length === 0) throw new DataError('format', `${what}: has no file that matches ${pattern}`);
    return names.map((name) => files.get(name)!);
  };
  const classNames = textLines(named(/batches\.meta\.txt$/)[0]);
  const split = (pattern: RegExp) => readCifar(named(pattern), classNames.length, what);
  return { train: split(/data_batch_\d\.bin$/), test: split(/test_batch\.bin$/), classNames };
}
