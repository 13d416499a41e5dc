/** The figures of notebook 08: rows of its experiments -> rows and a Vega-Lite spec. */

export { division } from './charts/division.js';
export { inversion } from './charts/inversion.js';
export { localOrder } from './charts/local-order.js';
export { condition } from './charts/condition.js';
export { basin } from './charts/basin.js';
export { network } from './charts/network.js';
export { linearFactor } from './charts/linear-factor.js';
export { staircase } from './charts/staircase.js';
export { phases } from './charts/phases.js';
export { polar } from './charts/polar.js';
