import { type Profiles, same } from '../profiles.js';
import type { FacesSettings } from './faces.js';
import type { LotterySettings } from './lottery.js';
import type { SpuriousSettings } from './spurious.js';
import type { GrokkingNetworkSettings, GrokkingSettings } from './grokking.js';

const grokking = { side: 32, counts: [150, 15] as [number, number], test: 200 };
const face = { bandwidth: 10, ridge: 1e-3 };

/** Settings of the experiments on synthetic images. */
export const worldSettings: {
  faces: Profiles<FacesSettings>;
  lottery: Profiles<LotterySettings>;
  spurious: Profiles<SpuriousSettings>;
  grokkingRfm: Profiles<GrokkingSettings>;
  grokkingNetwork: Profiles<GrokkingNetworkSettings>;
} = {
  faces: same({
    ...face,
    n: 1000,
    test: 1000,
    attributes: ['lipstick', 'glasses', 'smile'],
    network: {
      width: 128,
      std: 1e-3,
      learningRate: 0.05,
      batchSize: 64,
      epochs: 100,
      length: 16,
    },
  }),
  lottery: same({ ...face, n: 1000, test: 1000, attribute: 'smile', thresholds: [0.02, 0.05, 0.1, 0.2] }),
  spurious: same({ ...face, n: 1500, test: 300, correlations: [1, 0.9], templates: 15 }),
  grokkingRfm: same({ ...grokking, bandwidth: 10, ridge: 1e-3, rounds: 5 }),
  grokkingNetwork: same({ ...grokking, width: 128, learningRate: 0.02, epochs: 2000, every: 25 }),
};
