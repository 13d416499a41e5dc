/** The figures and tables of notebook 07: rows of its experiments to Vega-Lite specs and to tables. */

// Activations
export { dualCurves } from './charts/dual-curves.js';
export { cobweb } from './charts/cobweb.js';
export { taxonomy } from './charts/taxonomy.js';
export { constantsTable, typedConstants } from './charts/constants-table.js';
export { typedMaps } from './charts/typed-maps.js';

// Depth
export { agreement } from './charts/agreement.js';
export { marginsTable } from './charts/margins-table.js';
export { decisionMaps } from './charts/decision-maps.js';
export { singularity } from './charts/singularity.js';
export { regression } from './charts/regression.js';
export { tangentRatio } from './charts/tangent-ratio.js';
export { tangentLimit } from './charts/tangent-limit.js';
export { finiteWidth } from './charts/finite-width.js';

// Classification
export { accuracy } from './charts/accuracy.js';
export { accuracyDial } from './charts/accuracy-dial.js';
export { dialMaps } from './charts/dial-maps.js';
