import { checkFinite, checkInteger, checkPositive, checkVector } from '../check.js';
import { InputError } from '../errors.js';
import { allocate, type Real, zeros } from '../linalg/matrix.js';
import { trackEigenpairs } from '../linalg/track-eigenpairs.js';
import { criticalLearningRate } from './critical-learning-rate.js';
import { type Loss, meanSquaredError } from './loss.js';
import { onOneThread } from './on-one-thread.js';
import { spectralSplit } from './spectral-split.js';
import type { TangentModel } from './tangent-model.js';

export interface TrajectoryOptions {
  /** η, or what it is before each step. */
  learningRate: number | ((state: TrajectoryState) => number);
  /** Steps at most; one state more is yielded. */
  steps: number;
  /** Default the mean squared loss. */
  loss?: Loss;
  /** The samples of each step, in order; the run ends when they do. Default all samples. */
  batches?: Iterable<Int32Array>;
  /** The top eigenpairs of the tangent kernel of all samples to follow. Default 0: none. */
  watch?: number;
  /** Steps between two states: the loss of all samples costs more than a step on a few. Default 1. */
  every?: number;
  /** Whether each step on a batch is compared with the critical learning rate of that batch. */
  watchBatches?: boolean;
  /** A loss of all samples at or below which the run ends. */
  stopAt?: number;
  /** A loss above which the run has diverged. Default 1e8. */
  divergeAt?: number;
}

/** What a run is like after `step` steps; until the next state is asked for, the model is as it tells. */
export interface TrajectoryState {
  step: number;
  /** Over all samples. */
  loss: number;
  /** λ₁ ≥ λ₂ ≥ ... of the tangent kernel `(n, n)`, the `watch` largest. */
  eigenvalues: Real;
  /** PL_{≤s}, s = 1..watch, by the eigenvectors of the kernel as it is; of the squared loss. */
  within: Float64Array;
  /** The loss is above `divergeAt` or not finite, which ends the run. */
  diverged: boolean;
  /** The steps since the last state, with `watchBatches`. */
  batches: BatchStep[];
}

export interface BatchStep {
  rows: Int32Array;
  /** η over the critical learning rate of the batch at the present parameters. */
  ratio: number;
  /** The loss of the batch before and after the step. */
  before: number;
  after: number;
}

const NONE = new Float64Array(0);

// Batches whose rows are stored in one array.
const TOGETHER = 256;

/**
 * Gradient descent, w ← w - η ∇L, of a model against targets y (n): yields the state at the start, after every `every`
 * steps and after the last. Divergence ends a run and is not an error.
 * @throws InputError on targets, rates or batches that do not fit.
 * @example
 * ```ts
 * const net = { weights: [fromRows([[1, 2]])], activation: 'linear' as const };
 * const model = networkModel(net, fromRows([[3, 4]]));
 * const states = [...trajectory(model, Float64Array.of(1), { learningRate: 0.01, steps: 2 })];
 * states.map(({ loss }) => loss); // [100, 25, 6.25]
 * ```
 */
export function* trajectory(
  model: TangentModel,
  y: Real,
  options: TrajectoryOptions,
): Generator<TrajectoryState, void> {
  const { learningRate, steps, loss = meanSquaredError, stopAt = -Infinity, divergeAt = 1e8 } = options;
  const { watch = 0, every = 1, watchBatches = false } = options;
  check(model, y, options);
  const gradient = allocate(model.samples);
  const look = observer(model, y, watch);
  const batches = options.batches?.[Symbol.iterator]();
  const before: BatchStep[] = [];
  const quietly = <T>(work: () => T): T => onOneThread(model.multiplications ?? Infinity, work);
  for (let step = 0; ;) {
    const outputs = quietly(() => model.outputs());
    const current = loss.evaluate(outputs, y, gradient);
    const diverged = !(current <= divergeAt);
    const spectrum = diverged ? { eigenvalues: NONE, within: NONE } : look(outputs);
    const state = { step, loss: current, ...spectrum, diverged, batches: before.splice(0) };
    yield state;
    if (diverged || current <= stopAt || step >= steps) return;
    const rate = typeof learningRate === 'number' ? learningRate : learningRate(state);
    if (!(rate > 0 && Number.isFinite(rate))) {
      throw new InputError(
        'trajectory',
        'learningRate',
        `is ${rate} at step ${step}`,
        'give a positive number',
      );
    }
    const until = Math.min(step + every, steps);
    if (batches === undefined) {
      quietly(() => {
        for (; step < until; step++) {
          // The gradient is that of the state still, unless this is a later step.
          if (step > state.step) loss.evaluate(model.outputs(), y, gradient);
          model.step(gradient, rate);
        }
      });
      continue;
    }
    const taken = take(batches, until - step, model.samples);
    if (model.descend !== undefined && !watchBatches) model.descend(taken, y, { learningRate: rate, loss });
    else {
      const how = { rate, loss, watched: watchBatches };
      const made = quietly(() => taken.map((rows) => stepOn(model, y, rows, how)));
      if (watchBatches) before.push(...made);
    }
    step += taken.length;
    if (step < until) return;
  }
}

