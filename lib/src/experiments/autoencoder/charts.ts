/** The figures and tables of notebook 10: rows of its experiments -> what they draw. */

export { stretchingLaw } from './charts/stretching-law.js';
export { conservation } from './charts/conservation.js';
export { twoGaussians } from './charts/two-gaussians.js';
export { oneSample } from './charts/one-sample.js';
export { severalSamples } from './charts/several-samples.js';
export { analogies } from './charts/analogies.js';
export { degrees } from './charts/degrees.js';
export { frequency } from './charts/frequency.js';
export { opposites } from './charts/opposites.js';
export { categories } from './charts/categories.js';
export { wordNetworks } from './charts/word-networks.js';
export { drugs } from './charts/drugs.js';
export { drugNetworks } from './charts/drug-networks.js';
export { alignmentInTime } from './charts/alignment-in-time.js';
export { alternatives } from './charts/alternatives.js';
export { designer } from './charts/designer.js';
export { drugNetworkTable, madeUpWordTable, similarityTable } from './charts/tables.js';
