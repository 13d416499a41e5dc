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

// What the claims measure
export { optimalExponentGap } from './infinite-depth/claims/optimal-exponent-gap.js';
export { agreementAt } from './infinite-depth/claims/agreement-at.js';
export {
  exponentGap,
  periodGap,
  swing,
  tangentExponentGap,
} from './infinite-depth/claims/singular-exponents.js';
export { accuracyAt } from './infinite-depth/claims/accuracy-at.js';
export { accuracyGap, bayesGapClosed, leadOverNearest } from './infinite-depth/claims/accuracy-gaps.js';
export { agreementChange, distanceFromZero } from './infinite-depth/claims/regression-dies.js';
export { ratioGap } from './infinite-depth/claims/ratio-gap.js';
export { widthDeviation } from './infinite-depth/claims/width-deviation.js';
