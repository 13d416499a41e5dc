import type { UciCollection, UciSet } from '../../data/uci.js';
import { Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { splitTable, type SplitTable } from './split-table.js';

/**
 * Eight small tables: iris, wine, breast cancer (diagnostic) with the splits of the benchmark, 800 digits, and four
 * synthetic ones, n = 500, d = 15, where two or three of the inputs matter; those of a seed.
 */
export function eightTables(uci: UciCollection, seed: number): Map<string, SplitTable> {
  const random = new Random(seed);
  const real = ['iris', 'wine', 'breast-cancer-wisc-diag'].map(
    (name) => [name, splitTable(uci.set(name), 'float64')] as const,
  );
  const made = Object.entries(scores).map(
    ([name, score]) => [name, synthetic(score, random.fork(name))] as const,
  );
  return new Map([...real, ['digits', digits(uci.set('optical'), random.fork('digits'))], ...made]);
}

const scores: Record<string, (x: ArrayLike<number>, noise: number) => number> = {
  'x0 x1': (x) => x[0] * x[1],
  'x0² + x1²': (x) => x[0] ** 2 + x[1] ** 2 - 1.4,
  'x0 + x1 + x2 + noise': (x, noise) => x[0] + x[1] + x[2] + 0.5 * noise,
  'sin 2 x0 + x1 x2': (x) => Math.sin(2 * x[0]) + x[1] * x[2],
};

/** Two classes by the median of a score of normal inputs, 5 % of the labels flipped. */
function synthetic(score: (x: ArrayLike<number>, noise: number) => number, random: Random): SplitTable {
  const n = 500;
  const x = random.normalMatrix(n, 15);
  const values = Array.from({ length: n }, (_, i) => score(x.row(i), random.normal()));
  const sorted = [...values].sort((a, b) => a - b);
  const median = (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  const labels = values.map((value) => Number(value > median) ^ Number(random.uniform() < 0.05));
  return { x, labels, classes: 2, ...splits(n, random) };
}

/**
 * The first 800 of the 1797 digits, 8 x 8 pixels, of the separate test file of UCI's optical digits (those that
 * scikit-learn has), standardised as the archive has them, without the two pixels that are always empty.
 */
function digits({ test, features, classes }: UciSet, random: Random): SplitTable {
  const n = 800;
  const x = new Matrix(n, features, test!.inputs.slice(0, n * features));
  return { x, labels: test!.labels.subarray(0, n), classes, ...splits(n, random) };
}

/** Halves for tuning, quarters as folds. */
function splits(n: number, random: Random): Pick<SplitTable, 'tuning' | 'folds'> {
  const order = random.permutation(n);
  const quarters = [0, 1, 2, 3].map((k) => order.subarray((k * n) / 4, ((k + 1) * n) / 4));
  const rest = (k: number): number[] => quarters.flatMap((rows, j) => (j === k ? [] : Array.from(rows)));
  return {
    tuning: { train: order.subarray(0, n / 2), validation: order.subarray(n / 2) },
    folds: quarters.map((test, k) => ({ train: rest(k), test })),
  };
}
