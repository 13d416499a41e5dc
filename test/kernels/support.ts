import type { Kernel } from 'agop/kernels/kernel';
import type { Metric } from 'agop/kernels/metric';
import { gaussian } from 'agop/kernels/gaussian';
import { generalisedLaplace } from 'agop/kernels/generalised-laplace';
import { laplace } from 'agop/kernels/laplace';
import { lpq } from 'agop/kernels/lpq';
import { productLaplace } from 'agop/kernels/product-laplace';
import { reluNtk } from 'agop/kernels/relu-ntk';
import { sumPower } from 'agop/kernels/sum-power';
import { gram } from 'agop/linalg/gram';
import { matmul } from 'agop/linalg/matmul';
import { fromRows, identity, Matrix, type Precision, transpose } from 'agop/linalg/matrix';
import { qr } from 'agop/linalg/qr';
import { Random } from 'agop/linalg/random';

type Vector = ArrayLike<number>;

/** A kernel beside its definition, written out entry by entry. */
export interface Case {
  kernel: Kernel;
  /** k as a function of u - v, u and v, where u = Sx and v = Sz with the symmetric root S of M. */
  value: (difference: number[], u: Vector, v: Vector) => number;
  /** k(Qx, Qz) = k(x, z) for orthogonal Q. */
  rotates: boolean;
  /** k(x, x) = 1. */
  unitDiagonal: boolean;
}

const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);
export const length = (v: number[]): number => Math.sqrt(sum(v.map((a) => a * a)));

const radial = (kernel: Kernel, value: (r: number) => number): Case => ({
  kernel,
  value: (difference) => value(length(difference)),
  rotates: true,
  unitDiagonal: true,
});

const norm = (v: number[], p: number): number => sum(v.map((a) => Math.abs(a) ** p)) ** (1 / p);

const coordinatewise = (kernel: Kernel, value: (difference: number[]) => number): Case => ({
  kernel,
  value,
  rotates: false,
  unitDiagonal: true,
});

const ntk = (depth: number): Case => ({
  kernel: reluNtk({ depth }),
  value: (_, u, v) => {
    const [x, z] = [Array.from(u), Array.from(v)];
    const s = length(x) * length(z);
    let c = s === 0 ? 0 : Math.max(-1, Math.min(1, sum(x.map((a, k) => a * z[k])) / s));
    // The kernel's own rule for equal directions.
    if (c > 1 - 1e-14) c = 1;
    let t = c;
    for (let layer = 0; layer < depth; layer++) {
      const angle = Math.PI - Math.acos(c);
      const next = Math.min(1, (Math.sqrt(1 - c * c) + c * angle) / Math.PI);
      t = (t * angle) / Math.PI + next;
      c = next;
    }
    return s * t;
  },
  rotates: true,
  unitDiagonal: false,
});

export const cases: Record<string, Case> = {
  laplace: radial(laplace({ bandwidth: 3 }), (r) => Math.exp(-r / 3)),
  gaussian: radial(gaussian({ bandwidth: 2.5 }), (r) => Math.exp((-r * r) / 12.5)),
  'generalisedLaplace, q = 0.7': radial(generalisedLaplace({ bandwidth: 3, exponent: 0.7 }), (r) =>
    Math.exp(-((r / 3) ** 0.7)),
  ),
  'generalisedLaplace, q = 1.4': radial(generalisedLaplace({ bandwidth: 3, exponent: 1.4 }), (r) =>
    Math.exp(-((r / 3) ** 1.4)),
  ),
  productLaplace: coordinatewise(productLaplace({ bandwidth: 4 }), (v) => Math.exp(-norm(v, 1) / 4)),
  'productLaplace, q = 1.3': coordinatewise(productLaplace({ bandwidth: 4, exponent: 1.3 }), (v) =>
    Math.exp(-((norm(v, 1.3) / 4) ** 1.3)),
  ),
  'lpq, p = 2': {
    ...coordinatewise(lpq({ bandwidth: 3, p: 2, q: 0.8 }), (v) => Math.exp(-((norm(v, 2) / 3) ** 0.8))),
    rotates: true,
  },
  'lpq, p = 1.5': coordinatewise(lpq({ bandwidth: 3, p: 1.5, q: 1.2 }), (v) =>
    Math.exp(-((norm(v, 1.5) / 3) ** 1.2)),
  ),
  sumPower: coordinatewise(
    sumPower({ bandwidth: 2 }),
    (v) => (sum(v.map((a) => Math.exp(-Math.abs(a) / 2))) / v.length) ** 2,
  ),
  'sumPower, mixed': coordinatewise(
    sumPower({ bandwidth: 2, exponent: 1.2, mix: 0.25, power: 3 }),
    (v) => (0.25 + (0.75 * sum(v.map((a) => Math.exp(-((Math.abs(a) / 2) ** 1.2))))) / v.length) ** 3,
  ),
  'reluNtk, depth 1': ntk(1),
  'reluNtk, depth 3': ntk(3),
};

