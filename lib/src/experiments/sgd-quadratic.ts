/** The experiments of notebook 08: Local quadratic convergence of SGD with adaptive step size. */

export { settings } from './sgd-quadratic/settings.js';
export { identities, scalarDivision } from './sgd-quadratic/scalar.js';
export {
  basin,
  conditionNumber,
  inversionByEpoch,
  leadingTerm,
  localOrder,
} from './sgd-quadratic/inversion.js';
export { coherenceSweep, linearFactor } from './sgd-quadratic/network.js';
export { polarFactor } from './sgd-quadratic/polar.js';
