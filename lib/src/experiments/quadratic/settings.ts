import { type Profiles, same } from '../profiles.js';
import type { DivergenceThresholdSettings } from './divergence-threshold.js';
import type { FeatureAlignmentSettings } from './feature-alignment.js';
import type { GeneralModelSettings } from './general-model.js';
import type { MapRegimesSettings } from './map-regimes.js';
import type { OneDimensionalSettings } from './one-dimensional-directions.js';
import type { OneExampleModelsSettings } from './one-example-models.js';
import type { PathLengthSettings } from './path-length.js';
import type { RateSweepSettings } from './rate-sweep.js';
import type { ConvTopDirectionSettings, TopDirectionSettings } from './top-direction.js';
import type { WidthScalingSettings } from './width-scaling.js';

const span = (from: number, to: number, by: number): number[] =>
  Array.from({ length: Math.round((to - from) / by) + 1 }, (_, k) => Math.round(1e6 * (from + k * by)) / 1e6);

const ratios = [0.3, 0.5, 0.7, 0.9, 1.1, 1.3, 1.4, 1.5];
const sweep: RateSweepSettings = {
  hidden: [256],
  n: 64,
  test: 1000,
  ratios,
  steps: 400,
  stopAt: 1e-3,
  every: 20,
};
const real: RateSweepSettings = {
  ...sweep,
  hidden: [256],
  start: 'signs',
  n: 128,
  test: 200,
  steps: 150,
  every: 15,
};
const realQuick = { ...real, ratios: [0.5, 0.9, 1.1, 1.3, 1.5] };
const asPaper = { hidden: [5000], test: 2000, steps: 1000 };

/**
 * Images are averaged to half their side: 14 for MNIST, 16 with three colours for CIFAR-10; small ones to a quarter.
 */
const pictures = {
  mnist: { side: 14, channels: 1, patch: 3 },
  cifar: { side: 16, channels: 3, patch: 3 },
  small: { side: 8, channels: 3, patch: 3 },
};
const convReal: RateSweepSettings = {
  ...real,
  hidden: [32],
  n: 48,
  ratios: [0.5, 0.9, 1.1, 1.3, 1.5],
  steps: 80,
  every: 20,
};
const convPaper = { ...convReal, hidden: [1000], n: 256, test: 2000, steps: 1000 };
const convTop: ConvTopDirectionSettings = { hidden: [512], conv: pictures.small, n: 64, v0: 2.6, steps: 40 };

const scaling: WidthScalingSettings = {
  n: 20,
  d: 30,
  widths: [300, 1000, 3000],
  ratio: 1.4,
  steps: 300,
  stopAt: 1e-6,
};

const runs = [
  ...[1e-2, 1e-3, 1e-4].map((gamma) => ({ gamma, learningRate: 2.8 })),
  ...[1.5, 1.9, 2.2, 2.5, 4.3].map((learningRate) => ({ gamma: 1e-3, learningRate })),
];

