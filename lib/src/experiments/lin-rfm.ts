/** The experiments of notebook 01: Linear Recursive Feature Machines provably recover low-rank matrices. */

export { settings } from './lin-rfm/settings.js';

// F1 to F9
export { loopOpened } from './lin-rfm/loop-opened.js';
export { completionCurve, deepLinearCurve, linRfmName } from './lin-rfm/completion-curve.js';
export { sparseCurve, deepDiagonalCurve } from './lin-rfm/sparse-curve.js';
export { irlsEquivalence, objectiveDescent } from './lin-rfm/irls-equivalence.js';
export { neuralFeatureAnsatz } from './lin-rfm/neural-feature-ansatz.js';
export { authorsRun, millionsMissing, runTime, timeToTarget } from './lin-rfm/run-time.js';
export { scheduleAndSide } from './lin-rfm/schedule-and-side.js';
export { localOrder } from './lin-rfm/local-order.js';

// Beyond the paper
export { alphaDial } from './lin-rfm/alpha-dial.js';
export { chosenByValidation, movieRatings } from './lin-rfm/movie-ratings.js';

// The problems they all draw from
export { completionProblem, hiddenMse, relativeError, sparseProblem } from './lin-rfm/problems.js';
