import type { Kernel } from 'agop/kernels/kernel';
import type { Metric } from 'agop/kernels/metric';
import { gaussian } from 'agop/kernels/gaussian';
import { generalisedLaplace } from 'agop/kernels/generalised-laplace';
import { laplace } from 'agop/kernels/laplace';
import { gram } from 'agop/linalg/gram';
import { matmul } from 'agop/linalg/matmul';
import { fromRows, identity, Matrix, type Precision, transpose } from 'agop/linalg/matrix';
import { qr } from 'agop/linalg/qr';
import { Random } from 'agop/linalg/random';

type Vector = ArrayLike<number>;

/** A kernel beside its definition, written out entry by entry. `s` is x - z, or S (x - z) with the symmetric root S of M. */
export interface Case {
  kernel: Kernel;
  /** k as a function of the difference after the root of M. */
  value: (difference: number[], x: Vector, z: Vector) => number;
  /** Metrics the kernel takes. */
  metrics: boolean;
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
  metrics: true,
  rotates: true,
  unitDiagonal: true,
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
  const singular = values.map((value, i) => (i < d - 2 ? 0 : value));
  const diagonal = Float64Array.from({ length: d }, (_, i) => (i === 1 ? 0 : 0.5 + i / 3));
  const roots = new Matrix(d, d);
  diagonal.forEach((entry, i) => roots.set(i, i, Math.sqrt(entry)));
  // A has the two directions of the singular M as rows.
  const factor = transpose(q);
  const a = new Matrix(2, d, factor.data.slice((d - 2) * d));
  for (let i = 0; i < 2; i++) for (let j = 0; j < d; j++) a.data[i * d + j] *= values[d - 2 + i] ** 0.5;
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
      out.set(i, j, value(difference, x.row(i), z.row(j)));
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
