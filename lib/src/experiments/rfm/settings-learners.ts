import type { Profiles } from '../profiles.js';
import type { PassesSettings } from './eigenpro-passes.js';

/** Settings of the experiments on solvers. */
export const learnerSettings: { eigenProPasses: Profiles<PassesSettings> } = {
  eigenProPasses: {
    quick: { n: 1500, tests: 1500, d: 20, bandwidth: 10, subsample: 1000, passes: 20, ownBatchPasses: 3 },
    paper: {
      n: 10_000,
      tests: 10_000,
      d: 20,
      bandwidth: 10,
      subsample: 2000,
      passes: 20,
      ownBatchPasses: 20,
    },
  },
};
