/**
 * The experiments of notebook 04: Mechanism for feature learning in neural networks and backpropagation-free machine
 * learning models.
 */

export { settings } from './rfm/settings.js';

// The ansatz
export { oneStepAnsatz } from './rfm/one-step-ansatz.js';
export { digitsAnsatz, lowRankAnsatz } from './rfm/nfa-mlp.js';
export { firstLayerOnly } from './rfm/first-layer-only.js';
export { nfaArchitectures } from './rfm/nfa-architectures.js';
export { nfaSensitivity } from './rfm/nfa-sensitivity.js';
export { nfaPhaseDiagram } from './rfm/nfa-phase-diagram.js';

// Synthetic regression targets
export { gradientCheck } from './rfm/gradient-check.js';
export { lowRank, lowRankMetric } from './rfm/low-rank.js';
export { authorsTwoCoordinates, twoCoordinates } from './rfm/two-coordinates.js';
export { sampleComplexity } from './rfm/sample-complexity.js';
export { networkVsRfm } from './rfm/network-vs-rfm.js';

// Synthetic images
export { faces } from './rfm/faces.js';
export { spurious } from './rfm/spurious.js';
export { lottery } from './rfm/lottery.js';
export { simplicityBias } from './rfm/dominoes.js';
export { stripPixels, stripRounds } from './rfm/strips.js';
export { grokkingNetwork, grokkingRfm } from './rfm/grokking.js';

// Tables
export { uciParts, uciTable } from './rfm/uci-table.js';
export { tableComparison } from './rfm/table-comparison.js';
export { pairedDifferences, tableSummary } from './rfm/table-summary.js';
export { pmlbComparison } from './rfm/pmlb-comparison.js';
export { digitsRounds } from './rfm/digits-rounds.js';

// Solvers
export { eigenProPasses } from './rfm/eigenpro-passes.js';

// Beyond the paper
export { stepper } from './rfm/stepper.js';

// Of settings and rows
export { each } from './each.js';
