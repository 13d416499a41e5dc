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
export { convCatapults } from './catapults/conv-catapults.js';

// Controls and beyond the paper
export { initialScale } from './catapults/initial-scale.js';
export { fairComparison } from './catapults/fair-comparison.js';
export { rateDial } from './catapults/rate-dial.js';

// What the claims state of their rows
export { gainBySeed, ratioBySeed } from './catapults/claims/by-seed.js';
export { meanAlignment } from './catapults/claims/mean-alignment.js';
export { methodMeans } from './catapults/claims/method-means.js';
export { fallsSince, largestDrop, phasesBySeed } from './catapults/claims/phases.js';
export { risingAbove, risingBelow } from './catapults/claims/rising-batches.js';
export {
  drops,
  endsOverStart,
  largestPeak,
  leastPeak,
  peakOf,
  risingSteps,
  runsOf,
  sharesAtPeak,
} from './catapults/claims/runs.js';
export { testSpread } from './catapults/claims/test-spread.js';
