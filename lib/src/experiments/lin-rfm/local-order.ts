import { NumericalError } from '../../errors.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';

export interface LocalOrderSettings {
  n: number;
  d: number;
  k: number;
  /** 4α as fractions. */
  powers: [number, number][];
  /** Off-support entries of the start. */
  perturbation: number;
  iterations: number;
}

export type LocalOrderRow = {
  alpha: number;
  t: number;
  /** log₁₀ of the largest off-support entry of θ, before and after the iteration. */
  logBefore: number;
  logAfter: number;
  /** Slope of the last two points of this α: the measured order. */
  order: number;
};

// Fixed-point numbers: x stands for x / 2^BITS, some 1200 decimal digits. Doubles would leave two or three points.
const BITS = 4000n;
const ONE = 1n << BITS;
// Below this the relative precision of δ^(4α) ends.
const LEAST = -220;

/**
 * F8: log δ⁺ against log δ for diagonal lin-RFM near a sparse solution, δ the largest entry off the support; ε = 0,
 * ρ = 0, in 1200-digit arithmetic.
 */
export async function localOrder(
  { n, d, k, powers, perturbation, iterations }: LocalOrderSettings,
  seed: number,
  step: Step,
): Promise<LocalOrderRow[]> {
  const random = new Random(seed);
  const x = Array.from({ length: n }, () => Array.from({ length: d }, () => fixed(random.normal())));
  // The support is the first k entries: the design is exchangeable.
  const beta = Array.from({ length: d }, (_, j) => (j < k ? fixed(1 + random.uniform()) : 0n));
  const y = x.map((row) => row.reduce((sum, value, j) => sum + times(value, beta[j]), 0n));
  const start = beta.map((value) => value + fixed(perturbation * (0.5 + random.uniform())));
  const rows: LocalOrderRow[] = [];
  for (const [done, [numerator, denominator]] of powers.entries()) {
    const path: number[] = [];
    let theta = start;
    for (let t = 0; t <= iterations; t++) {
      path.push(log10(theta.slice(k).reduce((a, b) => max(a, abs(b)), 0n)));
      if (path[t] < LEAST) break;
      theta = reweighted(
        x,
        y,
        theta.map((value) => rationalPower(abs(value), numerator, denominator)),
      );
      await step(done + t / iterations, powers.length);
    }
    const m = path.length - 1;
    const order = (path[m] - path[m - 1]) / (path[m - 1] - path[m - 2]);
    for (let t = 1; t <= m; t++) {
      const alpha = numerator / denominator / 4;
      rows.push({ alpha, t, logBefore: path[t - 1], logAfter: path[t], order });
    }
  }
  return rows;
}

/** D Xᵀ (X D Xᵀ)⁻¹ y, D = diag(squares). */
function reweighted(x: bigint[][], y: bigint[], squares: bigint[]): bigint[] {
  const scaled = x.map((row) => row.map((value, j) => times(value, squares[j])));
  const kernel = scaled.map((row) =>
    x.map((other) => row.reduce((sum, v, j) => sum + times(v, other[j]), 0n)),
  );
  const a = eliminate(kernel, y);
  return squares.map((_, j) => scaled.reduce((sum, row, i) => sum + times(row[j], a[i]), 0n));
}

/** K⁻¹ y by Gaussian elimination with partial pivoting. */
function eliminate(kernel: bigint[][], y: bigint[]): bigint[] {
  const n = y.length;
  const rows = kernel.map((row, i) => [...row, y[i]]);
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let i = c + 1; i < n; i++) if (abs(rows[i][c]) > abs(rows[pivot][c])) pivot = i;
    [rows[c], rows[pivot]] = [rows[pivot], rows[c]];
    if (rows[c][c] === 0n) throw new NumericalError('localOrder: the kernel is singular at this precision');
    for (let i = 0; i < n; i++) {
      if (i === c) continue;
      const factor = (rows[i][c] << BITS) / rows[c][c];
      for (let j = c; j <= n; j++) rows[i][j] -= times(factor, rows[c][j]);
    }
  }
  return rows.map((row, i) => (row[n] << BITS) / row[i]);
}

/** x^(p/q), x ≥ 0: the q-th root of x^p by Newton's iteration on integers. */
function rationalPower(x: bigint, p: number, q: number): bigint {
  if (x === 0n) return 0n;
  // x^p / 2^(BITS p) = (r / 2^BITS)^q  <=>  r^q = x^p 2^(BITS (q - p))
  const target =
    q >= p ? (x ** BigInt(p)) << (BITS * BigInt(q - p)) : (x ** BigInt(p)) >> (BITS * BigInt(p - q));
  if (q === 1) return target;
  const degree = BigInt(q);
  let root = 1n << (BigInt(target.toString(2).length) / degree + 1n);
  for (;;) {
    const next = ((degree - 1n) * root + target / root ** (degree - 1n)) / degree;
    if (next >= root) return root;
    root = next;
  }
}

function fixed(value: number): bigint {
  return (BigInt(Math.round(value * 2 ** 52)) << BITS) >> 52n;
}

function times(a: bigint, b: bigint): bigint {
  return (a * b) >> BITS;
}

function abs(a: bigint): bigint {
  return a < 0n ? -a : a;
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** log₁₀ of a positive fixed-point number: 53 leading bits and the number of the others. */
function log10(x: bigint): number {
  const shift = Math.max(0, x.toString(2).length - 53);
  return Math.log10(Number(x >> BigInt(shift))) + (shift - Number(BITS)) * Math.log10(2);
}

// Exported for its test: (2^53 value)^(p/q) of a double.
export function powerOf(value: number, p: number, q: number): number {
  const power = rationalPower(fixed(value), p, q);
  return Number((power << 60n) / ONE) / 2 ** 60;
}
