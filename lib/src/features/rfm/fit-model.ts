import type { Matrix } from '../../linalg/matrix.js';
import { columnBlocks, type FeatureEncoder, featureNames } from './feature-encoder.js';
import { fitRounds, type Judge, type Progress } from './fit-rounds.js';
import type { Fitted } from './fitted.js';
import type { ModelSettings } from './model-options.js';
import { solvers } from './solvers.js';

/** Fits the rounds to encoded points `(n, d)` and targets `(n, c)`. */
export async function fitModel(
  x: Matrix,
  y: Matrix,
  judge: Judge,
  encoder: FeatureEncoder,
  settings: ModelSettings<object>,
  progress: Progress,
): Promise<Fitted> {
  const { kernel, rounds, ridge, center, diagonal, agopPower, normalise, bandwidthMode, agopPoints, seed } =
    settings;
  const { solver, earlyStop, timeLimit, collectMetrics } = settings;
  const { best, ...run } = await fitRounds(
    x,
    y,
    judge,
    {
      ...{ kernel, rounds, ridge, center, diagonal, agopPower, normalise, bandwidthMode, agopPoints, seed },
      ...{ earlyStop, timeLimit, collectMetrics },
      solver: typeof solver === 'function' ? solver : solvers[solver](seed),
      blocks: columnBlocks(encoder),
    },
    progress,
  );
  const { alpha, metric, kernel: adapted, round: bestRound } = best;
  return {
    ...run,
    x,
    alpha,
    metric,
    kernel: adapted,
    bestRound,
    encoder,
    featureNames: featureNames(encoder),
  };
}
