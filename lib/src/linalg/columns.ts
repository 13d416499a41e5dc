import { type Matrix, zeros } from './matrix.js';

/** [A_1 | A_2 | ...], matrices of equally many rows side by side. */
export function beside(parts: readonly Matrix[]): Matrix {
  const [{ rows, precision }] = parts;
  const cols = parts.reduce((sum, part) => sum + part.cols, 0);
  const all = zeros(rows, cols, precision);
  let from = 0;
  for (const part of parts) {
    for (let i = 0; i < rows; i++) all.data.set(part.row(i), i * cols + from);
    from += part.cols;
  }
  return all;
}

/** `count` columns from `from` on, in storage of their own. */
export function columnsOf(a: Matrix, from: number, count: number): Matrix {
  const part = zeros(a.rows, count, a.precision);
  for (let i = 0; i < a.rows; i++) {
    const start = i * a.cols + from;
    part.data.set(a.data.subarray(start, start + count), i * count);
  }
  return part;
}
