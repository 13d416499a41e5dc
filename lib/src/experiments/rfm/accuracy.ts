import type { Matrix } from '../../linalg/matrix.js';

/** Part of the rows of outputs `(n, c)` whose largest entry, the first of equal ones, is at the label. */
export function accuracy(outputs: Matrix, labels: ArrayLike<number>): number {
  let hits = 0;
  for (let i = 0; i < outputs.rows; i++) {
    const row = outputs.row(i);
    let best = 0;
    for (let c = 1; c < row.length; c++) if (row[c] > row[best]) best = c;
    if (best === labels[i]) hits++;
  }
  return hits / outputs.rows;
}
