import { type Profiles, same } from '../profiles.js';
import type { CorrectionSettings } from './correction.js';
import type { ExpressionSettings, ViabilitySettings } from './drug-screen.js';
import type { ProjectionLawSettings, TranslationLawSettings } from './linear-laws.js';
import type { RelabellingSettings } from './relabelling.js';
import type { SignProjectionSettings } from './sign-projection.js';
import type { KernelShapesSettings, SolverSettings } from './solver.js';
import type { SyntheticProjectionSettings } from './synthetic-projection.js';
import type { TranslationSettings } from './translation.js';

// The authors' curves: 49 multiples of a fiftieth of the target, three random subsets each unless it says why more.
const fiftieths = (n: number): number[] => Array.from({ length: 49 }, (_, k) => (n / 50) * (k + 1));
const digits: TranslationSettings = {
  corruptions: 'digits',
  bandwidth: 10,
  targetTrain: 1000,
  sizes: [...fiftieths(1000), 1000],
  subsets: 3,
};
const pictures: TranslationSettings = {
  corruptions: 'pictures',
  bandwidth: 10,
  targetTrain: 1500,
  sizes: [...fiftieths(1500), 200, 1500].sort((a, b) => a - b),
  // The mean of three would stray from fog's law by as much as it rises between two sizes.
  subsets: 10,
};
const signs: SignProjectionSettings = {
  kernel: 'Laplace',
  sources: [{ n: 2715, classes: 33 }],
  targetTrain: 600,
  targetTest: 605,
  sizes: [20, 50, 100, 200, 400, 600],
  subsets: 3,
};
const relabelling: RelabellingSettings = {
  bandwidth: 10,
  targetTrain: 1000,
  sizes: [10, 20, 50, 100, 200, 400, 800],
  subsets: 3,
};
const world: SyntheticProjectionSettings = {
  sources: [{ n: 3000, classes: 50 }],
  sizes: [20, 40, 80, 160, 320, 640, 1280],
  subsets: 3,
  combined: [],
};

/** Settings of every experiment of notebook 05. */
export const settings: {
  kernelShapes: Profiles<KernelShapesSettings>;
  digits: Profiles<TranslationSettings>;
  smallDigits: Profiles<TranslationSettings>;
  correction: Profiles<CorrectionSettings>;
  pictures: Profiles<TranslationSettings>;
  signs: Profiles<SignProjectionSettings>;
  signClasses: Profiles<SignProjectionSettings>;
  signImages: Profiles<SignProjectionSettings>;
  convolutional: Profiles<SignProjectionSettings>;
  sameSigns: Profiles<SignProjectionSettings>;
  phases: Profiles<SignProjectionSettings>;
  crossDomain: Profiles<RelabellingSettings>;
  signTarget: Profiles<RelabellingSettings>;
  coarse: Profiles<RelabellingSettings>;
  world: Profiles<SyntheticProjectionSettings>;
  worldClasses: Profiles<SyntheticProjectionSettings>;
  safe: Profiles<SyntheticProjectionSettings>;
  translationLaw: Profiles<TranslationLawSettings>;
  projectionLaw: Profiles<ProjectionLawSettings>;
  expression: Profiles<ExpressionSettings>;
  viability: Profiles<ViabilitySettings>;
  solver: Profiles<SolverSettings>;
} = {
  kernelShapes: same({ depth: 5, angles: [0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.25, 1.57, 2, 2.5, 3.1] }),
  digits: same(digits),
  smallDigits: same({ ...digits, targetTrain: 600, sizes: [20, 40, 80, 160, 320, 600] }),
  correction: same({ corruption: 'noise', bandwidth: 10, targetTrain: 400, shown: 3, nearest: 8 }),
  pictures: same(pictures),
  signs: same(signs),
  signClasses: same({
    ...signs,
    sources: [2, 4, 8, 16, 33].map((classes) => ({ n: 800, classes })),
    sizes: [200],
  }),
  signImages: same({
    ...signs,
    sources: [100, 200, 400, 800, 1600, 2715].map((n) => ({ n, classes: 33 })),
    sizes: [200],
  }),
  convolutional: {
    quick: {
      ...signs,
      kernel: 'CNTK',
      sources: [{ n: 600, classes: 33 }],
      targetTrain: 200,
      targetTest: 300,
      sizes: [20, 50, 100, 200],
    },
    paper: { ...signs, kernel: 'CNTK' },
  },
  sameSigns: {
    quick: {
      ...signs,
      sources: [{ n: 600, classes: 33 }],
      targetTrain: 200,
      targetTest: 300,
      sizes: [20, 50, 100, 200],
    },
    paper: signs,
  },
  phases: same({ ...signs, sources: [2, 4, 8, 16, 33].map((classes) => ({ n: 800, classes })) }),
  crossDomain: same(relabelling),
  signTarget: same({ ...relabelling, bandwidth: 1, sizes: [50, 100, 200, 400, 800] }),
  coarse: same({ ...relabelling, sizes: [10, 20, 50, 100, 200, 400] }),
  world: same(world),
  worldClasses: same({
    ...world,
    sources: [2, 5, 10, 25, 50, 100].map((classes) => ({ n: 3000, classes })),
    sizes: [160],
  }),
  safe: same({
    ...world,
    sources: [2, 50].map((classes) => ({ n: 3000, classes })),
    sizes: [],
    combined: [160, 1280],
  }),
  translationLaw: same({
    d: 60,
    outputs: 5,
    sourceSamples: [0, 40],
    targetSamples: [0, 15, 30, 45],
    distances: [0.3, 1],
    trials: 400,
  }),
  projectionLaw: same({
    d: 100,
    sourceOutputs: 20,
    runs: [
      { sourceSamples: 100, outside: 0, targetSamples: [5, 50] },
      { sourceSamples: 100, outside: 0.3, targetSamples: [5, 10, 15, 25, 35, 50, 80] },
      { sourceSamples: 60, outside: 0, targetSamples: [50] },
    ],
    trials: 400,
  }),
  expression: same({
    sourceCells: 20,
    targetCells: 5,
    drugs: 150,
    testDrugs: 40,
    genes: 60,
    measured: [1, 2, 4, 8, 16, 32, 64, 110],
    ridge: 0.05,
  }),
  viability: same({
    cells: 40,
    drugs: 150,
    genes: 50,
    sourcePairs: 3000,
    testPairs: 800,
    sizes: [20, 40, 80, 160, 320, 640, 1280],
  }),
  solver: same({ train: 1400, bandwidth: 10, epochs: 20 }),
};
