import { checkSquare } from '../check.js';
import { type Matrix, zeros } from '../linalg/matrix.js';
import type { CoordinateKernel } from './coordinate-kernel.js';

/** A kernel matrix `(n, n)` as a kernel over its n coordinates. */
export function gramCoordinates(gram: Matrix): CoordinateKernel {
  checkSquare('gramCoordinates', 'gram', gram);
  return {
    count: gram.rows,
    block(rows, cols) {
      const out = zeros(rows.length, cols.length);
      rows.forEach((i, a) => {
        const [from, to] = [gram.row(i), out.row(a)];
        for (let b = 0; b < cols.length; b++) to[b] = from[cols[b]];
      });
      return out;
    },
    diagonal: (at) => Float64Array.from(at, (i) => gram.get(i, i)),
  };
}
