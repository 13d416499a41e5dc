import { DataError } from '../errors.js';
import { toNumber } from './csv.js';
import { textLines } from './text.js';

/** A matrix with annotated rows and columns; `values` is `(rows.length, columns.length)`, row-major. */
export interface AnnotatedMatrix {
  rows: string[];
  columns: string[];
  values: Float64Array;
  /** What is known of each row, by field. */
  rowFields: Record<string, string[]>;
  /** What is known of each column, by field. */
  columnFields: Record<string, string[]>;
}

/** Reads GCT 1.3 text: version, sizes, header, a line for each column field, a line for each row. */
export function readGct(bytes: Uint8Array, what: string): AnnotatedMatrix {
  const [version, sizes = '', ...lines] = textLines(bytes);
  if (version !== '#1.3') {
    throw new DataError(
      'format',
      `${what}: begins with ${JSON.stringify((version ?? '').slice(0, 20))}; expected #1.3`,
    );
  }
  const [n, m, rowFieldCount, columnFieldCount] = sizes.split('\t').map((text) => toNumber(text, what, 2));
  const cells = lines.map((line) => line.split('\t'));
  const width = 1 + rowFieldCount + m;
  const odd = cells.findIndex((line) => line.length !== width);
  if (odd >= 0) {
    throw new DataError(
      'format',
      `${what}: line ${odd + 3} has ${cells[odd].length} fields; expected ${width}`,
    );
  }
  if (!(cells.length === 1 + columnFieldCount + n)) {
    throw new DataError(
      'format',
      `${what}: has ${cells.length + 2} lines; expected ${3 + columnFieldCount + n}`,
    );
  }
  const header = cells[0];
  const about = cells.slice(1, 1 + columnFieldCount);
  const body = cells.slice(1 + columnFieldCount);
  const values = new Float64Array(n * m);
  body.forEach((line, i) => {
    for (let j = 0; j < m; j++) {
      values[i * m + j] = toNumber(line[1 + rowFieldCount + j], what, i + columnFieldCount + 4);
    }
  });
  return {
    rows: body.map(([id]) => id),
    columns: header.slice(1 + rowFieldCount),
    values,
    rowFields: Object.fromEntries(
      header.slice(1, 1 + rowFieldCount).map((field, k) => [field, body.map((line) => line[1 + k])]),
    ),
    columnFields: Object.fromEntries(about.map(([field, ...line]) => [field, line.slice(rowFieldCount)])),
  };
}
