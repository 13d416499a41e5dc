/** The experiments of notebook 06: Quadratic models for understanding catapult dynamics of neural networks. */

export { settings } from './quadratic/settings.js';

// One example
export { mapRegimes } from './quadratic/map-regimes.js';
export { oneExampleModels } from './quadratic/one-example-models.js';

// Several examples
export { oneDimensionalDirections } from './quadratic/one-dimensional-directions.js';
export { convTopDirection, topDirection } from './quadratic/top-direction.js';
export { generalModel } from './quadratic/general-model.js';

// Width
export { widthScaling } from './quadratic/width-scaling.js';
export { divergenceThreshold } from './quadratic/divergence-threshold.js';
export { pathLength } from './quadratic/path-length.js';

// Generalisation
export { featureAlignment } from './quadratic/feature-alignment.js';
export {
  cifarConvSweep,
  cifarSweep,
  cifarTopDirection,
  digitSweep,
  mnistConvSweep,
  mnistSweep,
  newsSweep,
  shiftedSweep,
  spokenSweep,
} from './quadratic/data-sweeps.js';
export { rateSweep } from './quadratic/rate-sweep.js';
export { drawFrom, drawShifted } from './quadratic/labelled.js';
export { pooledPair } from './quadratic/pooled-images.js';
export { digitPair, imagePair, newsPair, spokenPair } from './quadratic/real-data.js';
