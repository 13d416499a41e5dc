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
  const between = lowerBlocks(problem, (block) => rowsOf(x, block), room);
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

/** K between blocks i >= j of the rows, kept from its first use on as long as there is room. */
function lowerBlocks(
  { kernel, metric }: DescentProblem,
  rowsOf: (block: number) => Matrix,
  room: number,
): (i: number, j: number) => Matrix {
  const kept: (Matrix | undefined)[] = [];
  let left = room;
  let space: Matrix | undefined;
  return (i, j) => {
    const at = (i * (i + 1)) / 2 + j;
    const old = kept[at];
    if (old !== undefined) return old;
    const [xi, xj] = [rowsOf(i), rowsOf(j)];
    const length = xi.rows * xj.rows;
    const make = (out: Matrix): Matrix => kernel.matrix(xi, i === j ? undefined : xj, { metric, out });
    if (length <= left) {
      left -= length;
      return (kept[at] = make(zeros(xi.rows, xj.rows, xi.precision)));
    }
    space ??= zeros(1, rowsOf(0).rows ** 2, xi.precision);
    return make(new Matrix(xi.rows, xj.rows, space.data.subarray(0, length)));
  };
}
