/** The figures of notebook 06: rows of its experiments -> rows and a Vega-Lite spec. */

export { regimes } from './charts/regimes.js';
export { taylorModels } from './charts/taylor-models.js';
export { oneDimensional } from './charts/one-dimensional.js';
export { topDirection } from './charts/top-direction.js';
export { generalModel } from './charts/general-model.js';
export { pathLength } from './charts/path-length.js';
export { testLoss } from './charts/test-loss.js';
export { testAccuracy } from './charts/test-accuracy.js';
export { convTopDirection } from './charts/conv-top-direction.js';
export { universalCurve } from './charts/universal-curve.js';
export { portrait } from './charts/portrait.js';
export { features } from './charts/features.js';
