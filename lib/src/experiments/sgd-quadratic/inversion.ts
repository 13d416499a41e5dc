import { columnSgd, kaczmarz } from '../../learners/adaptive-sgd/column-sgd.js';
import { inverseResidual } from '../../learners/adaptive-sgd/inverse-residual.js';
import { newtonSchulz, newtonSchulzStart } from '../../learners/adaptive-sgd/newton-schulz.js';
import { orderOfConvergence } from '../../learners/adaptive-sgd/order-of-convergence.js';
import {
  rightStochasticInversion,
  stochasticInversion,
} from '../../learners/adaptive-sgd/stochastic-inversion.js';
import { matmul } from '../../linalg/matmul.js';
import type { Matrix } from '../../linalg/matrix.js';
import { norm } from '../../linalg/norm.js';
import { Random } from '../../linalg/random.js';
import { svd } from '../../linalg/svd.js';
import { adagrad } from '../../nets/optimisers/adagrad.js';
import { adam } from '../../nets/optimisers/adam.js';
import type { Step } from '../../step.js';
import { conditioned, startWithResidual } from './problem.js';

/** One epoch of a method, X in place or replaced; it may keep memory of its own. */
type Epoch = (x: Matrix, order: Int32Array, random: Random) => Matrix;

export type InversionMethod =
  | 'Newton-Schulz'
  | 'SGD, adaptive step'
  | 'with replacement'
  | 'right step'
  | 'Kaczmarz'
  | 'gradient descent'
  | 'SGD, fixed rate'
  | 'AdaGrad'
  | 'Adam';

const inPlace =
  (move: (x: Matrix, order: Int32Array, random: Random) => void): Epoch =>
  (x, order, random) => {
    move(x, order, random);
    return x;
  };

/** The epochs of a method on A, started afresh. */
function epochOf(method: InversionMethod, a: Matrix, x0: Matrix): Epoch {
  const d = a.rows;
  const byRule = (make: (x: Matrix) => (g: Matrix) => void): Epoch => {
    const rule = make(x0);
    return inPlace((x, order) => columnSgd(a, x, order, (_, gradient) => rule(gradient)));
  };
  switch (method) {
    case 'Newton-Schulz':
      return (x) => newtonSchulz(a, x);
    case 'SGD, adaptive step':
      return inPlace((x, order) => stochasticInversion(a, x, order));
    case 'with replacement':
      return inPlace((x, _, random) =>
        stochasticInversion(
          a,
          x,
          Int32Array.from({ length: d }, () => random.integer(d)),
        ),
      );
    case 'right step':
      return inPlace((x, order) => rightStochasticInversion(a, x, order));
    case 'Kaczmarz':
      return inPlace((x, order) => columnSgd(a, x, order, kaczmarz));
    case 'gradient descent': {
      const rate = 1 / svd(a).s[0] ** 2;
      return inPlace((x) => {
        const e = inverseResidual(a, x);
        matmul(e, a, { transB: true, alpha: rate, beta: 1, out: x });
      });
    }
    case 'SGD, fixed rate':
      return inPlace((x, order) =>
        columnSgd(a, x, order, ({ data }, gradient) => {
          for (let i = 0; i < data.length; i++) data[i] -= 0.05 * gradient.data[i];
        }),
      );
    case 'AdaGrad':
      return byRule((x) => {
        const move = adagrad([x.data], { learningRate: 0.1, epsilon: 1e-8 });
        return (gradient) => move([gradient.data]);
      });
    case 'Adam':
      return byRule((x) => {
        const move = adam([x.data], { learningRate: 1e-3 });
        return (gradient) => move([gradient.data]);
      });
  }
}

/** ‖I - X A‖ after each epoch, from the start on; ends below 1e-15 or above 1e6. */
function errorsOf(
  method: InversionMethod,
  a: Matrix,
  start: Matrix,
  { epochs, random }: { epochs: number; random: Random },
): number[] {
  let x = start.clone();
  const epoch = epochOf(method, a, x);
  const errors = [norm(inverseResidual(a, x))];
  for (let k = 0; k < epochs; k++) {
    x = epoch(x, random.permutation(a.rows), random);
    errors.push(norm(inverseResidual(a, x)));
    if (!(errors[k + 1] < 1e6)) break;
  }
  return errors;
}

export interface InversionSettings {
  d: number;
  kappa: number;
  /** A is multiplied by √d, so that its entries are of size one. */
  scaled: boolean;
  /** ‖E₀‖, or the safe start Aᵀ/(‖A‖₁‖A‖_∞) if null. */
  residual: number | null;
  methods: InversionMethod[];
  epochs: number;
}

export type InversionRow = { method: string; d: number; kappa: number; epoch: number; error: number };

/** The error of each method by epochs, on one random matrix. */
export async function inversionByEpoch(
  { d, kappa, scaled, residual, methods, epochs }: InversionSettings,
  seed: number,
  step: Step,
): Promise<InversionRow[]> {
  const random = new Random(seed).fork(`${d} ${kappa}`);
  const a = conditioned(d, kappa, random.fork('a'), scaled ? Math.sqrt(d) : 1);
  const start =
    residual === null ? newtonSchulzStart(a) : startWithResidual(a, residual, random.fork('start'));
  const rows: InversionRow[] = [];
  for (const [k, method] of methods.entries()) {
    const errors = errorsOf(method, a, start, { epochs, random: random.fork(method) });
    errors.forEach((error, epoch) => rows.push({ method, d, kappa, epoch, error }));
    await step(k + 1, methods.length);
  }
  return rows;
}

