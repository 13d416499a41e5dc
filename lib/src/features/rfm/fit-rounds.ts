import type { Matrix, Real } from '../../linalg/matrix.js';
import type { Step } from '../../step.js';
import { type RfmOptions, type RfmRound, rfmRounds } from '../rfm.js';
import { roundingOf } from './rounding.js';
import type { SolveReport } from './solver.js';

/** Facts on one round of a fit, without times. */
export type RoundFacts = SolveReport & {
  round: number;
  /** The kernel's, after adaption; undefined where it has none. */
  bandwidth: number | undefined;
  /** See `roundingOf`: far below 1 where the outputs can be trusted. */
  rounding: number;
  /** The tuning metric at the training points. */
  training: number;
  /** The tuning metric at the validation points. */
  validation: number | undefined;
};

/** How outputs `(m, c)` are judged, at the training points and at validation points. */
export interface Judge {
  readonly better: 'lower' | 'higher';
  training(outputs: Matrix): number;
  readonly validation?: { readonly x: Matrix; value(outputs: Matrix): number } | undefined;
}

export interface FitRoundsOptions extends RfmOptions {
  /** Stops after a round whose validation metric is worse than the best by this factor. */
  earlyStop: number;
  /** Seconds; the first round is always completed. */
  timeLimit: number;
  /** Keeps the M of every round. */
  collectMetrics: boolean;
}

export interface FittedRounds {
  /** The best by validation, else the last. */
  readonly best: RfmRound;
  readonly history: readonly RoundFacts[];
  readonly stopped: 'rounds' | 'early' | 'time';
  readonly metrics: readonly (Matrix | Real | undefined)[] | undefined;
}

export interface Progress {
  step?: Step;
  onRound?: (facts: RoundFacts) => void | Promise<void>;
}

/** Runs the rounds, judges each, and keeps the best: a later one only if it is strictly better. */
export async function fitRounds(
  x: Matrix,
  y: Matrix,
  judge: Judge,
  { earlyStop, timeLimit, collectMetrics, ...options }: FitRoundsOptions,
  { step, onRound }: Progress,
): Promise<FittedRounds> {
  const rounds = options.rounds!;
  const history: RoundFacts[] = [];
  const metrics: (Matrix | Real | undefined)[] = [];
  let best: RfmRound | undefined;
  let stopped: FittedRounds['stopped'] = 'rounds';
  const start = performance.now();
  for await (const machine of rfmRounds(x, y, options)) {
    const { round, kernel, solve } = machine;
    const facts: RoundFacts = {
      round,
      bandwidth: kernel.bandwidth,
      rounding: roundingOf(machine.alpha, y, y.precision),
      training: judge.training(outputsAtTraining(machine, x, y)),
      validation: judge.validation?.value(machine.predict(judge.validation.x)),
      ...solve,
    };
    const leader = best && history[best.round].validation;
    history.push(facts);
    if (collectMetrics) metrics.push(machine.metric);
    if (leader === undefined || isBetter(judge, facts.validation!, leader)) best = machine;
    await onRound?.(facts);
    await step?.(round + 1, rounds + 1, 'RFM rounds');
    if (leader !== undefined && isWorse(judge, facts.validation!, leader, earlyStop)) {
      stopped = 'early';
      break;
    }
    // The next round takes as long as the mean of those before.
    const next = ((performance.now() - start) / 1000) * ((round + 2) / (round + 1));
    if (round < rounds && next > timeLimit) {
      stopped = 'time';
      break;
    }
  }
  return { best: best!, history, stopped, metrics: collectMetrics ? metrics : undefined };
}

/** f(X): Y - λα where the solver is exact, which spares a pass over the kernel; up to the residual of the solve. */
function outputsAtTraining({ alpha, solve, predict }: RfmRound, x: Matrix, y: Matrix): Matrix {
  if (solve.solver !== 'cholesky') return predict(x);
  const outputs = y.clone();
  for (let k = 0; k < y.data.length; k++) outputs.data[k] -= solve.ridge * alpha.data[k];
  return outputs;
}

function isBetter({ better }: Judge, value: number, than: number): boolean {
  return better === 'lower' ? value < than : value > than;
}

function isWorse({ better }: Judge, value: number, than: number, factor: number): boolean {
  return better === 'lower' ? value > than * factor : value < than / factor;
}
