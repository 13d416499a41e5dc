import { reluNtk } from '../../kernels/relu-ntk.js';
import { kernelRegression } from '../../learners/transfer/predictor.js';
import { rowMetrics } from '../../learners/transfer/row-metrics.js';
import { translate } from '../../learners/transfer/transfer.js';
import { matmul } from '../../linalg/matmul.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { qr } from '../../linalg/qr.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { correlation, mean } from '../summary.js';
import { unitRows } from './image-world.js';
import { rowsOf } from './target-curves.js';

// κ(s) = k1(s) + s k0(s) on rows of unit length: one hidden layer.
const kernel = reluNtk({ depth: 1 });

const scaledNormals = (random: Random, rows: number, cols: number, scale: number): Matrix => {
  const m = random.normalMatrix(rows, cols);
  for (let i = 0; i < m.data.length; i++) m.data[i] *= scale;
  return m;
};

/** tanh(x W₁) W₂. */
function network(x: Matrix, [w1, w2]: readonly [Matrix, Matrix]): Matrix {
  const hidden = matmul(x, w1);
  for (let i = 0; i < hidden.data.length; i++) hidden.data[i] = Math.tanh(hidden.data[i]);
  return matmul(hidden, w2);
}

/** Rows [a_i, b_j] of the pairs (i, j). */
function pairRows(a: Matrix, b: Matrix, pairs: readonly (readonly [number, number])[]): Matrix {
  const x = zeros(pairs.length, a.cols + b.cols);
  pairs.forEach(([i, j], k) => {
    x.row(k).set(a.row(i));
    x.row(k).set(b.row(j), a.cols);
  });
  return x;
}

const grid = (rows: readonly number[], cols: readonly number[]): [number, number][] =>
  rows.flatMap((i) => cols.map((j): [number, number] => [i, j]));

const upTo = (n: number, from = 0): number[] => Array.from({ length: n }, (_, k) => from + k);

export interface ExpressionSettings {
  sourceCells: number;
  targetCells: number;
  drugs: number;
  testDrugs: number;
  genes: number;
  /** Measured drugs of each target cell. */
  measured: number[];
  ridge: number;
}

export type ExpressionRow = { method: string; measured: number; r2: number; cosine: number; pearson: number };

/**
 * Made-up gene expression of (cell, drug) pairs, tanh([c, v] W₁) W₂ + ½ c W_c with noise 0.3; target cells are shifted
 * and have an offset of their own: translation beside the kernel on the target and the mean of each cell.
 */
export async function expressionTranslation(
  settings: ExpressionSettings,
  seed: number,
  step: Step,
): Promise<ExpressionRow[]> {
  const { sourceCells, targetCells, drugs, testDrugs, genes, measured, ridge } = settings;
  const random = new Random(seed);
  const v = random.normalMatrix(drugs, 10);
  const cells = random.normalMatrix(sourceCells + targetCells, 10);
  const shift = scaledNormals(random, 1, 10, 0.5);
  for (let i = sourceCells; i < cells.rows; i++) {
    for (let k = 0; k < 10; k++) cells.data[i * 10 + k] += shift.data[k];
  }
  const inner: [Matrix, Matrix] = [
    scaledNormals(random, 20, 80, 1 / Math.sqrt(10)),
    scaledNormals(random, 80, genes, 1 / Math.sqrt(80)),
  ];
  const ofCell = scaledNormals(random, 10, genes, 0.5 / Math.sqrt(10));
  const offset = scaledNormals(random, 1, genes, 0.3);
  const measure = (
    pairs: readonly (readonly [number, number])[],
  ): { x: Matrix; clean: Matrix; y: Matrix } => {
    const x = pairRows(cells, v, pairs);
    const clean = network(x, inner);
    matmul(pairRows(cells, zeros(drugs, 0), pairs), ofCell, { beta: 1, out: clean });
    pairs.forEach(([cell], i) => {
      if (cell >= sourceCells) clean.row(i).forEach((_, g) => (clean.data[i * genes + g] += offset.data[g]));
    });
    const y = clean.clone();
    for (let i = 0; i < y.data.length; i++) y.data[i] += 0.3 * random.normal();
    return { x: unitRows(x), clean, y };
  };
  const sourcePairs = measure(grid(upTo(sourceCells), upTo(drugs)));
  const source = kernelRegression(sourcePairs.x, sourcePairs.y, { kernel, ridge });
  await step(0, measured.length, 'source');
  const targets = upTo(targetCells, sourceCells);
  const test = measure(grid(targets, upTo(testDrugs, drugs - testDrugs)));
  const rows: ExpressionRow[] = [];
  for (const [k, count] of measured.entries()) {
    const seen = measure(grid(targets, upTo(count)));
    const cellMean = zeros(test.x.rows, genes);
    for (let i = 0; i < test.x.rows; i++) {
      const cell = Math.floor(i / testDrugs);
      for (let j = 0; j < count; j++) {
        for (let g = 0; g < genes; g++)
          cellMean.data[i * genes + g] += seen.y.get(cell * count + j, g) / count;
      }
    }
    const outputs: Record<string, Matrix> = {
      'mean of the cell': cellMean,
      source: source.predict(test.x),
      baseline: kernelRegression(seen.x, seen.y, { kernel, ridge }).predict(test.x),
      translated: translate(source, seen.x, seen.y, { kernel, ridge }).predict(test.x),
    };
    for (const [method, predicted] of Object.entries(outputs)) {
      const { r2, cosine, pearson } = rowMetrics(predicted, test.y);
      rows.push({
        method,
        measured: count,
        r2: mean(Array.from(r2)),
        cosine: mean(Array.from(cosine)),
        pearson,
      });
    }
    await step(k + 1, measured.length);
  }
  return rows;
}

