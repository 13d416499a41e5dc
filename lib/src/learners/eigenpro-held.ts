import { rowsAt } from '../features/rfm/rows.js';
import { allocate, Matrix, type Precision, type Real, zeros } from '../linalg/matrix.js';
import { rowView } from '../linalg/row-view.js';
import { thinProduct } from '../linalg/thin-product.js';
import { type Descent, type DescentProblem, moved } from './eigenpro-descent.js';

/**
 * Batches are blocks of `size` consecutive rows, the last what is left. K between two blocks serves the steps of both.
 * As far as there is room `held`, in an array or a number, keeps K(X, S), whose rows of a batch lie together, and then
 * rows of blocks of K(X, X), each from its first use on.
 */
export function heldDescent(problem: DescentProblem, size: number, held: number | Real): Descent {
  const { x, y, kernel, metric, points } = problem;
  const { vectors } = problem.preconditioner;
  const blocks = Math.ceil(x.rows / size);
  const rowsOf = (a: Matrix, block: number): Matrix =>
    rowView(a, block * size, Math.min((block + 1) * size, x.rows));
  const parts = Array.from({ length: blocks }, (_, block) => rowsOf(x, block));
  const [columns, ...bands] = placed(
    [vectors ? x.rows * points.rows : 0, ...parts.map(({ rows }, i) => rows * (i * size + rows))],
    held,
    x.precision,
  );
  const between = lowerBlocks(problem, parts, bands);
  const chosen =
    vectors && columns && kernel.matrix(x, points, { metric, out: new Matrix(x.rows, points.rows, columns) });
  return (alpha, batch) => {
    const own = batch[0] / size;
    const g = rowsAt(y, batch);
    for (let other = 0; other < blocks; other++) {
      const k = between(Math.max(own, other), Math.min(own, other));
      const beta = other === 0 ? -1 : 1;
      thinProduct(k, rowsOf(alpha, other), { transA: other > own, beta, out: g });
    }
    const toChosen = (): Matrix =>
      chosen ? rowsOf(chosen, own) : kernel.matrix(parts[own], points, { metric });
    const kg = vectors && thinProduct(toChosen(), g, { transA: true });
    moved(problem, alpha, batch, g, kg);
  };
}

/** Parts of these lengths of one array, since smaller ones leave holes behind; undefined what has no room. */
function placed(lengths: readonly number[], held: number | Real, precision: Precision): (Real | undefined)[] {
  const room = typeof held === 'number' ? held : held.length;
  let used = 0;
  const starts = lengths.map((length) => {
    if (used + length > room) return undefined;
    used += length;
    return used - length;
  });
  const all = typeof held === 'number' ? allocate(used, precision) : held;
  return starts.map((start, i) =>
    start === undefined ? undefined : all.subarray(start, start + lengths[i]),
  );
}

/** K between blocks i >= j of the rows, made once for rows of blocks that have a band. */
function lowerBlocks(
  { kernel, metric }: DescentProblem,
  parts: readonly Matrix[],
  bands: readonly (Real | undefined)[],
): (i: number, j: number) => Matrix {
  const [{ rows: size, precision }] = parts;
  const kept: (Matrix | undefined)[] = [];
  let space: Matrix | undefined;
  return (i, j) => {
    const at = (i * (i + 1)) / 2 + j;
    const old = kept[at];
    if (old !== undefined) return old;
    const [{ rows }, { rows: cols }] = [parts[i], parts[j]];
    const band = bands[i];
    const from = band ? rows * j * size : 0;
    const data = band ?? (space ??= zeros(size, size, precision)).data;
    const out = new Matrix(rows, cols, data.subarray(from, from + rows * cols));
    const k = kernel.matrix(parts[i], i === j ? undefined : parts[j], { metric, out });
    if (band) kept[at] = k;
    return k;
  };
}
