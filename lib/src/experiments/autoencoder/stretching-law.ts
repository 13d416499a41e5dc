import { numpyLegacyNormal } from '../../data/synthetic/numpy-legacy-normal.js';
import { eigh } from '../../linalg/eigh.js';
import { gram } from '../../linalg/gram.js';
import { matmul } from '../../linalg/matmul.js';
import { type Matrix, transpose, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { svd } from '../../linalg/svd.js';
import { gradientFlowMode } from '../../nets/autoencoders/gradient-flow-mode.js';
import { linearAutoencoder } from '../../nets/autoencoders/linear-autoencoder.js';
import { stretch } from '../../nets/autoencoders/stretch.js';
import type { Step } from '../../step.js';

export interface StretchingLawSettings {
  d: number;
  n: number;
  /** Seed of numpy's legacy generator, with which the authors' script draws the data. */
  data: number;
  learningRate: number;
  steps: number;
  /** `covariance`: B₀ = X Xᵀ/n. `any`: independent normals / √d, which commute with nothing. */
  start: 'covariance' | 'any';
  /** μ of the descent; 0 is the theorem's. */
  momentum?: number;
  /** States kept along the run, evenly spaced on a log axis of steps. */
  states: number;
}

export type StretchingLawRow = {
  learningRate: number;
  momentum: number;
  step: number;
  /** Learning rate times step. */
  time: number;
  /** Rank of the data's eigenvalue. */
  mode: number;
  /** s_i. */
  start: number;
  /** i-th singular value of B at this step; null where the run diverged. */
  value: number | null;
  /** i-th singular value by the closed form at this time; null for a start that does not commute with the data. */
  formula: number | null;
  /** b(s_i). */
  predicted: number;
  loss: number | null;
  drift: number | null;
};

/** Singular values of a linear autoencoder's encoder along gradient descent, beside the stretching law. */
export async function stretchingLaw(
  settings: StretchingLawSettings,
  seed: number,
  step: Step,
): Promise<StretchingLawRow[]> {
  const { d, n, learningRate, steps, start, momentum = 0, states } = settings;
  const x = numpyNormals(d, n, settings.data);
  const encoder =
    start === 'covariance'
      ? gram(x, { of: 'columns', alpha: 1 / n })
      : scaledNormals(d, new Random(seed).fork('encoder'));
  const eigenvalues = Array.from(eigh(gram(x, { of: 'columns' })).values).reverse();
  const starts = Array.from(svd(encoder).s);
  const at = Array.from({ length: states }, (_, k) => Math.round(steps ** ((k + 1) / states)));
  // Momentum moves as a step 1/(1 - μ) times as long would.
  const pace = learningRate / (1 - momentum);
  const rows: StretchingLawRow[] = [];
  for (const state of linearAutoencoder(x, { encoder, learningRate, steps, at, momentum })) {
    await step(state.step, steps);
    const time = pace * state.step;
    const values = state.diverged ? starts.map(() => null) : Array.from(svd(state.encoder).s);
    const flow = starts.map((s, i) => gradientFlowMode({ eigenvalue: eigenvalues[i], start: s }, time).b);
    flow.sort((a, b) => b - a);
    values.forEach((value, mode) =>
      rows.push({
        learningRate,
        momentum,
        step: state.step,
        time,
        mode,
        start: starts[mode],
        value,
        formula: start === 'covariance' ? flow[mode] : null,
        predicted: stretch(starts[mode]),
        loss: state.diverged ? null : state.loss,
        drift: state.diverged ? null : state.drift,
      }),
    );
  }
  return rows;
}

/** Data of the authors' script: numpy's legacy normals `(d, n)` with samples in columns, turned to samples in rows. */
export function numpyNormals(d: number, n: number, seed: number): Matrix {
  const draw = numpyLegacyNormal(seed);
  const columns = zeros(d, n);
  for (let i = 0; i < columns.data.length; i++) columns.data[i] = draw();
  return transpose(columns);
}

function scaledNormals(d: number, random: Random): Matrix {
  const b = random.normalMatrix(d, d);
  for (let i = 0; i < b.data.length; i++) b.data[i] /= Math.sqrt(d);
  return b;
}

export interface OrderedStretchSettings {
  targets: number[];
  n: number;
  steps: number;
}

export type OrderedStretchRow = { target: number; start: number; trained: number };

/** Starts s = √(b² - b⁻²) along the data's eigenvectors, chosen so that gradient descent ends at given stretches b. */
export async function orderedStretch(
  { targets, n, steps }: OrderedStretchSettings,
  seed: number,
  step: Step,
): Promise<OrderedStretchRow[]> {
  const d = targets.length;
  const x = new Random(seed).normalMatrix(n, d);
  const { values, vectors } = eigh(gram(x, { of: 'columns' }));
  const starts = targets.map((b) => Math.sqrt(b * b - 1 / (b * b)));
  // B₀ = U diag(s) Uᵀ, the largest stretch along the largest eigenvalue.
  const scaled = zeros(d, d);
  for (let k = 0; k < d; k++)
    for (let i = 0; i < d; i++) scaled.set(k, i, starts[k] * vectors.get(i, d - 1 - k));
  const directions = zeros(d, d);
  for (let k = 0; k < d; k++) for (let i = 0; i < d; i++) directions.set(k, i, vectors.get(i, d - 1 - k));
  const encoder = matmul(directions, scaled, { transA: true });
  const learningRate = 0.2 / (values[d - 1] * Math.max(...targets) ** 2);
  let trained: number[] = [];
  for (const state of linearAutoencoder(x, { encoder, learningRate, steps })) {
    await step(state.step, steps);
    trained = Array.from(svd(state.encoder).s);
  }
  return targets.map((target, k) => ({ target, start: starts[k], trained: trained[k] }));
}
