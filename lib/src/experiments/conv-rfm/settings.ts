import type { ConvLayer } from '../../nets/conv-net.js';
import { type Profiles, same } from '../profiles.js';
import type { CnfaSettings } from './cnfa.js';
import type { DigitFeaturesSettings } from './digit-features.js';
import type { HouseNetworkSettings } from './house-network.js';
import type { HouseNumbersSettings } from './house-numbers.js';
import type { ImageRoundsSettings } from './image-rounds.js';
import type { LocalSignalSettings } from './local-signal.js';
import type { DigitRoundsSettings, NoiseSweepSettings, NoisyDigitsSettings } from './noisy-digits.js';
import type { OneStepSettings } from './one-step-ansatz.js';
import type { PatchIdentitySettings } from './patch-identity.js';
import type { StarSettings } from './star.js';

const star: StarSettings = { train: 25, test: 200, patch: 7, updates: 2, ridge: 1e-3, directions: 4 };
const digits: NoisyDigitsSettings = {
  classes: [0, 1, 7],
  train: 150,
  test: 200,
  frame: 12,
  patch: 3,
  updates: 3,
  ridge: 1e-3,
  agopImages: 20,
};
const rounds: DigitRoundsSettings = { ...digits, sigma: 4, depth: 3, updates: 4 };
const sweep: NoiseSweepSettings = {
  ...digits,
  sigmas: [0, 1, 2, 4, 8],
  selectionSigmas: [4, 8],
  depth: 3,
  width: 32,
  bandwidth: 10,
  learningRate: 1e-3,
  batchSize: 32,
  epochs: 60,
};
const features: DigitFeaturesSettings = { ...rounds, sigmas: [0, 1, 2, 4, 8], directions: 4 };
const house: HouseNumbersSettings = {
  classes: [0, 1, 7],
  train: 300,
  test: 200,
  depth: 3,
  updates: 4,
  ridge: 1e-5,
  agopImages: 100,
  directions: 4,
};
const houseNetwork: HouseNetworkSettings = {
  ...house,
  filters: 32,
  init: 2e-2,
  learningRate: 1e-3,
  batchSize: 32,
  epochs: 100,
};
const local: LocalSignalSettings = {
  train: 200,
  test: 300,
  sigmas: [0.1, 0.4, 0.8, 1.6],
  height: 16,
  width: 32,
  depth: 3,
  updates: 3,
  ridge: 1e-3,
};
const real: ImageRoundsSettings = {
  train: 600,
  test: 400,
  depth: 3,
  updates: 4,
  ridge: 1e-5,
  agopImages: 20,
  directions: 8,
  sigma: 0,
};
const mnist: ImageRoundsSettings = { ...real, updates: 3, sigma: 1 };
const oneStep: OneStepSettings = {
  images: 20,
  positions: 16,
  patch: 9,
  widths: [4, 16, 64, 256, 1024, 4096],
  trials: 5,
};

const layersOf = (count: number, filters: number, patch: number, pool?: ConvLayer['pool']): ConvLayer[] =>
  Array.from({ length: count }, () => ({ filters, patch, ...(pool && { pool }) }));
const cnfa: CnfaSettings = {
  train: 1500,
  agopImages: 200,
  layers: layersOf(3, 32, 3),
  init: 2e-2,
  initAbove: 2e-2,
  method: 'adam',
  learningRate: 1e-3,
  batchSize: 64,
  epochs: 25,
};
const digitCnfa: CnfaSettings = { ...cnfa, train: 800, epochs: 40 };

/** The networks of the sweep, each one change to the first. */
export const cnfaVariants: Readonly<Record<string, Partial<CnfaSettings>>> = {
  'patch 3, 32 filters, start 2e-2, Adam': {},
  'patch 5': { layers: layersOf(3, 32, 5) },
  '16 filters': { layers: layersOf(3, 16, 3) },
  '64 filters': { layers: layersOf(3, 64, 3) },
  'start 5e-3': { init: 5e-3 },
  'start 1e-1': { init: 1e-1 },
  'average pooling': { layers: layersOf(3, 32, 3, 'average') },
  'max pooling': { layers: layersOf(3, 32, 3, 'max') },
  momentum: { method: 'momentum', learningRate: 5e-2 },
};

/** What is changed in the rounds of ConvRFM on noisy digits, one choice at a time; the longest first. */
export const roundChanges: Readonly<Record<string, Partial<DigitRoundsSettings>>> = {
  'depth 4': { depth: 4 },
  's = 150': { agopImages: 150 },
  '1e-8': { ridge: 1e-8 },
  'depth 3': {},
  'depth 2': { depth: 2 },
  'depth 1': { depth: 1 },
  's = 5': { agopImages: 5 },
  '1e-5': { ridge: 1e-5 },
  'power 1/4': { power: 0.25 },
  'power 1': { power: 1 },
};

/** Sets of images of the ansatz panel. */
const cnfaSets = {
  quick: ['cifar-10', 'dtd', 'mnist'],
  paper: ['cifar-10', 'gtsrb', 'dtd', 'mnist', 'fashion-mnist'],
} as const;

const patchIdentity: PatchIdentitySettings = {
  images: 3,
  side: 8,
  channels: 2,
  filters: [5, 4, 3],
  outputs: 3,
  patch: 3,
};

export interface Settings {
  patchIdentity: Profiles<PatchIdentitySettings>;
  cnfaSets: Profiles<readonly ('cifar-10' | 'gtsrb' | 'dtd' | 'mnist' | 'fashion-mnist')[]>;
  cnfa: Profiles<CnfaSettings>;
  digitCnfa: Profiles<CnfaSettings>;
  star: Profiles<StarSettings>;
  sweep: Profiles<NoiseSweepSettings>;
  rounds: Profiles<DigitRoundsSettings>;
  features: Profiles<DigitFeaturesSettings>;
  house: Profiles<HouseNumbersSettings>;
  houseNetwork: Profiles<HouseNetworkSettings>;
  local: Profiles<LocalSignalSettings>;
  images: Profiles<ImageRoundsSettings>;
  mnist: Profiles<ImageRoundsSettings>;
  oneStep: Profiles<OneStepSettings>;
}

/**
 * Settings of notebook 02, those of the brief's claims; `paper` at the sizes of the notebooks that the authors
 * published.
 */
export const settings: Settings = {
  patchIdentity: same(patchIdentity),
  cnfaSets,
  cnfa: { quick: cnfa, paper: { ...cnfa, train: 2000, layers: layersOf(4, 64, 3) } },
  digitCnfa: same(digitCnfa),
  star: { quick: star, paper: { ...star, test: 1025, patch: 11 } },
  sweep: same(sweep),
  rounds: same(rounds),
  features: same(features),
  house: same(house),
  houseNetwork: same(houseNetwork),
  local: { quick: local, paper: { ...local, train: 500, test: 500 } },
  images: {
    quick: real,
    paper: { ...real, train: 1000, test: 1000 },
  },
  mnist: {
    quick: mnist,
    paper: { ...mnist, train: 4000, test: 4000 },
  },
  oneStep: same(oneStep),
};
