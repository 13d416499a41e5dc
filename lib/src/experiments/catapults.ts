/** The experiments of notebook 03: Catapults in SGD, spikes in the training loss and their impact on generalization. */

export { settings } from './catapults/settings.js';

// Gradient descent
export { oneCatapult } from './catapults/one-catapult.js';
export { repeatedCatapults } from './catapults/repeated-catapults.js';

// Mini-batches
export { batchCriticalRates } from './catapults/batch-critical-rates.js';
export { batchSizes } from './catapults/batch-sizes.js';
export { raisedRate } from './catapults/raised-rate.js';
export { optimiserComparison } from './catapults/optimiser-comparison.js';
export { digitBatches } from './catapults/digits.js';
export { logisticBatches } from './catapults/logistic-batches.js';

// A convolutional network
export { convCatapults, mnistCatapults } from './catapults/conv-catapults.js';

// Controls and beyond the paper
export { initialScale } from './catapults/initial-scale.js';
export { fairComparison } from './catapults/fair-comparison.js';
export { rateDial } from './catapults/rate-dial.js';
