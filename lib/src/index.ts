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

// Kernels: k(x, z) with gradients, under any feature matrix
export { laplace } from './kernels/laplace.js';
export { gaussian } from './kernels/gaussian.js';
export { generalisedLaplace } from './kernels/generalised-laplace.js';
export { productLaplace } from './kernels/product-laplace.js';
export { lpq } from './kernels/lpq.js';
export { sumPower } from './kernels/sum-power.js';
export { reluNtk } from './kernels/relu-ntk.js';
export { kernelFrom } from './kernels/kernel-from.js';
export { medianDistance } from './kernels/median-distance.js';
export type { Kernel, KernelSpec, TrainingPair } from './kernels/kernel.js';
export type { Metric } from './kernels/metric.js';

// Recursive feature machines
export { RFMRegressor } from './features/rfm/rfm-regressor.js';
export { RFMClassifier } from './features/rfm/rfm-classifier.js';
export { featureImportance } from './features/rfm/feature-importance.js';
export { rfmRounds, type RfmOptions, type RfmRound } from './features/rfm.js';
export { agop } from './features/agop.js';
export { RFMTree } from './learners/rfm-tree.js';
export { eigenPro } from './learners/eigenpro.js';
export { kernelLogistic, fitKernelLogistic } from './learners/kernel-logistic.js';
export { tabularMetrics } from './learners/tabular-metrics.js';

// Convolutional feature learning: kernels of images, the patch AGOP, ConvRFM
export { convNtk } from './kernels/conv-ntk.js';
export { meanPatchKernel } from './kernels/mean-patch-kernel.js';
export { patchAgop, patchTransform } from './features/patch-agop.js';
export { convRfm, type ConvRfmOptions, type ConvRfmRound } from './features/conv-rfm.js';
export { deepConvRfm, type DeepConvRfmOptions } from './features/deep-conv-rfm.js';
export { patchFilter } from './features/patch-filter.js';
export { edgeScores } from './features/edge-scores.js';
export { convNet, type ConvNet, type ConvLayer } from './nets/conv-net.js';
export { convPredict } from './nets/conv-predict.js';
export { trainConvNet } from './nets/train-conv-net.js';
export { convAgops, convAnsatz, type CnfaScores } from './features/cnfa.js';
export type { PatchKernel } from './kernels/patch-kernel.js';
export type { ImageShape } from './kernels/image-patches.js';

// Tangent kernels, critical learning rates, catapults
export { networkModel } from './nets/network-model.js';
export { tangentKernel } from './nets/tangent-kernel.js';
export { topEigenpairs } from './linalg/top-eigenpairs.js';
export { trackEigenpairs } from './linalg/track-eigenpairs.js';
export { criticalLearningRate } from './nets/critical-learning-rate.js';
export { spectralSplit } from './nets/spectral-split.js';
export { trajectory, type TrajectoryOptions, type TrajectoryState } from './nets/trajectory.js';
export { batchOrder } from './nets/batch-order.js';
export { meanSquaredError, logisticLoss, crossEntropy, type Loss } from './nets/loss.js';
export { optimiser, type OptimiserName } from './nets/optimisers/optimisers.js';
export type { TangentModel } from './nets/tangent-model.js';

// Neural quadratic models
export { twoLayerModels, twoLayerStart } from './nets/quadratic/two-layer-models.js';
export { jetQuadratic } from './nets/quadratic/jet-quadratic.js';
export { jetLinear } from './nets/quadratic/jet-linear.js';
export { oneExampleRun, normalisedRun, normalisedStep } from './nets/quadratic/one-example-map.js';
export { oneDimensionalRun } from './nets/quadratic/one-dimensional.js';
export { generalQuadraticRun, generalQuadraticMap } from './nets/quadratic/general-quadratic.js';

// Infinite depth
export { deepKernels } from './kernels/dual/deep-kernels.js';
export { taxonomy } from './kernels/dual/taxonomy.js';
export { singularLimit } from './kernels/dual/singular-limit.js';
export { optimalDual } from './kernels/dual/optimal-dual.js';
export { kernelTable } from './kernels/dual/kernel-table.js';
export {
  activationConstants,
  hermiteCoefficients,
  quadratureDual,
} from './kernels/dual/gaussian-quadrature.js';
export { textActivation } from './kernels/dual/text-activation.js';
export { numericDual } from './kernels/dual/numeric-dual.js';