/** Settings of every experiment of notebook 06: `paper` has the paper's widths and counts of points. */
export const settings: {
  mapRegimes: Profiles<MapRegimesSettings>;
  portrait: Profiles<MapRegimesSettings>;
  oneExampleModels: Profiles<OneExampleModelsSettings>;
  widthScaling: Profiles<WidthScalingSettings>;
  asymmetric: Profiles<OneDimensionalSettings>;
  symmetric: Profiles<OneDimensionalSettings>;
  sweep: Profiles<RateSweepSettings>;
  deepSweep: Profiles<RateSweepSettings>;
  tanhSweep: Profiles<RateSweepSettings>;
  swishSweep: Profiles<RateSweepSettings>;
  digitSweep: Profiles<RateSweepSettings>;
  realSweep: Profiles<RateSweepSettings>;
  largeRealSweep: Profiles<RateSweepSettings>;
  stochasticSweep: Profiles<RateSweepSettings>;
  featureAlignment: Profiles<FeatureAlignmentSettings>;
  topDirection: Profiles<TopDirectionSettings>;
  convMnist: Profiles<RateSweepSettings>;
  convCifar: Profiles<RateSweepSettings>;
  convTopDirection: Profiles<ConvTopDirectionSettings>;
  generalModel: Profiles<GeneralModelSettings>;
  divergenceThreshold: Profiles<DivergenceThresholdSettings>;
  pathLength: Profiles<PathLengthSettings>;
} = {
  mapRegimes: same({
    starts: [1.5, 1.99, 2.05, 2.5, 3, 3.5, 3.99, 4.01, 4.1],
    u0: 1e-6,
    steps: 400,
    curve: span(1, 4.2, 0.05),
  }),
  portrait: same({ starts: span(1, 4.1, 0.1), u0: 1e-2, steps: 100, curve: [2] }),
  oneExampleModels: same({ width: 5000, d: 5, y: 1, starts: [1.5, 2.2, 3, 3.8, 4.2], steps: 200 }),
  widthScaling: { quick: scaling, paper: { ...scaling, widths: [300, 1000, 3000, 10_000] } },
  asymmetric: {
    quick: {
      n: 128,
      width: 500,
      positive: [2.4, 0.7],
      negative: [-1.7, 0.7],
      rates: [{ factor: 2.5, of: 'first' }],
      steps: 150,
    },
    paper: {
      n: 128,
      width: 5000,
      positive: [2.4, 0.7],
      negative: [-1.7, 0.7],
      rates: [{ factor: 2.5, of: 'first' }],
      steps: 150,
    },
  },
  symmetric: same({
    n: 128,
    width: 5000,
    positive: [2, 1],
    negative: [-2, 1],
    rates: [
      { factor: 1.8, of: 'first' },
      { factor: 1, of: 'mean' },
      { factor: 1.25, of: 'second' },
      { factor: 4.4, of: 'first' },
    ],
    steps: 150,
  }),
  sweep: { quick: sweep, paper: { ...sweep, hidden: [5000], n: 256, test: 2000, start: 'signs' } },
  deepSweep: same({ ...sweep, hidden: [128, 128], ratios: [0.5, 0.9, 1.1, 1.3, 1.4, 1.5, 2.5] }),
  tanhSweep: same({ ...sweep, activation: 'tanh', ratios: [0.5, 0.9, 1.1, 1.3, 1.4, 1.5] }),
  swishSweep: same({ ...sweep, activation: 'swish', ratios: [0.5, 0.9, 1.1, 1.3, 1.4, 1.5] }),
  digitSweep: same({ ...sweep, test: 293 }),
  realSweep: { quick: realQuick, paper: { ...real, ...asPaper } },
  // The paper trains on 256 points of CIFAR-2 and FSDD, and on 128 of MNIST and AG NEWS.
  largeRealSweep: { quick: realQuick, paper: { ...real, ...asPaper, n: 256 } },
  stochasticSweep: {
    quick: { ...realQuick, batch: 32 },
    paper: { ...real, ...asPaper, n: 256, batch: 32 },
  },
  featureAlignment: same({
    n: 64,
    d: 30,
    hidden: [256],
    start: 'signs',
    ratios: [0.9, 1.4],
    steps: 60,
    every: 2,
  }),
  topDirection: {
    quick: { n: 64, d: 30, width: 512, v0: 2.6, steps: 60 },
    paper: { n: 128, d: 30, width: 2048, v0: 2.6, steps: 100 },
  },
  convMnist: { quick: { ...convReal, conv: pictures.mnist }, paper: { ...convPaper, conv: pictures.mnist } },
  convCifar: { quick: { ...convReal, conv: pictures.cifar }, paper: { ...convPaper, conv: pictures.cifar } },
  convTopDirection: {
    quick: convTop,
    paper: { ...convTop, hidden: [1024], n: 128, steps: 100 },
  },
  generalModel: same({ p: 100, runs, steps: 300 }),
  divergenceThreshold: {
    quick: { n: 64, d: 30, widths: [128, 512, 2048], ratios: span(1.5, 2.4, 0.1), steps: 400 },
    paper: { n: 64, d: 30, widths: [128, 512, 2048, 8192], ratios: span(1.1, 2.4, 0.1), steps: 400 },
  },
  pathLength: same({ n: 64, d: 30, widths: [128, 512, 2048], ratios: [0.5, 1.4], steps: 1000, stopAt: 1e-4 }),
};
