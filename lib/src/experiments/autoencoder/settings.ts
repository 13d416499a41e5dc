import { type Profiles, same } from '../profiles.js';
import type { AlignmentInTimeSettings, StretchDesignerSettings } from './alignment-in-time.js';
import type { DrugSurrogateSettings, L1000Settings } from './drug-stretch.js';
import type { DrugNetworksSettings } from './drug-networks.js';
import type { OneSampleReluSettings } from './one-sample-relu.js';
import type { OppositesMapSettings } from './opposites-map.js';
import type { SeveralSamplesSettings } from './several-samples.js';
import type { OrderedStretchSettings, StretchingLawSettings } from './stretching-law.js';
import type { TwoGaussiansSettings } from './two-gaussians.js';
import type { WordNetworksSettings } from './word-networks.js';
import type { AlternativeSettings, FrequencySettings, WordStretchSettings } from './word-stretch.js';
import type { SurrogateStretchSettings } from './word-surrogate.js';

// The data of the brief's small case, and those of the authors' script.
const small: StretchingLawSettings = {
  d: 4,
  n: 9,
  data: 1,
  learningRate: 2e-3,
  steps: 20_000,
  start: 'covariance',
  states: 40,
};
const script: StretchingLawSettings = {
  ...small,
  d: 10,
  n: 12,
  data: 17,
  learningRate: 1e-4,
  steps: 500_000,
  states: 60,
};

const gaussians: TwoGaussiansSettings = {
  cs: [1, 10, 100],
  n: 100_000,
  powers: [0, 1, 2, 5, 10, 20, 50],
  shown: 0,
};

const nets: WordNetworksSettings = {
  nets: [
    { activation: 'leakyRelu', width: 67, start: 'default' },
    { activation: 'linear', width: 67, start: 'default' },
  ],
  learningRate: 0.1,
  momentum: 0.9,
  batchSize: 1024,
  epochs: 60,
  every: 10,
};

/** Settings of every experiment of notebook 10: `paper` has the paper's sizes where the data allow. */
export const settings: {
  small: Profiles<StretchingLawSettings>;
  other: Profiles<StretchingLawSettings>;
  halved: Profiles<StretchingLawSettings>;
  doubled: Profiles<StretchingLawSettings>;
  script: Profiles<StretchingLawSettings>;
  timeCourse: Profiles<StretchingLawSettings>;
  anyStart: Profiles<StretchingLawSettings>;
  anyStartFast: Profiles<StretchingLawSettings>;
  withMomentum: Profiles<StretchingLawSettings>;
  largeSteps: Profiles<StretchingLawSettings>;
  orderedStretch: Profiles<OrderedStretchSettings>;
  twoGaussians: Profiles<TwoGaussiansSettings>;
  clouds: Profiles<TwoGaussiansSettings>;
  oneSampleRelu: Profiles<OneSampleReluSettings>;
  severalSamples: Profiles<SeveralSamplesSettings>;
  wordStretch: Profiles<WordStretchSettings>;
  alternatives: Profiles<AlternativeSettings>;
  frequency: Profiles<FrequencySettings>;
  oppositesMap: Profiles<OppositesMapSettings>;
  wordNetworks: Profiles<WordNetworksSettings>;
  netWidths: Profiles<WordNetworksSettings>;
  surrogateStretch: Profiles<SurrogateStretchSettings>;
  drugSurrogate: Profiles<DrugSurrogateSettings>;
  l1000: Profiles<L1000Settings>;
  drugNetworks: Profiles<DrugNetworksSettings>;
  alignmentInTime: Profiles<AlignmentInTimeSettings>;
  stretchDesigner: Profiles<StretchDesignerSettings>;
} = {
  small: same(small),
  other: same({ ...small, d: 3, n: 5, data: 2, learningRate: 4e-3, steps: 30_000 }),
  halved: same({ ...small, learningRate: 1e-3, steps: 40_000 }),
  doubled: same({ ...small, learningRate: 4e-3, steps: 10_000 }),
  script: same(script),
  timeCourse: same({ ...script, learningRate: 1e-5, steps: 5000 }),
  anyStart: same({ ...script, learningRate: 1e-3, steps: 300_000, start: 'any' }),
  anyStartFast: same({ ...script, learningRate: 5e-3, steps: 60_000, start: 'any' }),
  withMomentum: same({ ...small, momentum: 0.9, learningRate: 2e-3, steps: 2000 }),
  largeSteps: same({ ...small, learningRate: 0.02, steps: 2000 }),
  orderedStretch: same({ targets: [10, 3, 1.5, 1.1], n: 20, steps: 60_000 }),
  twoGaussians: same(gaussians),
  clouds: same({ cs: [10], n: 20_000, powers: [0, 1], shown: 400 }),
  oneSampleRelu: same({
    runs: [
      ...[0.5, 0.75, 1, 1.5, 2, 3, 4].map((eta) => ({ d: 20, eta, learningRate: 0.1, steps: 20_000 })),
      ...[0.05, 0.02, 0.01].map((learningRate) => ({ d: 20, eta: 4, learningRate, steps: 4000 })),
      { d: 200, eta: 4, learningRate: 0.1, steps: 2000 },
    ],
  }),
  severalSamples: same({
    d: 20,
    etas: [0.5, 1, 2],
    runs: (['relu', 'leakyRelu'] as const).flatMap((activation) => [
      { activation, neurons: 1, start: 'along' as const },
      { activation, neurons: 8, start: 'along' as const },
      { activation, neurons: 8, start: 'any' as const },
    ]),
    learningRate: 0.1,
    steps: 10_000,
  }),
  wordStretch: same({ degrees: [0, 1, 2, 3, 5], shown: [1, 2] }),
  alternatives: same({ degrees: [1, 2] }),
  frequency: same({ count: 5000 }),
  oppositesMap: same({ category: 'gram2-opposite', degrees: [0, 2] }),
  wordNetworks: { quick: nets, paper: { ...nets, epochs: 200 } },
  netWidths: same({
    ...nets,
    nets: [67, 130, 400].map((width) => ({
      activation: 'leakyRelu' as const,
      width,
      start: 'default' as const,
    })),
    epochs: 40,
    every: 40,
  }),
  surrogateStretch: same({
    d: 50,
    words: 3000,
    relations: 14,
    pairs: 30,
    rated: 1000,
    degrees: [0, 1, 2, 3, 5],
  }),
  drugSurrogate: same({ genes: 80, drugs: 150, replicates: 12, controls: 72, degrees: [0, 1, 2, 5, 11, 50] }),
  l1000: same({ degrees: [0, 1, 2, 5, 11] }),
  drugNetworks: {
    quick: { activations: ['leakyRelu', 'linear'], learningRate: 0.1, momentum: 0.9, epochs: 60, every: 10 },
    paper: {
      activations: ['leakyRelu', 'linear'],
      learningRate: 0.1,
      momentum: 0.9,
      epochs: 1000,
      every: 50,
    },
  },
  alignmentInTime: same({
    starts: ['second moment', 'degree 2'],
    times: Array.from({ length: 33 }, (_, k) => 10 ** (-2 + k / 4)),
  }),
  stretchDesigner: same({ stretches: [1, 1.5, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 100] }),
};
