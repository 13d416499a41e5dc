import { tableVotes } from '../../elementwise/log-tables.js';
import { deepKernels } from '../../kernels/dual/deep-kernels.js';
import type { DualActivation } from '../../kernels/dual/dual-activation.js';
import { exponentialDual } from '../../kernels/dual/exponential-dual.js';
import { kernelTable, type KernelTable } from '../../kernels/dual/kernel-table.js';
import { reluDual } from '../../kernels/dual/relu-dual.js';
import { singularLimit } from '../../kernels/dual/singular-limit.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import {
  agreement,
  type DeepKind,
  deepTable,
  kernelOutputs,
  majority,
  nearestLabels,
} from './classifiers.js';
import { namedDuals } from './named-duals.js';
import { arcData, logDistances, splitSphereData } from './sphere-data.js';

export interface AgreementSettings {
  runs: {
    activation: string;
    kind: DeepKind;
    limit: '1-NN' | 'majority' | 'singular';
    d: number;
    n: number;
    depths: number[];
    ridge?: number;
    /** Data sets for the kernel, whose table is made once. */
    draws: number;
  }[];
  test: number;
}

export type AgreementRow = {
  activation: string;
  limit: string;
  d: number;
  ridge: number;
  depth: number;
  draw: number;
  /** Labels +1 less labels -1 of the training points. */
  majority: number;
  agreement: number;
};

/** Share of test points on which a deep kernel's regression and the limit of infinite depth agree. */
export async function agreementWithLimit(
  { runs, test }: AgreementSettings,
  seed: number,
  step: Step,
): Promise<AgreementRow[]> {
  const rows: AgreementRow[] = [];
  for (const [k, { activation, kind, limit, d, n, depths, ridge = 0, draws }] of runs.entries()) {
    const dual = namedDuals[activation];
    const tables = depths.map((depth) => deepTable({ dual, kind, depth }));
    const psi = limit === 'singular' ? psiTable(dual) : undefined;
    for (let draw = 0; draw < draws; draw++) {
      const random = new Random(seed).fork(`draw ${draw}, d = ${d}`);
      const { train, test: left } = splitSphereData(d, { train: n, test }, random);
      const far = { within: logDistances(train.x, train.x), across: logDistances(left.x, train.x) };
      const wanted = psi
        ? tableVotes(far.across, train.y, psi)
        : limit === '1-NN'
          ? nearestLabels(far.across, train.y)
          : majority(train.y, test);
      const sum = train.y.reduce((total, label) => total + label, 0);
      for (const [i, depth] of depths.entries()) {
        const { outputs } = kernelOutputs(far, train.y, { table: tables[i], ridge });
        const same = agreement(outputs, wanted);
        rows.push({ activation, limit, d, ridge, depth, draw, majority: sum, agreement: same });
      }
      await step(k + (draw + 1) / draws, runs.length);
    }
  }
  return rows;
}

// Tables of limits share their nodes: what is made of two of them is as exact as they are.
const LIMIT = { points: 1500, least: 1e-16 };

/** log ψ as a function of log δ. */
export const psiTable = (dual: DualActivation): KernelTable =>
  kernelTable((delta) => singularLimit(dual, delta).logPsi, LIMIT);

export interface SingularitySettings {
  activations: string[];
  /** Exponents of 10 of δ, from and to. */
  from: number;
  to: number;
  points: number;
}

export type SingularityRow = {
  activation: string;
  alpha: number;
  delta: number;
  logPsi: number;
  /** R(δ) = ψ δ^α. */
  r: number;
  /** R(δ/b)/R(δ) - 1. */
  periodic: number;
  logC0: number;
};

/** The singular kernel near δ = 0 and what the tangent kernel adds to it. */
export async function singularity(
  { activations, from, to, points }: SingularitySettings,
  _seed: number,
  step: Step,
): Promise<SingularityRow[]> {
  const rows: SingularityRow[] = [];
  for (const [k, activation] of activations.entries()) {
    const dual = namedDuals[activation];
    const [a, b] = [dual.slope(0, 1), dual.slope(1, 0)];
    const alpha = -Math.log(a) / Math.log(b);
    for (let i = 0; i < points; i++) {
      const delta = 10 ** (from + ((to - from) * i) / (points - 1));
      const { logPsi, logC0 } = singularLimit(dual, delta);
      const inner = singularLimit(dual, delta / b).logPsi;
      const r = Math.exp(logPsi + alpha * Math.log(delta));
      const periodic = Math.exp(inner + alpha * Math.log(delta / b)) / r - 1;
      rows.push({ activation, alpha, delta, logPsi, r, periodic, logC0 });
    }
    await step(k + 1, activations.length);
  }
  return rows;
}

export interface RatioSettings {
  depths: number[];
  deltas: number[];
}

export type RatioRow = { activation: string; depth: number; delta: number; ratio: number };

