import { DataError } from '../errors.js';
import { parseDelimited } from './csv.js';
import { textLines } from './text.js';

/** News with a topic each: `labels` are 0, 1, ... in the order of the class names. */
export interface NewsRows {
  count: number;
  labels: Uint8Array;
  titles: string[];
  descriptions: string[];
}

export interface News {
  train: NewsRows;
  test: NewsRows;
  classNames: string[];
}

/** AG's News: CSV without a header of class (from 1), title, description; one class name a line in classes.txt. */
export function readAgNews(
  trainCsv: Uint8Array,
  testCsv: Uint8Array,
  classesTxt: Uint8Array,
  what: string,
): News {
  const classNames = textLines(classesTxt);
  const rows = (bytes: Uint8Array, file: string): NewsRows => {
    const records = parseDelimited(bytes, `${what}: ${file}`);
    const labels = Uint8Array.from(records, ([label, ...rest], i) => {
      const k = Number(label);
      if (rest.length !== 2 || !(Number.isInteger(k) && k >= 1 && k <= classNames.length)) {
        throw new DataError(
          'format',
          `${what}: ${file} row ${i + 1} has ${rest.length + 1} fields, class ${label}; expected class (1 to ${classNames.length}), title, description`,
        );
      }
      return k - 1;
    });
    return {
      count: records.length,
      labels,
      titles: records.map((r) => r[1]),
      descriptions: records.map((r) => r[2]),
    };
  };
  return { train: rows(trainCsv, 'train.csv'), test: rows(testCsv, 'test.csv'), classNames };
}
