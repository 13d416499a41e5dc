/** The figures of notebook 04: rows of its experiments -> rows and a Vega-Lite spec. */

export { importance } from './charts/importance.js';
export { lowRank } from './charts/low-rank.js';
export { twoCoordinates } from './charts/two-coordinates.js';
export { sampleComplexity } from './charts/sample-complexity.js';
export { networkVsRfm } from './charts/network-vs-rfm.js';
export { ansatz } from './charts/ansatz.js';
export { phaseDiagram } from './charts/phase-diagram.js';
export { faces } from './charts/faces.js';
export { spurious } from './charts/spurious.js';
export { lottery } from './charts/lottery.js';
export { dominoes } from './charts/dominoes.js';
export { strips } from './charts/strips.js';
export { grokking } from './charts/grokking.js';
export { uci } from './charts/uci.js';
export { digits } from './charts/digits.js';
export { eigenPro } from './charts/eigenpro.js';
export { stepper } from './charts/stepper.js';
export { pmlbTable, uciTable } from './charts/tables.js';
