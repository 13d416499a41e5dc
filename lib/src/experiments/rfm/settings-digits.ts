import { type Profiles, same } from '../profiles.js';
import type { DominoesSettings } from './dominoes.js';
import type { StripsSettings } from './strips.js';

const kernel = { bandwidth: 10, ridge: 1e-3 };

/** Settings of the experiments on images put together from digits. */
export const digitSettings: {
  dominoes: Profiles<DominoesSettings>;
  strips: Profiles<StripsSettings>;
} = {
  dominoes: same({
    ...kernel,
    trainingDigits: 1200,
    noise: 1,
    network: { width: 128, std: 1e-3, learningRate: 0.1, batchSize: 64, epochs: 100 },
  }),
  strips: {
    quick: { ...kernel, trainingDigits: 1200, n: 1000, test: 1000, rounds: 3 },
    paper: { ...kernel, trainingDigits: 1200, n: 5000, test: 5000, rounds: 5 },
  },
};
