// RFM by its definition: loops over points in float64, no vectorised step shared with the library but LU.
import { luSolve } from 'agop/linalg/lu-solve';
import { fromRows, identity, type Matrix } from 'agop/linalg/matrix';

export type Rows = number[][];

export interface ExplicitOptions {
  bandwidth: number;
  exponent?: number;
  rounds: number;
  ridge: number;
  center?: boolean | 'pooled';
  diagonal?: boolean;
  normalise?: boolean;
  adaptive?: boolean;
  blocks?: [number, number][];
}

const distance = (a: number[], b: number[], m: Rows): number => {
  let sum = 0;
  a.forEach((_, i) => a.forEach((_, j) => (sum += (a[i] - b[i]) * m[i][j] * (a[j] - b[j]))));
  return Math.sqrt(Math.max(sum, 0));
};

export function explicitAgop(
  gradients: number[][][],
  { center = false, diagonal = false, blocks }: Pick<ExplicitOptions, 'center' | 'diagonal' | 'blocks'> = {},
): Rows {
  const [m, c, d] = [gradients.length, gradients[0].length, gradients[0][0].length];
  const mean = (l: number, k: number): number => gradients.reduce((sum, g) => sum + g[l][k] / m, 0);
  const shift = Array.from({ length: c }, (_, l) =>
    Array.from({ length: d }, (_, k) => (center ? mean(l, k) : 0)),
  );
  if (center === 'pooled') {
    const pooled = shift[0].map((_, k) => shift.reduce((sum, row) => sum + row[k] / c, 0));
    shift.forEach((_, l) => (shift[l] = pooled));
  }
  const out = Array.from({ length: d }, () => new Array<number>(d).fill(0));
  const together = (i: number, j: number): boolean =>
    diagonal ? i === j : !blocks || blocks.some(([a, b]) => i >= a && i < b && j >= a && j < b);
  for (const g of gradients) {
    for (let l = 0; l < c; l++) {
      for (let i = 0; i < d; i++) {
        for (let j = 0; j < d; j++) {
          if (together(i, j)) out[i][j] += ((g[l][i] - shift[l][i]) * (g[l][j] - shift[l][j])) / m;
        }
      }
    }
  }
  return out;
}

export interface ExplicitRound {
  metric: Rows;
  bandwidth: number;
  alpha: Rows;
  predict(z: Rows): Rows;
  gradients(z: Rows): number[][][];
}

export function explicitRfm(x: Rows, y: Rows, options: ExplicitOptions): ExplicitRound[] {
  const { exponent: q = 1, rounds, ridge, normalise = false, adaptive = false } = options;
  let metric = identity(x[0].length).toRows();
  const out: ExplicitRound[] = [];
  for (let round = 0; round <= rounds; round++) {
    const m = metric;
    const bandwidth = options.bandwidth * (adaptive ? lowerMedian(x, m) : 1);
    const k = (a: number[], b: number[]): number => Math.exp(-((distance(a, b, m) / bandwidth) ** q));
    const system = fromRows(x.map((a, i) => x.map((b, j) => k(a, b) + (i === j ? ridge : 0))));
    const alpha = luSolve(system, fromRows(y)).toRows();
    const predict = (z: Rows): Rows =>
      z.map((a) => y[0].map((_, l) => x.reduce((sum, b, i) => sum + alpha[i][l] * k(a, b), 0)));
    const gradients = (z: Rows): number[][][] =>
      z.map((a) =>
        y[0].map((_, l) =>
          a.map((_, j) => {
            let sum = 0;
            x.forEach((b, i) => {
              const r = distance(a, b, m);
              if (r < 1e-10) return;
              const slope = (-q / bandwidth ** q) * r ** (q - 2) * k(a, b);
              sum += alpha[i][l] * slope * a.reduce((t, _, p) => t + m[j][p] * (a[p] - b[p]), 0);
            });
            return sum;
          }),
        ),
      );
    out.push({ metric: m, bandwidth, alpha, predict, gradients });
    metric = explicitAgop(gradients(x), options);
    if (normalise) {
      const largest = Math.max(...metric.map((row, i) => row[i]));
      metric = metric.map((row) => row.map((value) => value / largest));
    }
  }
  return out;
}

function lowerMedian(x: Rows, m: Rows): number {
  const all: number[] = [];
  x.forEach((a, i) => x.slice(0, i).forEach((b) => all.push(distance(a, b, m))));
  all.sort((a, b) => a - b);
  return all[Math.floor((all.length - 1) / 2)];
}

/** Largest difference over the largest expected number; NaN if an entry is. */
export function relative(got: Matrix | ArrayLike<number>, want: Rows | number[]): number {
  const a = Array.from('data' in got ? (got as Matrix).data : (got as ArrayLike<number>));
  const b = want.flat();
  if (a.length !== b.length) return NaN;
  let [gap, largest] = [0, 0];
  a.forEach((value, k) => {
    gap = Math.max(gap, Math.abs(value - b[k]));
    largest = Math.max(largest, Math.abs(b[k]));
  });
  return gap / largest;
}
