/** The figures and tables of notebook 03: rows of its experiments -> rows and a Vega-Lite spec. */

// Gradient descent
export { oneCatapult } from './charts/one-catapult.js';
export { split } from './charts/split.js';
export { staircase } from './charts/staircase.js';
export { catapultsHelp } from './charts/catapults-help.js';

// Mini-batches
export { criticalRates } from './charts/critical-rates.js';
export { sgdSpikes } from './charts/sgd-spikes.js';
export { batchSizes } from './charts/batch-sizes.js';
export { optimisers } from './charts/optimisers.js';
export { digits } from './charts/digits.js';

// Controls and beyond the paper
export { logisticTable } from './charts/logistic-table.js';
export { dissociation } from './charts/dissociation.js';
export { fair } from './charts/fair.js';
export { rateDial } from './charts/rate-dial.js';
export { conv } from './charts/conv.js';