/** K_L(δ)/K_L(1) of two activations with b = 1. */
export async function tangentRatio(
  { depths, deltas }: RatioSettings,
  _seed: number,
  step: Step,
): Promise<RatioRow[]> {
  const rows: RatioRow[] = [];
  const duals = { ReLU: reluDual, 'exp(x - 1)': exponentialDual(1) };
  for (const [activation, dual] of Object.entries(duals)) {
    for (const depth of depths) {
      for (const delta of deltas) {
        const ratio = Math.exp(deepKernels(dual, delta, depth).ntk - Math.log(depth + 1));
        rows.push({ activation, depth, delta, ratio });
      }
      await step(rows.length, 2 * depths.length * deltas.length);
    }
  }
  return rows;
}

export interface TangentLimitSettings {
  d: number;
  n: number;
  test: number;
  /** Depths from which C₀ + Lψ is taken. */
  depths: number[];
  draws: number;
}

export type TangentLimitRow = { d: number; depth: number; draw: number; agreement: number };

/** Agreement of the deep tangent kernel, a^L (C₀ + Lψ), with the singular kernel it tends to. */
export async function tangentLimit(
  { d, n, test, depths, draws }: TangentLimitSettings,
  seed: number,
  step: Step,
): Promise<TangentLimitRow[]> {
  const dual = namedDuals[`opt ${d}`];
  const psi = psiTable(dual);
  const c0 = kernelTable((delta) => singularLimit(dual, delta).logC0, LIMIT);
  const deep = depths.map((depth) =>
    kernelTable((delta) => {
      const [p, c] = [Math.log(depth) + psi(Math.log(delta)), c0(Math.log(delta))];
      return Math.max(p, c) + Math.log1p(Math.exp(-Math.abs(p - c)));
    }, LIMIT),
  );
  const rows: TangentLimitRow[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const { train, test: left } = splitSphereData(d, { train: n, test }, new Random(seed).fork(draw));
    const far = logDistances(left.x, train.x);
    const wanted = tableVotes(far, train.y, psi);
    for (const [i, depth] of depths.entries()) {
      rows.push({ d, depth, draw, agreement: agreement(tableVotes(far, train.y, deep[i]), wanted) });
    }
    await step(draw + 1, draws);
  }
  return rows;
}

export interface RegressionSettings {
  n: number;
  test: number;
  depths: number[];
  draws: number;
}

export type RegressionRow = {
  depth: number;
  draw: number;
  agreement: number;
  /** log₁₀ of the median |f|. */
  logSize: number;
  /** Root mean square distance of f from the conditional mean of y, over that of the zero predictor. */
  error: number;
};

/** Depth on an arc with noisy labels: the sign becomes Bayes', the value nothing. */
export async function regressionDies(
  { n, test, depths, draws }: RegressionSettings,
  seed: number,
  step: Step,
): Promise<RegressionRow[]> {
  const rows: RegressionRow[] = [];
  const dual = namedDuals['opt 1'];
  const tables = depths.map((depth) => deepTable({ dual, kind: 'nngp', depth }));
  for (let draw = 0; draw < draws; draw++) {
    const random = new Random(seed).fork(draw);
    const [train, left] = [arcData(n, random.fork('train')), arcData(test, random.fork('test'))];
    const means = Float64Array.from(left.y, (_, i) => {
      const t = Math.atan2(left.x.get(i, 1), left.x.get(i, 0));
      return 0.7 * Math.sin(4 * t);
    });
    const rms = (of: (i: number) => number): number =>
      Math.sqrt(left.y.reduce((sum, _, i) => sum + of(i) ** 2, 0) / test);
    const zero = rms((i) => means[i]);
    const far = { within: logDistances(train.x, train.x), across: logDistances(left.x, train.x) };
    for (const [i, depth] of depths.entries()) {
      const { outputs, logScale } = kernelOutputs(far, train.y, { table: tables[i] });
      const sizes = Array.from(outputs, Math.abs).sort((p, q) => p - q);
      const scale = Math.exp(logScale);
      rows.push({
        depth,
        draw,
        agreement: agreement(outputs, left.bayes),
        logSize: (Math.log(sizes[Math.floor(test / 2)]) + logScale) / Math.LN10,
        error: rms((at) => scale * outputs[at] - means[at]) / zero,
      });
    }
    await step(draw + 1, draws);
  }
  return rows;
}

export interface StableSettings {
  activations: string[];
  depths: number[];
  deltas: number[];
}

export type StableRow = { activation: string; depth: number; gap: number };

/** log Σ_L of the stable recursion beside plain iteration of D, where that does not underflow. */
export async function stableAgainstNaive(
  { activations, depths, deltas }: StableSettings,
  _seed: number,
  step: Step,
): Promise<StableRow[]> {
  const rows: StableRow[] = [];
  for (const [k, activation] of activations.entries()) {
    const dual = namedDuals[activation];
    for (const depth of depths) {
      let gap = 0;
      for (const delta of deltas) {
        let xi = 1 - delta;
        for (let layer = 0; layer < depth; layer++) xi = dual.meanSquared + dual.excess(xi);
        if (xi > 1e-290) gap = Math.max(gap, Math.abs(deepKernels(dual, delta, depth).nngp - Math.log(xi)));
      }
      rows.push({ activation, depth, gap });
    }
    await step(k + 1, activations.length);
  }
  return rows;
}
