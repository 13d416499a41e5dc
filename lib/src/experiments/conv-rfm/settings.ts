import { type Profiles, same } from '../profiles.js';
import type { HouseNumbersSettings } from './house-numbers.js';
import type { ImageRoundsSettings } from './image-rounds.js';
import type { LocalSignalSettings } from './local-signal.js';
import type { DigitRoundsSettings, NoiseSweepSettings, NoisyDigitsSettings } from './noisy-digits.js';
import type { OneStepSettings } from './one-step-ansatz.js';
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
  sigmas: [0, 2, 4, 8],
  depth: 3,
  width: 32,
  deepUpdates: 4,
  bandwidth: 10,
};
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

export interface Settings {
  star: Profiles<StarSettings>;
  sweep: Profiles<NoiseSweepSettings>;
  rounds: Profiles<DigitRoundsSettings>;
  house: Profiles<HouseNumbersSettings>;
  local: Profiles<LocalSignalSettings>;
  images: Profiles<ImageRoundsSettings>;
  mnist: Profiles<ImageRoundsSettings>;
  oneStep: Profiles<OneStepSettings>;
}

/** Settings of notebook 02, those of the brief's claims; `paper` at the sizes of the notebooks that the authors published. */
export const settings: Settings = {
  star: { quick: star, paper: { ...star, test: 1025, patch: 11 } },
  sweep: same(sweep),
  rounds: same(rounds),
  house: same(house),
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
