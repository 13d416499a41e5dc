/** The experiments of notebook 04: Mechanism for feature learning in neural networks and backpropagation-free machine learning models. */

export { settings } from './rfm/settings.js';

// Synthetic regression targets
export { gradientCheck } from './rfm/gradient-check.js';
export { lowRank, lowRankMetric } from './rfm/low-rank.js';
export { authorsTwoCoordinates, twoCoordinates } from './rfm/two-coordinates.js';
export { sampleComplexity } from './rfm/sample-complexity.js';
export { stepper } from './rfm/stepper.js';

// Of rows
export { median, where } from './summary.js';
