import { type Profiles, same } from '../profiles.js';
import type { AccuracySettings } from './accuracy.js';
import type { CobwebSettings } from './cobweb.js';
import type { DecisionMapSettings, DialSettings, TypedMapSettings } from './decision-maps.js';
import type {
  AgreementSettings,
  RatioSettings,
  RegressionSettings,
  SingularitySettings,
  StableSettings,
  TangentLimitSettings,
} from './depth.js';
import type { ClassesSettings, DualsSettings } from './duals.js';
import type { FiniteWidthSettings } from './finite-width.js';

const accuracy: AccuracySettings = {
  dimensions: [1, 2, 4, 8],
  sizes: [100, 300, 1000, 3000],
  kernels: ['opt 1', 'opt 2', 'opt 4', 'opt 8'],
  atLargest: ['sine 2.676', 'sine 6.135', 'sine 13.83', 'erf'],
  test: 1000,
};

// The ledger's numbers are of one draw each: means over ten do not depend on which, and over a hundred where a majority
// near a tie decides.
const draws = 10;
const two = { d: 2, n: 100, draws };
const many = { n: 200, draws };

const octant = { n: 60, resolution: 28 };

/** Settings of every experiment of notebook 07; `paper` has the 10,000 points of the authors' code. */
export const settings: {
  duals: Profiles<DualsSettings>;
  classes: Profiles<ClassesSettings>;
  agreement: Profiles<AgreementSettings>;
  ridge: Profiles<AgreementSettings>;
  relu: Profiles<AgreementSettings>;
  singularity: Profiles<SingularitySettings>;
  ratio: Profiles<RatioSettings>;
  tangentLimit: Profiles<TangentLimitSettings>;
  regression: Profiles<RegressionSettings>;
  accuracy: Profiles<AccuracySettings>;
  cobweb: Profiles<CobwebSettings>;
  decisionMaps: Profiles<DecisionMapSettings>;
  typed: Profiles<TypedMapSettings>;
  dial: Profiles<DialSettings>;
  finiteWidth: Profiles<FiniteWidthSettings>;
  stable: Profiles<StableSettings>;
} = {
  duals: same({ xi: [0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 0.99] }),
  classes: same({ optimal: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }),
  agreement: same({
    runs: [
      { activation: 'x² - 1', kind: 'ntk', limit: '1-NN', ...two, depths: [1, 2, 3, 5, 8, 9, 10] },
      { activation: 'He₃', kind: 'ntk', limit: '1-NN', ...two, depths: [1, 2, 3, 5, 6, 7] },
      {
        activation: 'x²',
        kind: 'ntk',
        limit: 'majority',
        ...two,
        draws: 100,
        depths: [5, 10, 20, 40, 80, 120],
      },
      { activation: 'opt 2', kind: 'nngp', limit: 'singular', ...many, d: 2, depths: [2, 5, 10, 20, 40] },
      { activation: 'opt 1', kind: 'nngp', limit: 'singular', ...many, d: 1, depths: [2, 5, 10, 20] },
      { activation: 'opt 4', kind: 'nngp', limit: 'singular', ...many, d: 4, depths: [2, 5, 10, 20] },
      { activation: 'erf', kind: 'nngp', limit: 'singular', ...many, d: 2, depths: [10, 20, 40, 80, 160] },
    ],
    test: 1000,
  }),
  ridge: same({
    runs: [1e-3, 1e-6].map((ridge) => ({
      activation: 'exp(-x²/2)',
      kind: 'ntk' as const,
      limit: 'majority' as const,
      ...two,
      draws: 100,
      depths: [20, 40],
      ridge,
    })),
    test: 1000,
  }),
  relu: same({
    runs: [
      {
        activation: 'ReLU',
        kind: 'ntk',
        limit: 'majority',
        ...two,
        n: 50,
        depths: [100, 1000, 10_000, 100_000],
      },
    ],
    test: 1000,
  }),
  singularity: same({
    activations: ['opt 1', 'opt 2', 'opt 4', 'opt 8', 'sine 2.676', 'sine 6.135', 'sine 1', 'erf'],
    from: -12,
    to: -4,
    points: 97,
  }),
  ratio: same({ depths: [10, 100, 1000, 10_000], deltas: [1, 0.5, 0.1] }),
  tangentLimit: same({ d: 1, n: 200, test: 1000, depths: [1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8], draws }),
  regression: same({ n: 200, test: 2000, depths: [1, 2, 5, 10, 15, 20, 40, 60, 100], draws }),
  accuracy: { quick: accuracy, paper: { ...accuracy, sizes: [100, 300, 1000, 3000, 10_000], test: 10_000 } },
  cobweb: same({ activations: ['x² - 1', 'opt 2', 'x²', 'exp(-x²/2)'], start: 0.93, layers: 12, points: 41 }),
  decisionMaps: same({
    ...octant,
    maps: [
      { activation: 'x² - 1', kind: 'ntk', depths: [2, 5] },
      { activation: 'opt 2', kind: 'nngp', depths: [5, 10] },
      { activation: 'x²', kind: 'ntk', depths: [20, 40] },
    ],
  }),
  typed: same({ ...octant, text: 'sin(2*x) + 0.3*x^2' }),
  dial: same({ ...octant, alphas: [0.55, 0.7, 1, 1.5, 2, 3, 5] }),
  finiteWidth: same({
    activations: ['ReLU', 'erf', 'sin x', 'exp(-x²/2)'],
    depth: 2,
    width: 1500,
    draws: 30,
  }),
  stable: same({
    activations: ['opt 1', 'opt 2', 'opt 4', 'erf', 'ReLU', 'exp(-x²/2)'],
    depths: [5, 20, 100],
    deltas: [1e-4, 1e-3, 0.01, 0.1, 0.5, 0.9],
  }),
};
