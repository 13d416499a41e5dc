import { digitSettings } from './settings-digits.js';
import { learnerSettings } from './settings-learners.js';
import { netSettings } from './settings-nets.js';
import { polynomialSettings } from './settings-polynomials.js';
import { tabularSettings } from './settings-tabular.js';
import { worldSettings } from './settings-worlds.js';

/** Settings of every experiment of notebook 04: `quick` for a laptop, `paper` at the paper's or a larger size. */
export const settings: typeof polynomialSettings &
  typeof worldSettings &
  typeof digitSettings &
  typeof netSettings &
  typeof learnerSettings &
  typeof tabularSettings = {
  ...polynomialSettings,
  ...worldSettings,
  ...digitSettings,
  ...netSettings,
  ...learnerSettings,
  ...tabularSettings,
};
