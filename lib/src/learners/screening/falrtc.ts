import { checkFinite, checkInteger, checkPositive } from '../../check.js';
import { InputError } from '../../errors.js';
import { eigh } from '../../linalg/eigh.js';
import { matmul } from '../../linalg/matmul.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { topEigenpairs } from '../../linalg/top-eigenpairs.js';

/** A tensor of three axes, entry (i, j, k) at (i d₂ + j) d₃ + k. */
export interface Tensor {
  dims: readonly [number, number, number];
  data: Float64Array;
}

export interface FalrtcOptions {
  /** Weights of the three unfoldings before division by their sum. Default [1, 0.01, 1]. */
  weights?: readonly [number, number, number];
  /** Default 20. */
  iterations?: number;
  /** Stops when an iteration moves the tensor by less. Default 0.1. */
  tolerance?: number;
}

// The first constants of the smoothing schedule, and of the line search.
const [POWER, KNEE, START] = [1.15, 5, 1e-5];

/**
 * Fast low-rank tensor completion (Liu, Musialski, Wonka, Ye 2013, with the settings of Hodos et al. 2018): minimises
 * Σ_i a_i²/μ_i (Σ σ² - Σ max(σ - μ_i/a_i, 0)²), σ the singular values of unfolding i, over the tensors that agree with
 * the observed entries (`observed` 1), by accelerated gradient steps with μ decreasing. Returns the tensor and the
 * length of each step.
 * @throws InputError if sizes differ, nothing is observed, or an observed entry is not finite.
 */
export function falrtc(
  { dims, data }: Tensor,
  observed: ArrayLike<number>,
  { weights = [1, 0.01, 1], iterations = 20, tolerance = 0.1 }: FalrtcOptions = {},
): { tensor: Tensor; steps: number[] } {
  const fn = 'falrtc';
  checkInteger(fn, 'iterations', iterations, 1);
  checkPositive(fn, 'tolerance', tolerance);
  const size = dims[0] * dims[1] * dims[2];
  if (data.length !== size || observed.length !== size) {
    const problem = `has ${data.length} numbers and ${observed.length} marks`;
    throw new InputError(fn, 'tensor', problem, `${dims.join(' x ')} needs ${size}`);
  }
  const known = Array.from({ length: size }, (_, e) => e).filter((e) => observed[e] === 1);
  if (known.length === 0)
    throw new InputError(fn, 'observed', 'marks no entry', 'there is nothing to complete from');
  checkFinite(
    fn,
    'tensor',
    known.map((e) => data[e]),
  );
  const total = weights.reduce((a, b) => a + b, 0);
  const a = weights.map((weight) => weight / total);
  const least = weights.map((weight, i) => (0.01 * weight) / Math.sqrt(dims[i]));
  const most = 10 * least.reduce((sum, mu) => sum + 1 / mu, 0);
  const mean = known.reduce((sum, e) => sum + data[e], 0) / known.length;
  let y: Float64Array = Float64Array.from({ length: size }, (_, e) => (observed[e] === 1 ? data[e] : mean));
  let z: Float64Array = y.slice();
  const first = a.map((weight, i) => 0.3 * weight * largestSingular(unfolded(dims, y, i)));
  let [reach, inverse] = [0, START];
  const steps: number[] = [];
  for (let k = 1; k <= iterations; k++) {
    const mu = first.map((value, i) => smoothing(value, least[i], k));
    const last = y;
    let gradient: Float64Array = new Float64Array(size);
    let stride = 0;
    for (;;) {
      stride = (1 + Math.sqrt(1 + 4 * inverse * reach)) / (2 * inverse);
      const [own, other] = [stride / (reach + stride), reach / (reach + stride)];
      const x = z.map((value, e) => own * value + other * last[e]);
      const here = smoothed(dims, x, a, mu, true);
      gradient = here.gradient;
      for (const e of known) gradient[e] = 0;
      y = x.map((value, e) => value - gradient[e] / inverse);
      const there = smoothed(dims, y, a, mu, false);
      const square = gradient.reduce((sum, g) => sum + g * g, 0);
      if (!((here.value - there.value) * inverse < square) || inverse > most) break;
      inverse *= 2;
    }
    const moved = Math.sqrt(y.reduce((sum, value, e) => sum + (value - last[e]) ** 2, 0));
    steps.push(moved);
    if (moved < tolerance) break;
    z = z.map((value, e) => value - stride * gradient[e]);
    reach += stride;
  }
  return { tensor: { dims, data: y }, steps };
}

function largestSingular(m: Matrix): number {
  return Math.sqrt(topEigenpairs(matmul(m, m, { transB: true }), 1).values[0]);
}

/** μ falls from `first` at iteration 1 to `least` at iteration 5 and stays there. */
function smoothing(first: number, least: number, k: number): number {
  const knee = KNEE ** POWER;
  const slope = (first - least) / (1 - 1 / knee);
  const offset = (least * knee - first) / (knee - 1);
  return Math.max(slope / k ** POWER + offset, least);
}

/** The smoothed sum of nuclear norms, and its gradient where asked for. */
function smoothed(
  dims: Tensor['dims'],
  x: Float64Array,
  a: readonly number[],
  mu: readonly number[],
  slope: boolean,
): { value: number; gradient: Float64Array } {
  let value = 0;
  const gradient = new Float64Array(x.length);
  for (let i = 0; i < 3; i++) {
    const [weight, limit] = [a[i] ** 2 / mu[i], mu[i] / a[i]];
    const m = unfolded(dims, x, i);
    const { values, vectors } = eigh(matmul(m, m, { transB: true }));
    const sigmas = values.map((square) => Math.sqrt(Math.max(square, 0)));
    for (const sigma of sigmas) value += weight * (sigma ** 2 - Math.max(sigma - limit, 0) ** 2);
    if (!slope) continue;
    // U min(Σ, limit) Vᵀ = U (min(Σ, limit) / Σ) Uᵀ M: the short side's eigenvectors do.
    const shrunk = vectors.clone();
    for (let k = 0; k < shrunk.data.length; k++) {
      const sigma = sigmas[k % sigmas.length];
      shrunk.data[k] *= sigma > limit ? limit / sigma : 1;
    }
    addFolded(dims, matmul(matmul(shrunk, vectors, { transB: true }), m), i, weight, gradient);
  }
  return { value, gradient };
}

/** Axis `axis` as rows, `(d_axis, product of the others)`. */
function unfolded(dims: Tensor['dims'], data: Float64Array, axis: number): Matrix {
  const out = zeros(dims[axis], data.length / dims[axis]);
  eachEntry(dims, axis, (entry, row, column) => out.set(row, column, data[entry]));
  return out;
}

function addFolded(dims: Tensor['dims'], m: Matrix, axis: number, factor: number, to: Float64Array): void {
  eachEntry(dims, axis, (entry, row, column) => (to[entry] += factor * m.get(row, column)));
}

function eachEntry(
  dims: Tensor['dims'],
  axis: number,
  use: (entry: number, row: number, column: number) => void,
): void {
  let entry = 0;
  const at = [0, 0, 0];
  const [p, q] = [0, 1, 2].filter((other) => other !== axis);
  for (at[0] = 0; at[0] < dims[0]; at[0]++) {
    for (at[1] = 0; at[1] < dims[1]; at[1]++) {
      for (at[2] = 0; at[2] < dims[2]; at[2]++) use(entry++, at[axis], at[p] * dims[q] + at[q]);
    }
  }
}
