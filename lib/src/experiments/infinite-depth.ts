/** The experiments of notebook 07: Wide and deep neural networks achieve consistency for classification. */

export { settings } from './infinite-depth/settings.js';

// Activations
export { activationClasses, classOf, dualCurves } from './infinite-depth/duals.js';
export { cobweb } from './infinite-depth/cobweb.js';

// Depth
export {
  agreementWithLimit,
  regressionDies,
  singularity,
  stableAgainstNaive,
  tangentLimit,
  tangentRatio,
} from './infinite-depth/depth.js';
export { finiteWidth } from './infinite-depth/finite-width.js';

// Classification
export { accuracyOfLimits } from './infinite-depth/accuracy.js';
export { decisionMaps, dialMaps, typedMaps } from './infinite-depth/decision-maps.js';
