import { checkFinite, checkInteger, checkMatrix, checkVector } from '../check.js';
import { gemv } from '../linalg/gemv.js';
import type { Matrix, Real } from '../linalg/matrix.js';
import { rowsAt } from '../features/rfm/rows.js';

/** A point goes left where its projection p = x·v is at most the threshold. */
export interface Split {
  /** v, `(d)` */
  readonly direction: Real;
  readonly threshold: number;
  /** Interquartile range of the projections of the node's own points: the unit of a soft decision. */
  readonly spread: number;
  readonly left: Branch;
  readonly right: Branch;
}

/** A split, or the number of a leaf, counted from the left. */
export type Branch = Split | number;

export interface SplitTree {
  readonly root: Branch;
  /** The rows of each leaf: every row in one leaf. */
  readonly leaves: readonly Int32Array[];
}

/**
 * Halves the rows of x `(n, d)` at the median of x·v until no leaf has more than `maxLeafSize` of them; `direction`
 * gives the v `(d)` of a node's rows.
 *
 * The halves are those of the sorted projections, so that ties, even of all rows, leave them equal to within one row.
 * @throws InputError if x is not finite, or a direction is not finite, of another length or precision.
 */
export async function splitTree(
  x: Matrix,
  maxLeafSize: number,
  direction: (rows: Int32Array) => Real | Promise<Real>,
): Promise<SplitTree> {
  checkMatrix('splitTree', 'x', x);
  checkFinite('splitTree', 'x', x.data);
  checkInteger('splitTree', 'maxLeafSize', maxLeafSize, 1);
  const leaves: Int32Array[] = [];
  const grow = async (rows: Int32Array): Promise<Branch> => {
    if (rows.length <= maxLeafSize) return leaves.push(rows) - 1;
    const v = await direction(rows);
    checkVector('splitTree', 'direction', v, x.cols, x.precision);
    checkFinite('splitTree', 'direction', v);
    const projections = gemv(rowsAt(x, rows), v);
    const order = Array.from(rows.keys()).sort((a, b) => projections[a] - projections[b] || a - b);
    const sorted = Float64Array.from(order, (at) => projections[at]);
    const half = Math.ceil(rows.length / 2);
    const side = (from: number, to: number): Int32Array =>
      Int32Array.from(order.slice(from, to), (at) => rows[at]).sort();
    const left = await grow(side(0, half));
    const right = await grow(side(half, rows.length));
    return {
      direction: v,
      threshold: between(sorted[half - 1], sorted[half]),
      spread: spreadOf(sorted),
      left,
      right,
    };
  };
  const root = await grow(Int32Array.from({ length: x.rows }, (_, i) => i));
  return { root, leaves };
}

/** The middle of two numbers, less than the upper one where they differ. */
function between(lower: number, upper: number): number {
  const middle = lower / 2 + upper / 2;
  return middle >= lower && middle < upper ? middle : lower;
}

/** The interquartile range of sorted numbers; where that is 0 their range, and 1 where that is too. */
function spreadOf(sorted: Float64Array): number {
  const range = sorted[sorted.length - 1] - sorted[0];
  return quantile(sorted, 0.75) - quantile(sorted, 0.25) || range || 1;
}

function quantile(sorted: Float64Array, q: number): number {
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}