/** Looks at the `watch` top eigenpairs and at what they hold of the outputs' misses. */
function observer(
  model: TangentModel,
  y: Real,
  watch: number,
): (outputs: Real) => { eigenvalues: Real; within: Float64Array } {
  if (watch === 0) return () => ({ eigenvalues: NONE, within: NONE });
  const out = zeros(model.samples, model.samples);
  const topOf = trackEigenpairs(watch);
  const look = (outputs: Real): { eigenvalues: Real; within: Float64Array } => {
    const residual = Float64Array.from(outputs, (f, i) => f - y[i]);
    const top = topOf(model.tangentKernel({ seen: true, out }));
    return { eigenvalues: top.values, within: spectralSplit(top, residual) };
  };
  // Layers are about as wide as the samples are many.
  return (outputs) => onOneThread(model.samples ** 3, () => look(outputs));
}

/** The next batches, at most `count`, copied: many to an array, since one for each takes as long as its check. */
function take(batches: Iterator<Int32Array>, count: number, samples: number): Int32Array[] {
  const taken: Int32Array[] = [];
  let storage = new Int32Array(0);
  let free = 0;
  while (taken.length < count) {
    const { value: rows, done } = batches.next();
    if (done === true) break;
    if (free + rows.length > storage.length) {
      storage = new Int32Array(rows.length * Math.min(count - taken.length, TOGETHER));
      free = 0;
    }
    const first = free;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      if (!(row >= 0 && row < samples)) {
        const advice = `samples go from 0 to ${samples - 1}`;
        throw new InputError('trajectory', 'batches', `have the sample ${row}`, advice);
      }
      storage[free++] = row;
    }
    taken.push(storage.subarray(first, free));
  }
  return taken;
}

function stepOn(
  model: TangentModel,
  y: Real,
  rows: Int32Array,
  { rate, loss, watched }: { rate: number; loss: Loss; watched: boolean },
): BatchStep {
  const targets = Float64Array.from(rows, (row) => y[row]);
  const gradient = new Float64Array(rows.length);
  const ratio = watched ? rate / criticalLearningRate(model.tangentKernel({ rows })) : 0;
  const before = loss.evaluate(model.outputs(rows), targets, gradient);
  model.step(gradient, rate);
  const after = watched ? loss.evaluate(model.outputs(rows), targets, gradient) : 0;
  return { rows, ratio, before, after };
}

function check(model: TangentModel, y: Real, options: TrajectoryOptions): void {
  const fn = 'trajectory';
  checkVector(fn, 'y', y, model.samples, 'float64');
  checkFinite(fn, 'y', y);
  checkInteger(fn, 'steps', options.steps, 0);
  if (options.watch !== undefined) checkInteger(fn, 'watch', options.watch);
  if (options.every !== undefined) checkInteger(fn, 'every', options.every, 1);
  if (options.divergeAt !== undefined) checkPositive(fn, 'divergeAt', options.divergeAt);
  if (typeof options.learningRate === 'number') checkPositive(fn, 'learningRate', options.learningRate);
}
