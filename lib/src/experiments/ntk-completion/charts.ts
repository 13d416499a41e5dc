/** The figures and tables of notebook 09: rows of its experiments to Vega-Lite specs and to tables. */

// Tables of samples, drugs and ratings
export { threeProblems } from './charts/three-problems.js';
export { widthConvergence } from './charts/width-convergence.js';
export { screeningMethods } from './charts/screening-methods.js';
export { screeningTable } from './charts/screening-table.js';
export { screeningEntries } from './charts/screening-entries.js';
export { screeningWins } from './charts/screening-wins.js';
export { ratingPriors } from './charts/rating-priors.js';
export { bilinearTable, expressionTable, largeTable, slicesTable } from './charts/tables.js';

// Pictures
export { pictureStrip } from './charts/picture-strip.js';
export { drawnCompletion } from './charts/drawn-completion.js';
export { reconstruction } from './charts/reconstruction.js';
export { scales } from './charts/scales.js';
export { holes } from './charts/holes.js';
export { photographs } from './charts/photographs.js';
export { priorLaboratory } from './charts/prior-laboratory.js';
export { bilinearPsnr } from './charts/bilinear-psnr.js';
export { eigenProEpochs } from './charts/eigenpro-epochs.js';
export { calibration } from './charts/calibration.js';
export { leaveOneOut } from './charts/leave-one-out.js';
