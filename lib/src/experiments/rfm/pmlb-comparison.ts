import type { Table, TableCollection } from '../../data/table.js';
import { rfmRounds } from '../../features/rfm.js';
import { laplace } from '../../kernels/laplace.js';
import { Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { accuracy, accuracyOf } from './accuracy.js';
import { forestClasses, forestNumbers } from './peers/random-forest.js';

export interface PmlbSettings {
  sets: readonly string[];
  /** Rows drawn from a larger table. */
  maxRows: number;
  /** In medians of the distance under M. */
  bandwidths: readonly number[];
  ridges: readonly number[];
  rounds: number;
  /** Of the random forest, which is not tuned and is left out at 0. */
  trees: number;
}

export type PmlbRow = {
  set: string;
  task: Table['task'];
  n: number;
  d: number;
  method: string;
  /** On the test rows: R² of a regression, accuracy of a classification. */
  score: number;
  bandwidth: number | null;
  ridge: number | null;
  round: number | null;
};

/**
 * RFM, the plain Laplace kernel and a random forest on tables of PMLB: 60 % training, 20 % validation, 20 % test by the
 * seed; inputs and numbers standardised by the training rows; bandwidth, ridge and round by the validation rows. The
 * paper compares with boosted trees too, of which Node has no kept package. Not the paper's tables.
 */
export function pmlbComparison(
  tables: TableCollection,
): (settings: PmlbSettings, seed: number, step: Step) => Promise<PmlbRow[]> {
  return async function pmlbComparisonOfSeed({ sets, maxRows, trees, ...grid }, seed, step) {
    const rows: PmlbRow[] = [];
    for (const [k, set] of sets.entries()) {
      const table = tables.table(set);
      const parts = partsOf(table, maxRows, new Random(seed).fork(set));
      const { train, test } = parts;
      const size = { set, task: table.task, n: parts.count, d: train.x.cols };
      const { rfm, plain } = await tuned(parts, grid);
      rows.push({ ...size, method: 'RFM', ...rfm }, { ...size, method: 'Laplace', ...plain });
      if (trees > 0) {
        const grow = table.task === 'regression' ? forestNumbers : forestClasses;
        const predicted = grow(train.x, train.target, test.x, {
          trees,
          seed,
          features: Math.ceil(size.d / 2),
        });
        const score =
          table.task === 'regression' ? r2(predicted, test.target) : accuracyOf(predicted, test.target);
        rows.push({ ...size, method: 'random forest', score, bandwidth: null, ridge: null, round: null });
      }
      await step(k + 1, sets.length, set);
    }
    return rows;
  };
}

interface Part {
  x: Matrix;
  /** Numbers, standardised, or one-hot classes, `(n, c)`. */
  y: Matrix;
  /** Numbers, standardised, or classes 0, 1, ... */
  target: Float64Array;
}

interface Parts {
  count: number;
  task: Table['task'];
  train: Part;
  validation: Part;
  test: Part;
}

type Tuned = Pick<PmlbRow, 'score' | 'bandwidth' | 'ridge' | 'round'>;

/** Test scores of the best machine on the validation rows, over all rounds and over the rounds 0. */
async function tuned(
  { task, train, validation, test }: Parts,
  { bandwidths, ridges, rounds }: Pick<PmlbSettings, 'bandwidths' | 'ridges' | 'rounds'>,
): Promise<{ rfm: Tuned; plain: Tuned }> {
  const score = (f: Matrix, part: Part): number =>
    task === 'regression' ? r2(f.data, part.target) : accuracy(f, part.target);
  let [rfm, plain]: ({ validation: number; tuned: Tuned } | undefined)[] = [];
  for (const bandwidth of bandwidths) {
    for (const ridge of ridges) {
      const options = { kernel: laplace({ bandwidth }), bandwidthMode: 'adaptive', ridge, rounds } as const;
      for await (const { round, predict } of rfmRounds(train.x, train.y, options)) {
        const reached = score(predict(validation.x), validation);
        const better = (best: typeof rfm): boolean => best === undefined || reached > best.validation;
        if (!better(rfm) && !(round === 0 && better(plain))) continue;
        const choice = {
          validation: reached,
          tuned: { score: score(predict(test.x), test), bandwidth, ridge, round },
        };
        if (better(rfm)) rfm = choice;
        if (round === 0 && better(plain)) plain = choice;
      }
    }
  }
  return { rfm: rfm!.tuned, plain: plain!.tuned };
}

function partsOf(table: Table, maxRows: number, random: Random): Parts {
  const count = Math.min(table.count, maxRows);
  const order = random.permutation(table.count).subarray(0, count);
  const cuts = [0, Math.round(0.6 * count), Math.round(0.8 * count), count];
  const [train, validation, test] = [0, 1, 2].map((k) => order.subarray(cuts[k], cuts[k + 1]));
  const d = table.columns.length;
  const columns = Array.from({ length: d }, (_, j) =>
    standard(Float64Array.from(train, (i) => table.features[i * d + j])),
  );
  const classes = new Map(table.classes.map((name, k) => [name, k]));
  const target =
    table.task === 'regression'
      ? table.target.map(standard(Float64Array.from(train, (i) => table.target[i])))
      : table.target.map((value) => classes.get(String(value)) ?? value);
  const part = (numbers: Int32Array): Part => {
    const x = zeros(numbers.length, d);
    numbers.forEach((row, i) =>
      columns.forEach((scale, j) => x.set(i, j, scale(table.features[row * d + j]))),
    );
    const own = Float64Array.from(numbers, (row) => target[row]);
    const y = zeros(numbers.length, table.task === 'regression' ? 1 : table.classes.length);
    own.forEach((value, i) => (table.task === 'regression' ? y.set(i, 0, value) : y.set(i, value, 1)));
    return { x, y, target: own };
  };
  return { count, task: table.task, train: part(train), validation: part(validation), test: part(test) };
}

/** value -> (value - mean) / deviation of `values`; a constant becomes 0. */
function standard(values: Float64Array): (value: number) => number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const deviation = Math.sqrt(variance) || 1;
  return (value) => (value - mean) / deviation;
}

/** 1 - Σ (y - f)² / Σ (y - mean y)². */
export function r2(predicted: ArrayLike<number>, target: ArrayLike<number>): number {
  let [mean, residual, total] = [0, 0, 0];
  for (let i = 0; i < target.length; i++) mean += target[i] / target.length;
  for (let i = 0; i < target.length; i++) {
    residual += (target[i] - predicted[i]) ** 2;
    total += (target[i] - mean) ** 2;
  }
  return 1 - residual / total;
}
