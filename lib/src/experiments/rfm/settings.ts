import { polynomialSettings } from './settings-polynomials.js';

/** Settings of every experiment of notebook 04: `quick` for a laptop, `paper` at the paper's or a larger size. */
export const settings: typeof polynomialSettings = { ...polynomialSettings };
