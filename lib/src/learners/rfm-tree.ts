import {
  checkFinite,
  checkInteger,
  checkMatrix,
  checkNonNegative,
  checkSamePrecision,
  checkVector,
} from '../check.js';
import { InputError } from '../errors.js';
import { checkName, checkTargets } from '../features/rfm/checks.js';
import { RFMRegressor, type RegressorOptions } from '../features/rfm/rfm-regressor.js';
import { rowsAt } from '../features/rfm/rows.js';
import { withDefaults } from '../features/rfm/with-defaults.js';
import { type Matrix, type Real, zeros } from '../linalg/matrix.js';
import { Random } from '../linalg/random.js';
import type { Step } from '../step.js';
import { hardRouting, pruneWeights, softRouting } from './soft-routing.js';
import { splitDirections, type SplitMethod } from './split-direction.js';
import { splitTree, type SplitTree } from './split-tree.js';

export interface RFMTreeOptions {
  /** Options of each leaf's RFM; its kernel and ridge also find the splits. */
  leaf?: RegressorOptions;
  /** Default 10 000; the Python package has 60 000, whose kernel matrix takes 29 GB in float64. */
  maxLeafSize?: number;
  /** Trees whose predictions are averaged. Default 1. */
  trees?: number;
  /**
   * `agop` (default): the top eigenvector of the AGOP of a kernel machine fitted to the node; or one vector `(d)` for
   * all nodes.
   */
  split?: SplitMethod | Real;
  /** Rows of that fit at most. Default 5000; the Python package has 50 000. */
  splitPoints?: number;
  /**
   * T of the routing, 0 for hard. Default `tuned` on the validation points over 0 and 20 values from 0.025 to 4.5;
   * without these 0.
   */
  temperature?: number | 'tuned';
  seed?: number;
}

export interface RFMTreeFit {
  validation?: { x: Matrix; y: Matrix };
  step?: Step;
}

/** One tree with the machines of its leaves. */
export interface FittedTree {
  readonly tree: SplitTree;
  readonly models: readonly RFMRegressor[];
  readonly temperature: number;
}

/**
 * Trees with a recursive feature machine in each leaf, for tables whose kernel matrix would not fit in memory:
 * O(n log n) for the splits and O(n · maxLeafSize²) for the leaves. Beaglehole, Holzmüller, Radhakrishnan, Belkin
 * (2025), xRFM.
 *
 * Targets are numbers, `(n, c)`; classes are learned from their codes, as `encodeClasses` makes them.
 * @throws InputError on an option that is unknown or out of range.
 * @example
 * ```ts
 * const x = new Random(0).normalMatrix(300, 2);
 * const y = fromRows(x.toRows().map(([first]) => [Math.abs(first)]));
 * const forest = await new RFMTree({
 *   maxLeafSize: 100,
 *   leaf: { kernel: laplace({ bandwidth: 2 }), rounds: 1 },
 *   temperature: 0,
 * }).fit(x, y);
 * forest.fitted[0].models.length; // 4
 * ```
 */
export class RFMTree {
  readonly options: typeof defaults;
  #fitted: readonly FittedTree[] = [];

  /** @throws InputError on an option that is unknown or out of range. */
  constructor(options: RFMTreeOptions = {}) {
    this.options = checked(options);
  }