export interface LocalOrderSettings {
  dimensions: number[];
  trials: number;
  residual: number;
  epochs: number;
}

export type LocalOrderRow = {
  d: number;
  trial: number;
  epoch: number;
  error: number;
  next: number;
  /** ‖E_{k+1}‖ / ‖E_k‖². */
  ratio: number;
  slope: number;
};

/** Errors of successive epochs of adaptive SGD from many random starts: the order of convergence. */
export async function localOrder(
  { dimensions, trials, residual, epochs }: LocalOrderSettings,
  seed: number,
  step: Step,
): Promise<LocalOrderRow[]> {
  const rows: LocalOrderRow[] = [];
  for (const [k, d] of dimensions.entries()) {
    for (let trial = 0; trial < trials; trial++) {
      const random = new Random(seed).fork(`${d} ${trial}`);
      const a = conditioned(d, 10, random.fork('a'));
      const start = startWithResidual(a, residual, random.fork('start'));
      const errors = errorsOf('SGD, adaptive step', a, start, { epochs, random });
      const used = errors.filter((error) => error > 1e-12);
      const slope = used.length >= 3 ? orderOfConvergence(used).slope : NaN;
      for (let epoch = 0; epoch + 1 < errors.length && errors[epoch] > 1e-6; epoch++) {
        const [error, next] = [errors[epoch], errors[epoch + 1]];
        rows.push({ d, trial, epoch, error, next, ratio: next / error ** 2, slope });
      }
    }
    await step(k + 1, dimensions.length);
  }
  return rows;
}

export interface LeadingTermSettings {
  d: number;
  residuals: number[];
}

export type LeadingTermRow = { residual: number; order: string; remainder: number };

/** ‖E_epoch - E diag(E)‖ / ‖E‖³ for several orders of visits. */
export async function leadingTerm(
  { d, residuals }: LeadingTermSettings,
  seed: number,
  step: Step,
): Promise<LeadingTermRow[]> {
  const random = new Random(seed);
  const a = conditioned(d, 10, random.fork('a'));
  const up = Int32Array.from({ length: d }, (_, i) => i);
  const orders = { ascending: up, descending: up.slice().reverse(), random: random.permutation(d) };
  const rows: LeadingTermRow[] = [];
  for (const residual of residuals) {
    const start = startWithResidual(a, residual, random.fork('start'));
    const before = inverseResidual(a, start);
    for (const [order, visits] of Object.entries(orders)) {
      const x = start.clone();
      stochasticInversion(a, x, visits);
      const gap = inverseResidual(a, x);
      for (let i = 0; i < d; i++) {
        for (let j = 0; j < d; j++) gap.data[i * d + j] -= before.get(i, j) * before.get(j, j);
      }
      rows.push({ residual, order, remainder: norm(gap) / norm(before) ** 3 });
    }
    await step(rows.length, 3 * residuals.length);
  }
  return rows;
}

export interface ConditionSettings {
  d: number;
  kappas: number[];
  residual: number;
  target: number;
  /** Epochs after which a method gives up. */
  most: number;
}

export type ConditionRow = { method: string; kappa: number; epochs: number | null };

/** Epochs to a given error against the condition number. */
export async function conditionNumber(
  { d, kappas, residual, target, most }: ConditionSettings,
  seed: number,
  step: Step,
): Promise<ConditionRow[]> {
  const rows: ConditionRow[] = [];
  for (const [k, kappa] of kappas.entries()) {
    const random = new Random(seed).fork(kappa);
    const a = conditioned(d, kappa, random.fork('a'));
    const start = startWithResidual(a, residual, random.fork('start'));
    for (const method of ['SGD, adaptive step', 'Newton-Schulz', 'Kaczmarz'] as const) {
      const epochs = method === 'Kaczmarz' ? most : 30;
      const errors = errorsOf(method, a, start, { epochs, random: random.fork(method) });
      const found = errors.findIndex((error) => error <= target);
      rows.push({ method, kappa, epochs: found < 0 ? null : found });
      await step(k, kappas.length);
    }
  }
  return rows;
}

export interface BasinSettings {
  d: number;
  radii: number[];
  trials: number;
  epochs: number;
}

export type BasinRow = { method: string; radius: number; success: number };

/** Share of starts of a given ‖E₀‖₂ from which a method reaches 1e-9. */
export async function basin(
  { d, radii, trials, epochs }: BasinSettings,
  seed: number,
  step: Step,
): Promise<BasinRow[]> {
  const rows: BasinRow[] = [];
  const spectral = (e: Matrix): number => svd(e).s[0];
  for (const [k, radius] of radii.entries()) {
    for (const method of ['SGD, adaptive step', 'Newton-Schulz'] as const) {
      let reached = 0;
      for (let trial = 0; trial < trials; trial++) {
        const random = new Random(seed).fork(`${trial}`);
        const a = conditioned(d, 10, random.fork('a'));
        const start = startWithResidual(a, radius, random.fork('start'), spectral);
        const errors = errorsOf(method, a, start, { epochs, random: random.fork(method) });
        reached += Number(Math.min(...errors.filter(Number.isFinite)) <= 1e-9);
      }
      rows.push({ method, radius, success: reached / trials });
    }
    await step(k + 1, radii.length);
  }
  return rows;
}
