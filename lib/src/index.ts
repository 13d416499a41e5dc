/**
 * The library's table of contents. Everything is also importable by its own path, such as `agop/linalg/matmul`.
 */

// Matrices and random numbers
export { Matrix, zeros, identity, fromRows, transpose, type Precision, type Real } from './linalg/matrix.js';
export { Random } from './linalg/random.js';

// Linear algebra on BLAS and LAPACK; engineInfo says which
export { engineInfo, setThreads, type EngineInfo } from './linalg/engine.js';
export { matmul, matmulAsync } from './linalg/matmul.js';
export { gram, gramAsync } from './linalg/gram.js';
export { gemv } from './linalg/gemv.js';
export { norm } from './linalg/norm.js';
export { cholesky, choleskyAsync, choleskySolve, choleskySolveAsync, logdet } from './linalg/cholesky.js';
export { luSolve } from './linalg/lu-solve.js';
export { qr } from './linalg/qr.js';
export { eigh, eighAsync } from './linalg/eigh.js';
export { svd, svdAsync } from './linalg/svd.js';
export { lstsq } from './linalg/lstsq.js';
export { psdPower, psdPowerAsync } from './linalg/psd-power.js';
export { conjugateGradient } from './linalg/conjugate-gradient.js';

// Elementwise maps, in place, on all cores
export { mapExp, mapLog, mapSqrt } from './elementwise/plain-maps.js';
export {
  mapLaplace,
  mapLaplaceFactor,
  mapGaussian,
  mapGaussianFactor,
  mapGeneralisedLaplace,
} from './elementwise/gram-maps.js';
export { mapReluStep } from './elementwise/map-relu-step.js';

// lin-RFM: matrix completion, dense sensing, sparse regression
export { observed, observedWhere, zeroFilled, type Observed } from './features/observed.js';
export { complete, svdFreeLinRfm } from './features/svd-free-lin-rfm.js';
export { linRfm, linRfmSensing, linRfmAgop, type LinRfmOptions } from './features/lin-rfm.js';
export { linRfmSparse } from './features/lin-rfm-sparse.js';
export { linRfmObjective, schatten } from './features/lin-rfm-objective.js';
export { geometric, type Schedule } from './features/schedules.js';

// What lin-RFM is compared with
export { irls } from './features/irls.js';
export { minNuclearNorm } from './features/nuclear-norm.js';
export { softImpute } from './features/soft-impute.js';
export { basisPursuit } from './features/basis-pursuit.js';
export { trainDeepLinear, deepLinearLoss } from './features/deep-linear.js';
export { trainDeepDiagonal, deepDiagonalLoss } from './features/deep-diagonal.js';

// Data sets
export { dataset, type DatasetName, type Datasets, type Provenance } from './data/dataset.js';

// Errors and progress
export { InputError, NumericalError, DataError, Interrupted, type DataProblem } from './errors.js';
export type { Step } from './step.js';
