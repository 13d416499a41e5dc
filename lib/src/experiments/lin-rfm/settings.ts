import { type Profiles, same } from '../profiles.js';
import type { AlphaDialSettings } from './alpha-dial.js';
import type { CompletionSettings, DeepLinearSettings } from './completion-curve.js';
import type { DescentSettings, EquivalenceSettings } from './irls-equivalence.js';
import type { LocalOrderSettings } from './local-order.js';
import type { LoopOpenedSettings } from './loop-opened.js';
import type { MovieSettings } from './movie-ratings.js';
import type { AnsatzSettings } from './neural-feature-ansatz.js';
import type { Size, TargetSettings } from './run-time.js';
import type { ScheduleSettings } from './schedule-and-side.js';
import type { DeepDiagonalSettings, SparseSettings } from './sparse-curve.js';

const alphas = [1 / 4, 1 / 3, 1 / 2, 1];
const networks = [
  { depth: 2, start: 1e-2, learningRate: 1e-2 },
  { depth: 2, start: 1e-4, learningRate: 1e-2 },
  { depth: 3, start: 0.1, learningRate: 5e-3 },
  { depth: 3, start: 0.03, learningRate: 5e-3 },
  { depth: 4, start: 0.3, learningRate: 5e-3 },
  { depth: 4, start: 0.1, learningRate: 5e-3 },
];

const completion = {
  quick: { d: 40, rank: 2, counts: [330, 400, 600] },
  paper: { d: 500, rank: 5, counts: [7500, 10_000, 15_000, 25_000, 40_000] },
};

const deepLinear = { depths: [2, 3, 4], scales: [0.1], learningRate: 2e-3, steps: 3000 };

