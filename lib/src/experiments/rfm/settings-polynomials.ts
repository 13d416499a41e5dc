import { type Profiles, same } from '../profiles.js';
import type { KernelSpec } from '../../kernels/kernel.js';
import type { GradientCheckSettings } from './gradient-check.js';
import type { LowRankSettings } from './low-rank.js';
import type { SampleComplexitySettings } from './sample-complexity.js';
import type { StepperSettings } from './stepper.js';
import type { TwoCoordinatesSettings, Variant } from './two-coordinates.js';

const kernels: KernelSpec[] = [
  { name: 'laplace', bandwidth: 2 },
  { name: 'gaussian', bandwidth: 2 },
  { name: 'generalisedLaplace', bandwidth: 2, exponent: 1.3 },
  { name: 'productLaplace', bandwidth: 2, exponent: 1.2 },
  { name: 'lpq', bandwidth: 2, p: 1.6, q: 1.2 },
  { name: 'sumPower', bandwidth: 2, exponent: 1.2, mix: 0.1, power: 2 },
  { name: 'reluNtk', depth: 2 },
];

const plain: Variant = { name: 'uncentred', center: false, normalise: false, agopPower: 1 };
const centred: Variant = { ...plain, name: 'centred', center: true };
const normalised: Variant = { ...centred, name: 'centred, M over its largest entry', normalise: true };
const rooted: Variant = {
  ...normalised,
  name: 'centred, M over its largest entry, power 1/2',
  agopPower: 0.5,
};

const lowRank = { d: 20, test: 2000, spread: 0.5, bandwidth: 10, ridge: 1e-3, rounds: 5 };
const published = { d: 100, bandwidth: 10, ridge: 1e-4, rounds: 5 };
/** Settings of the experiments on synthetic regression targets. */
export const polynomialSettings: {
  gradientCheck: Profiles<GradientCheckSettings>;
  lowRank: Profiles<LowRankSettings>;
  publishedLowRank: Profiles<LowRankSettings>;
  twoCoordinates: Profiles<TwoCoordinatesSettings>;
  authorsTwoCoordinates: Profiles<TwoCoordinatesSettings & { numpySeed: number }>;
  sampleComplexity: Profiles<SampleComplexitySettings>;
  rotation: Profiles<SampleComplexitySettings>;
  stepper: Profiles<StepperSettings>;
} = {
  gradientCheck: same({
    n: 5,
    points: 5,
    d: 6,
    h: 1e-5,
    kernels,
  }),
  lowRank: same({ ...lowRank, sizes: [1000, 2000] }),
  publishedLowRank: same({ ...lowRank, sizes: [4000] }),
  twoCoordinates: {
    quick: { ...published, n: 1000, test: 1000, variants: [plain, centred, normalised, rooted] },
    paper: { ...published, n: 1000, test: 10_000, variants: [plain, centred, normalised, rooted] },
  },
  authorsTwoCoordinates: same({
    ...published,
    n: 2000,
    test: 10_000,
    numpySeed: 1717,
    variants: [centred],
  }),
  sampleComplexity: {
    quick: { ...published, sizes: [100, 150, 250, 500], angles: [0], test: 1000 },
    paper: { ...published, sizes: [100, 150, 250, 500, 1000, 2000, 4000], angles: [0], test: 10_000 },
  },
  rotation: {
    quick: {
      ...published,
      sizes: [150, 500, 1000],
      angles: [0, 9, 18, 27, 36, 45],
      test: 1000,
    },
    paper: {
      ...published,
      sizes: [150, 250, 500, 1000, 2000],
      angles: [0, 9, 18, 27, 36, 45],
      test: 4000,
    },
  },
  stepper: same({
    n: 400,
    d: 6,
    test: 1000,
    direction: 30,
    noise: 0.3,
    rounds: 5,
    points: 20,
    settings: [
      { name: 'as published', bandwidth: 10, ridge: 1e-3 },
      { name: 'centred gradients', bandwidth: 10, ridge: 1e-3, center: true },
      { name: 'M over its largest entry', bandwidth: 10, ridge: 1e-3, normalise: true },
      { name: 'M = AGOP to the power 1/2', bandwidth: 10, ridge: 1e-3, agopPower: 0.5 },
      { name: 'ridge 1', bandwidth: 10, ridge: 1 },
      { name: 'bandwidth 1', bandwidth: 1, ridge: 1e-3 },
    ],
  }),
};
