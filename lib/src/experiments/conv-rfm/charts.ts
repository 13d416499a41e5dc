/** The figures of notebook 02: rows of its experiments -> rows and a Vega-Lite spec. */

export { cnfa } from './charts/cnfa.js';
export { cnfaSweep } from './charts/cnfa-sweep.js';
export { starDirections } from './charts/star-directions.js';
export { starAccuracy } from './charts/star-accuracy.js';
export { noiseSweep } from './charts/noise-sweep.js';
export { selection } from './charts/selection.js';
export { digitFeatures } from './charts/digit-features.js';
export { digitChoices } from './charts/digit-choices.js';
export { houseDirections } from './charts/house-directions.js';
export { houseNetwork } from './charts/house-network.js';
export { localSignal } from './charts/local-signal.js';
export { realDirections } from './charts/real-directions.js';
export { realAccuracy } from './charts/real-accuracy.js';
export { oneStep } from './charts/one-step.js';
