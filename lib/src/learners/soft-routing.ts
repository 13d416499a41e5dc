import { checkFinite, checkMatrix, checkNonNegative } from '../check.js';
import { gemv } from '../linalg/gemv.js';
import { type Matrix, zeros } from '../linalg/matrix.js';
import type { Branch, SplitTree } from './split-tree.js';

// A leaf's log weight counts as no less than this: e⁻⁵⁰ is 0 in any sum, and the logarithm stays finite.
const LEAST = -50;
const MASS = 0.99;
const MOST_LEAVES = 12;

/**
 * Weights of the leaves at each point, `(m, leaves)` for z `(m, d)`, rows of sum 1: a split adds
 * log σ(∓(x·v - b) / (T · spread)) to the leaves on its left (-) and right (+); the sums, at least -50, go through a
 * softmax. T = 0 is the limit: all weight on the leaf that the splits lead to.
 * @throws InputError if z is not finite or the temperature T is negative.
 */
export function softRouting(tree: Pick<SplitTree, 'root'>, z: Matrix, temperature: number): Matrix {
  checkMatrix('softRouting', 'z', z);
  checkFinite('softRouting', 'z', z.data);
  checkNonNegative('softRouting', 'temperature', temperature);
  const weights = zeros(z.rows, countLeaves(tree.root));
  if (temperature === 0) {
    hardRouting(tree, z).forEach((leaf, i) => weights.set(i, leaf, 1));
    return weights;
  }
  addLogWeights(tree.root, z, temperature, new Float64Array(z.rows), weights);
  for (let i = 0; i < z.rows; i++) softmax(weights.row(i));
  return weights;
}

/** The leaf that the splits lead each point to, `(m)`. */
export function hardRouting({ root }: Pick<SplitTree, 'root'>, z: Matrix): Int32Array {
  checkMatrix('hardRouting', 'z', z);
  checkFinite('hardRouting', 'z', z.data);
  const leaves = new Int32Array(z.rows).fill(-1);
  const send = (branch: Branch, at: Int32Array): void => {
    if (typeof branch === 'number') {
      for (const i of at) leaves[i] = branch;
      return;
    }
    const projections = gemv(z, branch.direction);
    send(
      branch.left,
      at.filter((i) => projections[i] <= branch.threshold),
    );
    send(
      branch.right,
      at.filter((i) => projections[i] > branch.threshold),
    );
  };
  send(root, Int32Array.from(leaves.keys()));
  return leaves;
}

/**
 * Keeps the heaviest leaves of each point up to 99 % of its weight, 12 at most, and makes their sum 1 again; in place.
 */
export function pruneWeights(weights: Matrix): Matrix {
  for (let i = 0; i < weights.rows; i++) {
    const row = weights.row(i);
    const order = Array.from(row.keys()).sort((a, b) => row[b] - row[a] || a - b);
    let kept = 0;
    let mass = 0;
    while (kept < MOST_LEAVES && kept < order.length && mass < MASS) mass += row[order[kept++]];
    for (const leaf of order.slice(kept)) row[leaf] = 0;
    for (const leaf of order.slice(0, kept)) row[leaf] /= mass;
  }
  return weights;
}

/** How many leaves lie below a branch. */
function countLeaves(branch: Branch): number {
  return typeof branch === 'number' ? 1 : countLeaves(branch.left) + countLeaves(branch.right);
}

function addLogWeights(
  branch: Branch,
  z: Matrix,
  temperature: number,
  path: Float64Array,
  weights: Matrix,
): void {
  if (typeof branch === 'number') {
    path.forEach((log, i) => weights.set(i, branch, Math.max(log, LEAST)));
    return;
  }
  const { direction, threshold, spread, left, right } = branch;
  const t = Float64Array.from(gemv(z, direction), (p) => (p - threshold) / (temperature * spread));
  const child = (next: Branch, sign: number): void =>
    addLogWeights(
      next,
      z,
      temperature,
      path.map((log, i) => log + logSigmoid(sign * t[i])),
      weights,
    );
  child(left, -1);
  child(right, 1);
}

/** log σ(t) = -log(1 + e⁻ᵗ), from the side that does not overflow. */
function logSigmoid(t: number): number {
  return Math.min(t, 0) - Math.log1p(Math.exp(-Math.abs(t)));
}

function softmax(row: Float64Array | Float32Array): void {
  let largest = -Infinity;
  for (const value of row) largest = Math.max(largest, value);
  let sum = 0;
  for (let k = 0; k < row.length; k++) sum += row[k] = Math.exp(row[k] - largest);
  for (let k = 0; k < row.length; k++) row[k] /= sum;
}