  /** What `fit` has learned. @throws InputError before. */
  get fitted(): readonly FittedTree[] {
    if (this.#fitted.length > 0) return this.#fitted;
    throw new InputError(NAME, 'fitted', 'is read before fit', 'call and await fit first');
  }

  /**
   * Learns from x `(n, d)` and y `(n, c)`; resolves to the model itself. @throws InputError on a bad shape or entry.
   */
  async fit(x: Matrix, y: Matrix, { validation, step }: RFMTreeFit = {}): Promise<this> {
    const fn = `${NAME}.fit`;
    checkMatrix(fn, 'x', x);
    checkMatrix(fn, 'y', y, { rows: x.rows });
    checkSamePrecision(fn, { x, y });
    checkFinite(fn, 'x', x.data);
    checkFinite(fn, 'y', y.data);
    const { trees, split, seed } = this.options;
    if (typeof split !== 'string') checkVector(fn, 'split', split, x.cols, x.precision);
    if (validation) {
      checkMatrix(fn, 'validation.x', validation.x, { cols: x.cols });
      checkTargets(fn, 'validation.y', validation.y, validation.x.rows, y.cols);
      checkSamePrecision(fn, { x, 'validation.x': validation.x, 'validation.y': validation.y });
      checkFinite(fn, 'validation.x', validation.x.data);
      checkFinite(fn, 'validation.y', validation.y.data);
    }
    const fitted: FittedTree[] = [];
    for (let t = 0; t < trees; t++) {
      const random = new Random(seed).fork(t);
      const report: Step = (done, total) => step?.(t * total + done, trees * total, 'leaves');
      fitted.push(await fitTree({ x, y }, validation, this.options, random, report));
    }
    this.#fitted = fitted;
    return this;
  }

  /** The mean of the trees' predictions at z `(m, d)`, `(m, c)`. */
  predict(z: Matrix): Matrix {
    const trees = this.fitted;
    const parts = trees.map((one) => predictTree(one, z, one.temperature));
    const mean = zeros(z.rows, parts[0].cols, z.precision);
    for (const part of parts) {
      for (let k = 0; k < mean.data.length; k++) mean.data[k] += part.data[k] / parts.length;
    }
    return mean;
  }
}

interface Points {
  x: Matrix;
  y: Matrix;
}

async function fitTree(
  { x, y }: Points,
  validation: Points | undefined,
  options: typeof defaults,
  random: Random,
  step: Step,
): Promise<FittedTree> {
  const { leaf, maxLeafSize, split, splitPoints, temperature } = options;
  const { kernel, ridge } = new RFMRegressor(leaf).options;
  let node = 0;
  const tree = await splitTree(x, maxLeafSize, (rows) => {
    if (typeof split !== 'string') return split;
    const own = random.fork(`node ${node++}`);
    return splitDirections[split](rowsAt(x, rows), rowsAt(y, rows), own, {
      kernel,
      ridge,
      points: splitPoints,
    });
  });
  const homes = validation && hardRouting(tree, validation.x);
  const models: RFMRegressor[] = [];
  for (const [at, rows] of tree.leaves.entries()) {
    const model = new RFMRegressor(leaf);
    if (validation === undefined) await model.fit(rowsAt(x, rows), rowsAt(y, rows));
    else {
      const own = Int32Array.from(homes!.keys()).filter((i) => homes![i] === at);
      const held = refill(rows, own.length, random.fork(`leaf ${at}`));
      const kept = rows.filter((row) => !held.has(row));
      const moved = Int32Array.from(held);
      const judged = {
        x: stacked(rowsAt(validation.x, own), rowsAt(x, moved)),
        y: stacked(rowsAt(validation.y, own), rowsAt(y, moved)),
      };
      await model.fit(rowsAt(x, kept), rowsAt(y, kept), {
        validation: judged.x.rows > 0 ? judged : undefined,
      });
    }
    models.push(model);
    await step(at + 1, tree.leaves.length);
  }
  if (temperature !== 'tuned') return { tree, models, temperature };
  return { tree, models, temperature: validation ? tuned(tree, models, validation) : 0 };
}

const REFILL_TO = 1500;
const REFILL_SHARE = 0.2;

/** Training rows that a leaf with few validation points gives up for them. */
function refill(rows: Int32Array, validationRows: number, random: Random): Set<number> {
  const missing = Math.max(0, REFILL_TO - validationRows);
  const count = Math.min(missing, Math.floor(REFILL_SHARE * rows.length));
  return new Set(Array.from(random.choice(rows.length, count).sort(), (at) => rows[at]));
}

// 0 and 20 values from 0.025 to 4.5 in equal ratios.
const TEMPERATURES = [0, ...Array.from({ length: 20 }, (_, i) => 0.025 * (4.5 / 0.025) ** (i / 19))];

/** The temperature of the least squared error at the validation points; of equal ones the lower. */
function tuned(tree: SplitTree, models: readonly RFMRegressor[], { x, y }: Points): number {
  if (models.length === 1) return 0;
  const outputs = models.map((model) => model.predict(x));
  let [best, least] = [0, Infinity];
  for (const temperature of TEMPERATURES) {
    const weights = pruneWeights(softRouting(tree, x, temperature));
    let loss = 0;
    for (let k = 0; k < y.data.length; k++) {
      const row = weights.row(Math.floor(k / y.cols));
      let value = -y.data[k];
      for (let leaf = 0; leaf < row.length; leaf++) {
        if (row[leaf] > 0) value += row[leaf] * outputs[leaf].data[k];
      }
      loss += value ** 2;
    }
    if (loss < least) [best, least] = [temperature, loss];
  }
  return best;
}

/** Σ over leaves of weight · prediction, each leaf asked only about the points that reach it. */
function predictTree({ tree, models }: FittedTree, z: Matrix, temperature: number): Matrix {
  const weights = pruneWeights(softRouting(tree, z, temperature));
  const c = models[0].fitted.alpha.cols;
  const sum = zeros(z.rows, c, z.precision);
  for (const [leaf, model] of models.entries()) {
    const rows = Int32Array.from(Array(z.rows).keys()).filter((i) => weights.get(i, leaf) > 0);
    if (rows.length === 0) continue;
    const part = model.predict(rowsAt(z, rows));
    rows.forEach((row, i) => {
      for (let l = 0; l < c; l++) sum.data[row * c + l] += weights.get(row, leaf) * part.data[i * c + l];
    });
  }
  return sum;
}

function stacked(a: Matrix, b: Matrix): Matrix {
  const out = zeros(a.rows + b.rows, a.cols, a.precision);
  out.data.set(a.data);
  out.data.set(b.data, a.data.length);
  return out;
}

const NAME = 'RFMTree';

const defaults = {
  leaf: {} as RegressorOptions,
  maxLeafSize: 10_000,
  trees: 1,
  split: 'agop' as SplitMethod | Real,
  splitPoints: 5000,
  temperature: 'tuned' as number | 'tuned',
  seed: 0,
};

function checked(options: RFMTreeOptions): typeof defaults {
  const settings = withDefaults(NAME, defaults, options);
  const { leaf, maxLeafSize, trees, split, splitPoints, temperature, seed } = settings;
  // Reports a wrong option of the leaves now, not after the splits.
  new RFMRegressor(leaf);
  checkInteger(NAME, 'maxLeafSize', maxLeafSize, 1);
  checkInteger(NAME, 'trees', trees, 1);
  checkInteger(NAME, 'splitPoints', splitPoints, 1);
  checkInteger(NAME, 'seed', seed);
  if (typeof split === 'string') checkName(NAME, 'split', split, splitDirections);
  if (temperature !== 'tuned') checkNonNegative(NAME, 'temperature', temperature);
  return settings;
}
