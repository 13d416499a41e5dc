/** The experiments of notebook 05: Transfer learning with kernel methods. */

export { settings } from './transfer/settings.js';
export {
  digitTask,
  digitsToParity,
  garmentsToDigits,
  garmentsToGroups,
  pictureTask,
  smallDigitTask,
  thingsToSigns,
} from './transfer/image-tasks.js';

// Translation
export { translationOf } from './transfer/translation.js';
export { explainedCorrection } from './transfer/correction.js';
export { expressionTranslation, viabilityProjection } from './transfer/drug-screen.js';

// Projection
export { signProjection, signWorld } from './transfer/sign-projection.js';
export { syntheticProjection } from './transfer/synthetic-projection.js';
export { relabelling } from './transfer/relabelling.js';

// Laws and solvers
export { projectionLaw, translationLaw } from './transfer/linear-laws.js';
export { eigenProConvergence, kernelShapes } from './transfer/solver.js';