// Kernels of infinitely wide networks, composed layer by layer
export { tableState, pictureState, type KernelLayer, type LayerState } from './kernels/layers/layer-state.js';
export { serial } from './kernels/layers/serial.js';
export { dense } from './kernels/layers/dense.js';
export { convolution } from './kernels/layers/convolution.js';
export { activation } from './kernels/layers/activation.js';
export { averagePool } from './kernels/layers/average-pool.js';
export { sampling } from './kernels/layers/sampling.js';
export { flatten } from './kernels/layers/flatten.js';

// Completion by infinitely wide networks
export { hourglass, type CntkLayer } from './kernels/cntk/cntk-layers.js';
export { cntk } from './kernels/cntk/cntk.js';
export { stationaryCntk } from './kernels/cntk/stationary-cntk.js';
export { priorPairs, stationaryPrior } from './kernels/cntk/prior-pairs.js';
export { pairsKernel } from './kernels/cntk/pairs-kernel.js';
export { columnNtk } from './kernels/column-ntk.js';
export { completePicture } from './learners/completion/complete-picture.js';
export { completeColumns } from './learners/completion/complete-columns.js';
export { completeRatings } from './learners/completion/complete-ratings.js';
export { coordinateRegression } from './learners/completion/coordinate-regression.js';
export { gramEigenPro } from './learners/completion/gram-eigenpro.js';
export { psnr } from './learners/completion/psnr.js';
export { ssim } from './learners/completion/ssim.js';

// Matrix inversion by adaptive SGD
export { stochasticInversion } from './learners/adaptive-sgd/stochastic-inversion.js';
export { newtonSchulz, newtonSchulzStart } from './learners/adaptive-sgd/newton-schulz.js';
export { newtonSchulzPolar, stochasticPolar } from './learners/adaptive-sgd/polar-steps.js';
export { orderOfConvergence } from './learners/adaptive-sgd/order-of-convergence.js';
export { gaussNewtonEpoch } from './learners/adaptive-sgd/two-layer-tanh.js';

// Transfer learning
export { kernelRegression, type Predictor } from './learners/transfer/predictor.js';
export { translate, project, safeTransfer, leaveOneOutResiduals } from './learners/transfer/transfer.js';
export { linearTransfer, translationRisk, projectionRisk } from './learners/transfer/linear-transfer.js';
export { logLaw } from './learners/transfer/log-law.js';
export { transferWarnings } from './learners/transfer/transfer-warnings.js';
export { stridedCntk } from './kernels/strided-cntk.js';
export { releasedReluNtk } from './kernels/released-relu-ntk.js';

// Autoencoders and the embeddings that they stretch
export {
  stretch,
  startForStretch,
  reluOneSampleNorm,
  oneSampleStretch,
} from './nets/autoencoders/stretch.js';
export { gradientFlowMode } from './nets/autoencoders/gradient-flow-mode.js';
export { stretchedEncoder, convergedGrams } from './nets/autoencoders/stretched-encoder.js';
export { linearAutoencoder } from './nets/autoencoders/linear-autoencoder.js';
export { autoencoder, encode, reconstruct } from './nets/autoencoders/autoencoder.js';
export { trainAutoencoder } from './nets/autoencoders/train-autoencoder.js';
export { translationCosines, analogyAnswers } from './learners/embeddings/translations.js';
export { pairCosines, referenceOrigin } from './learners/embeddings/similarity.js';
export { multidimensionalScaling, procrustes } from './learners/embeddings/multidimensional-scaling.js';

// Small networks and the neural feature ansatz
export { mlp, predict as predictMlp, type Mlp } from './nets/mlp.js';
export { trainMlp } from './nets/train-mlp.js';
export { mlpAnsatz, nfm, cosine, pearson } from './features/nfa.js';

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
export { dataset, provenance, type DatasetName, type Datasets, type Provenance } from './data/dataset.js';

// Errors and progress
export { InputError, NumericalError, DataError, Interrupted, type DataProblem } from './errors.js';
export type { Step } from './step.js';