/** Settings of every experiment of notebook 01: `quick` for a laptop, `paper` at the paper's or a larger size. */
export const settings: {
  loopOpened: Profiles<LoopOpenedSettings>;
  completionCurve: Profiles<CompletionSettings>;
  nuclearTracking: Profiles<CompletionSettings>;
  deepLinearCurve: Profiles<DeepLinearSettings>;
  initialScale: Profiles<DeepLinearSettings>;
  sparseCurve: Profiles<SparseSettings>;
  deepDiagonalCurve: Profiles<DeepDiagonalSettings>;
  irlsEquivalence: Profiles<EquivalenceSettings>;
  objectiveDescent: Profiles<DescentSettings>;
  neuralFeatureAnsatz: Profiles<AnsatzSettings>;
  runTime: Profiles<{ sizes: Size[] }>;
  authorsRun: Profiles<TargetSettings>;
  timeToTarget: Profiles<TargetSettings>;
  scheduleAndSide: Profiles<ScheduleSettings>;
  localOrder: Profiles<LocalOrderSettings>;
  millionsMissing: Profiles<{ d: number; rank: number; count: number; iterations: number }>;
  alphaDial: Profiles<AlphaDialSettings>;
  movieRatings: Profiles<MovieSettings>;
} = {
  loopOpened: same({ d: 40, rank: 2, count: 400, alpha: 0.5, shown: [0, 1, 2, 5, 10, 30], corner: 22 }),
  completionCurve: {
    quick: {
      ...completion.quick,
      alphas,
      maxIterations: 500,
      nuclear: { tolerance: 1e-6, maxIterations: 3000 },
    },
    paper: {
      ...completion.paper,
      alphas,
      maxIterations: 500,
      nuclear: { tolerance: 1e-6, maxIterations: 3000 },
    },
  },
  nuclearTracking: same({
    d: 60,
    rank: 2,
    counts: [500, 600, 900],
    alphas: [1 / 4],
    maxIterations: 500,
    nuclear: { tolerance: 1e-6, maxIterations: 3000 },
  }),
  deepLinearCurve: {
    quick: { ...completion.quick, ...deepLinear },
    paper: { ...completion.paper, ...deepLinear, learningRate: 1e-3, steps: 10_000 },
  },
  initialScale: {
    quick: { d: 40, rank: 2, counts: [400, 600], ...deepLinear, depths: [3], scales: [0.1, 0.5] },
    paper: {
      d: 60,
      rank: 2,
      counts: [500, 600],
      ...deepLinear,
      depths: [3],
      scales: [0.1, 0.5],
      steps: 4000,
    },
  },
  sparseCurve: {
    quick: {
      d: 200,
      k: 10,
      samples: [25, 30, 35, 40, 45, 50, 60],
      values: ['gaussian', 'ones'],
      alphas: [1 / 4, 1 / 3, 1 / 2],
      iterations: 90,
    },
    paper: {
      d: 1000,
      k: 50,
      samples: [125, 150, 175, 200, 225, 250, 300],
      values: ['gaussian', 'ones'],
      alphas: [1 / 4, 1 / 3, 1 / 2],
      iterations: 120,
    },
  },
  deepDiagonalCurve: {
    quick: { d: 200, k: 10, samples: [30, 40, 60], values: ['gaussian'], networks, steps: 15_000 },
    paper: {
      d: 1000,
      k: 50,
      samples: [150, 200, 300],
      values: ['gaussian', 'ones'],
      networks,
      steps: 100_000,
    },
  },
  irlsEquivalence: {
    quick: { d: 12, rank: 2, count: 80, alphas, ridge: 0.05, iterations: 20 },
    paper: { d: 100, rank: 2, count: 2000, alphas, ridge: 0.05, iterations: 20 },
  },
  objectiveDescent: {
    quick: { d: 12, rank: 2, count: 80, alphas, ridges: [0.05, 0.001], iterations: 60 },
    paper: { d: 200, rank: 5, count: 6000, alphas, ridges: [0.05, 0.001], iterations: 60 },
  },
  neuralFeatureAnsatz: same({
    d: 30,
    rank: 2,
    count: 400,
    depths: [2, 3, 4],
    weightDecays: [0, 1e-4],
    learningRate: 2e-3,
    scale: 0.1,
    steps: 8000,
  }),
  runTime: {
    quick: {
      sizes: [
        { d: 100, rank: 3, count: 2000, repeats: 15 },
        { d: 200, rank: 5, count: 6000, repeats: 15 },
        { d: 500, rank: 5, count: 10_000, repeats: 7 },
        { d: 1000, rank: 5, count: 30_000, repeats: 5 },
      ],
    },
    paper: {
      sizes: [
        { d: 200, rank: 5, count: 6000, repeats: 15 },
        { d: 500, rank: 5, count: 10_000, repeats: 7 },
        { d: 1000, rank: 5, count: 30_000, repeats: 5 },
        { d: 2000, rank: 5, count: 100_000, repeats: 3 },
      ],
    },
  },
  authorsRun: same({
    sizes: [{ d: 500, rank: 5, count: 10_000 }],
    schemes: ['lin-RFM, one-sided (authors)', 'lin-RFM, α = 1', 'lin-RFM, alternating (ours)'],
    maxIterations: 3000,
  }),
  timeToTarget: same({
    sizes: [
      { d: 100, rank: 3, count: 2000 },
      { d: 200, rank: 5, count: 6000 },
    ],
    schemes: ['lin-RFM, one-sided (authors)', 'lin-RFM, alternating (ours)'],
    maxIterations: 3000,
  }),
  scheduleAndSide: same({ d: 200, rank: 5, count: 5000, iterations: 200 }),
  localOrder: same({
    n: 8,
    d: 14,
    k: 2,
    powers: [
      [1, 1],
      [6, 5],
      [4, 3],
      [8, 5],
      [2, 1],
      [3, 1],
      [4, 1],
    ],
    perturbation: 1e-2,
    iterations: 40,
  }),
  millionsMissing: {
    quick: { d: 2000, rank: 5, count: 100_000, iterations: 12 },
    paper: { d: 10_000, rank: 5, count: 1_000_000, iterations: 20 },
  },
  alphaDial: same({
    d: 30,
    rank: 2,
    count: 300,
    counts: [200, 250, 300, 350, 450, 600],
    alphas: Array.from({ length: 21 }, (_, k) => k / 20),
    iterations: 20,
    maxIterations: 200,
    ridge: 0.01,
  }),
  movieRatings: {
    quick: {
      minRatings: 20,
      alphas: [0.25, 0.5],
      ridges: [0.03, 0.1, 0.3],
      iterations: 4,
      lambdas: [20, 15, 10, 7, 5],
      imputations: 8,
      shrinkage: 5,
    },
    paper: {
      minRatings: 5,
      alphas: [0.125, 0.25, 0.375, 0.5],
      ridges: [0.03, 0.1, 0.3, 1, 3],
      iterations: 8,
      lambdas: [40, 30, 20, 15, 10, 7],
      imputations: 30,
      shrinkage: 5,
    },
  },
};
