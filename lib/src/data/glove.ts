import { DataError } from '../errors.js';
import { toNumber } from './csv.js';
import { textLines } from './text.js';

/** `vectors` is `(words.length, dimension)`, row-major; `index` finds a word's row. */
export interface WordVectors {
  dimension: number;
  words: string[];
  vectors: Float64Array;
  index: Map<string, number>;
}

/**
 * Reads GloVe text, a word and its numbers a line, from one or more files; of a repeated word the first vector stays.
 */
export function readGlove(files: Uint8Array[], what: string): WordVectors {
  const index = new Map<string, number>();
  const numbers: number[] = [];
  let dimension = 0;
  for (const file of files) {
    textLines(file).forEach((line, i) => {
      const [word, ...rest] = line.split(' ');
      dimension ||= rest.length;
      if (dimension === 0 || rest.length !== dimension) {
        throw new DataError(
          'format',
          `${what}: line ${i + 1} has ${rest.length} numbers; expected ${dimension || 'some'}`,
        );
      }
      if (index.has(word)) return;
      index.set(word, index.size);
      for (const text of rest) numbers.push(toNumber(text, what, i + 1));
    });
  }
  if (index.size === 0)
    throw new DataError('format', `${what}: is empty; expected a word and its numbers a line`);
  return { dimension, words: [...index.keys()], vectors: Float64Array.from(numbers), index };
}
