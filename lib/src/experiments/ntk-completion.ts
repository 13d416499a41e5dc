/**
 * The experiments of notebook 09: Simple, fast, and flexible framework for matrix completion with infinite width
 * networks.
 */

export { settings } from './ntk-completion/settings.js';

// Pictures
export { kernelPictures } from './ntk-completion/kernel-pictures.js';
export { kernelSlices } from './ntk-completion/kernel-slices.js';
export { drawnCompletion } from './ntk-completion/drawn-completion.js';
export { reconstruction } from './ntk-completion/reconstruction.js';
export { photographs } from './ntk-completion/photographs.js';
export { holes } from './ntk-completion/holes.js';
export { bilinearGap, bilinearPsnr } from './ntk-completion/bilinear.js';
export { priorLaboratory, identityCopy } from './ntk-completion/prior-laboratory.js';
export { eigenProEpochs } from './ntk-completion/eigenpro-epochs.js';
export { calibration, uncertaintyMap } from './ntk-completion/uncertainty.js';
export { leaveOneOutTuning } from './ntk-completion/leave-one-out.js';
export { largePicture } from './ntk-completion/large-picture.js';
export { completionTime } from './ntk-completion/completion-time.js';

// Tables
export { monteCarloKernel, widthConvergence } from './ntk-completion/wide-table-networks.js';
export { screening, screeningDepths, screeningEntries, screeningWins } from './ntk-completion/screening.js';
export { expressionSample } from './ntk-completion/expression-sample.js';
export { threeProblems } from './ntk-completion/three-problems.js';
export { ratingPriors } from './ntk-completion/rating-priors.js';