export interface ViabilitySettings {
  cells: number;
  drugs: number;
  genes: number;
  sourcePairs: number;
  testPairs: number;
  sizes: number[];
}

export type ViabilityRow = { method: string; n: number; pearson: number };

/**
 * Made-up viability of (cell, drug) pairs, a sigmoid of one direction of their expression: a kernel on the expression
 * that a source predicts (projection) beside a kernel on the pairs' features, which hide four latents among sixty of no
 * meaning.
 */
export async function viabilityProjection(
  { cells, drugs, genes, sourcePairs, testPairs, sizes }: ViabilitySettings,
  seed: number,
  step: Step,
): Promise<ViabilityRow[]> {
  const random = new Random(seed);
  const [c, v] = [random.normalMatrix(cells, 4), random.normalMatrix(drugs, 4)];
  const hidden = (latent: Matrix): Matrix => {
    const all = random.normalMatrix(latent.rows, 64);
    for (let i = 0; i < latent.rows; i++) for (let k = 0; k < 4; k++) all.set(i, k, 1.5 * latent.get(i, k));
    return matmul(all, qr(random.normalMatrix(64, 64)).q);
  };
  const [cellFeatures, drugFeatures] = [hidden(c), hidden(v)];
  const inner: [Matrix, Matrix] = [
    scaledNormals(random, 8, 80, 1.2 / 2),
    scaledNormals(random, 80, genes, 1 / Math.sqrt(80)),
  ];
  const pairs = grid(upTo(cells), upTo(drugs));
  const expression = network(pairRows(c, v, pairs), inner);
  const direction = scaledNormals(random, genes, 1, 1 / Math.sqrt(genes));
  const s = Array.from(matmul(expression, direction).data);
  const middle = mean(s);
  const viability = s.map((value) => 1 / (1 + Math.exp(-4 * (value - middle))) + 0.05 * random.normal());
  const features = unitRows(pairRows(cellFeatures, drugFeatures, pairs));
  const order = random.permutation(pairs.length);
  const [known, test, pool] = [
    order.subarray(0, sourcePairs),
    order.subarray(sourcePairs, sourcePairs + testPairs),
    order.subarray(sourcePairs + testPairs),
  ];
  const measured = rowsOf(expression, known);
  for (let i = 0; i < measured.data.length; i++) measured.data[i] += 0.2 * random.normal();
  const source = kernelRegression(rowsOf(features, known), measured, { kernel, ridge: 0.02 });
  await step(0, sizes.length, 'source');
  const predictedOf = (rows: Int32Array): Matrix => unitRows(source.predict(rowsOf(features, rows)));
  const views = {
    baseline: { test: rowsOf(features, test), of: (rows: Int32Array) => rowsOf(features, rows) },
    projected: { test: predictedOf(test), of: predictedOf },
  };
  const truth = Array.from(test, (i) => viability[i]);
  const rows: ViabilityRow[] = [];
  for (const [k, n] of sizes.entries()) {
    const chosen = pool.subarray(0, n);
    const labels = Array.from(chosen, (i) => viability[i]);
    const level = mean(labels);
    const y = zeros(n, 1);
    labels.forEach((value, i) => y.set(i, 0, value - level));
    for (const [method, view] of Object.entries(views)) {
      const fit = kernelRegression(view.of(chosen), y, { kernel, ridge: 0.05 });
      rows.push({ method, n, pearson: correlation(Array.from(fit.predict(view.test).data), truth) });
    }
    await step(k + 1, sizes.length);
  }
  return rows;
}