export const precisions: Precision[] = ['float64', 'float32'];

/** The same numbers in another precision. */
export function inPrecision(a: Matrix, precision: Precision): Matrix {
  return new Matrix(
    a.rows,
    a.cols,
    precision === 'float64' ? Float64Array.from(a.data) : Float32Array.from(a.data),
  );
}

/** Numbers that both precisions hold exactly, so that each sees the same problem. */
export function points(n: number, d: number, seed: number): Matrix {
  return inPrecision(new Random(seed).normalMatrix(n, d, 'float32'), 'float64');
}

export function orthogonal(d: number, seed: number): Matrix {
  return qr(new Random(seed).normalMatrix(d, d)).q;
}

/** Each kind of metric for d columns with the symmetric root S of M, in float64. */
export function metrics(d: number): Record<string, { metric: Metric | undefined; root: Matrix }> {
  // M = Σ λ q qᵀ with eigenvalues of five octaves, and S by their roots.
  const q = orthogonal(d, 11);
  const power = (values: number[], exponent: number): Matrix => {
    const scaled = q.clone();
    for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) scaled.data[i * d + j] *= values[j] ** exponent;
    return matmul(scaled, q, { transB: true });
  };
  const symmetric = (a: Matrix): Matrix => {
    const out = a.clone();
    for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) out.data[i * d + j] = out.data[j * d + i];
    return out;
  };
  const values = Array.from({ length: d }, (_, i) => 2 ** (i - 3));
  const singular = values.map((value, i) => (i < d - 3 ? 0 : value));
  const diagonal = Float64Array.from({ length: d }, (_, i) => (i === 1 ? 0 : 0.5 + i / 3));
  const roots = new Matrix(d, d);
  diagonal.forEach((entry, i) => roots.set(i, i, Math.sqrt(entry)));
  // A has the directions of the singular M as rows. Three: in a plane, some pairs point the same way by chance.
  const factor = transpose(q);
  const a = new Matrix(3, d, factor.data.slice((d - 3) * d));
  for (let i = 0; i < 3; i++) for (let j = 0; j < d; j++) a.data[i * d + j] *= values[d - 3 + i] ** 0.5;
  return {
    none: { metric: undefined, root: identity(d) },
    full: { metric: symmetric(power(values, 1)), root: power(values, 0.5) },
    singular: { metric: gram(a, { of: 'columns' }), root: power(singular, 0.5) },
    factor: { metric: { factor: a }, root: power(singular, 0.5) },
    diagonal: { metric: diagonal, root: roots },
  };
}

export function metricIn(metric: Metric | undefined, precision: Precision): Metric | undefined {
  if (metric === undefined || precision === 'float64') return metric;
  if (metric instanceof Float64Array || metric instanceof Float32Array) return Float32Array.from(metric);
  if ('factor' in metric) return { factor: inPrecision(metric.factor, precision) };
  return inPrecision(metric, precision);
}

/** K(X, Z) by the definition, one pair at a time. */
export function directMatrix({ value }: Case, x: Matrix, z: Matrix, root: Matrix): Matrix {
  const [u, v] = [matmul(x, root), matmul(z, root)];
  const out = new Matrix(x.rows, z.rows);
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < z.rows; j++) {
      const difference = Array.from(u.row(i), (a, k) => a - v.get(j, k));
      out.set(i, j, value(difference, u.row(i), v.row(j)));
    }
  }
  return out;
}

/** Largest |a - b|, NaN if there is one. */
export function gap(a: Matrix, b: Matrix): number {
  if (a.rows !== b.rows || a.cols !== b.cols) return Infinity;
  let worst = 0;
  for (let k = 0; k < a.data.length; k++) worst = Math.max(worst, Math.abs(a.data[k] - b.data[k]));
  return worst;
}

export const largest = (a: Matrix): number => gap(a, new Matrix(a.rows, a.cols));

/** Rows of `a` in the order given. */
export function taken(a: Matrix, rows: number[]): Matrix {
  return inPrecision(fromRows(rows.map((i) => a.row(i))), a.precision);
}
