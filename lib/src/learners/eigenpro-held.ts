import { rowsAt, rowView } from '../features/rfm/rows.js';
import { Matrix, zeros } from '../linalg/matrix.js';
import { thinProduct } from '../linalg/thin-product.js';
import { type Descent, type DescentProblem, moved } from './eigenpro-descent.js';

/**
 * Batches are blocks of `size` consecutive rows, the last what is left. K between two blocks serves the steps of both;
 * `room` numbers of K(X, X) are held, and K(X, S) beside them, whose rows of a batch lie together.
 */
export function heldDescent(problem: DescentProblem, size: number, room: number): Descent {
  const { x, y, kernel, metric, points, preconditioner } = problem;
  const blocks = Math.ceil(x.rows / size);
  const rowsOf = (a: Matrix, block: number): Matrix =>
    rowView(a, block * size, Math.min((block + 1) * size, x.rows));
  const parts = Array.from({ length: blocks }, (_, block) => rowsOf(x, block));
  const between = lowerBlocks(problem, parts, room);
  const chosenColumns = preconditioner.vectors && kernel.matrix(x, points, { metric });
  return (alpha, batch) => {
    const own = batch[0] / size;
    const g = rowsAt(y, batch);
    for (let other = 0; other < blocks; other++) {
      const k = between(Math.max(own, other), Math.min(own, other));
      const beta = other === 0 ? -1 : 1;
      thinProduct(k, rowsOf(alpha, other), { transA: other > own, beta, out: g });
    }
    const kg = chosenColumns && thinProduct(rowsOf(chosenColumns, own), g, { transA: true });
    moved(problem, alpha, batch, g, kg);
  };
}

/**
 * K between blocks i >= j of the rows: rows of blocks are kept from their first use on as long as there is room for all of
 * the row. One array a row: smaller ones leave holes behind from solve to solve.
 */
function lowerBlocks(
  { kernel, metric }: DescentProblem,
  parts: readonly Matrix[],
  room: number,
): (i: number, j: number) => Matrix {
  const [{ rows: size, precision }] = parts;
  let left = room;
  const bands = parts.map(({ rows }, i) => {
    const length = rows * (i * size + rows);
    if (length > left) return undefined;
    left -= length;
    return zeros(1, length, precision).data;
  });
  const kept: (Matrix | undefined)[] = [];
  let space: Matrix | undefined;
  return (i, j) => {
    const at = (i * (i + 1)) / 2 + j;
    const old = kept[at];
    if (old !== undefined) return old;
    const [{ rows }, { rows: cols }] = [parts[i], parts[j]];
    const from = bands[i] ? rows * j * size : 0;
    const data = bands[i] ?? (space ??= zeros(size, size, precision)).data;
    const out = new Matrix(rows, cols, data.subarray(from, from + rows * cols));
    const k = kernel.matrix(parts[i], i === j ? undefined : parts[j], { metric, out });
    if (bands[i]) kept[at] = k;
    return k;
  };
}
