/** The figures and tables of the tour: rows of its experiments -> rows and a Vega-Lite spec. */

export { gramSpectrum } from './charts/gram-spectrum.js';
export { networkAgop } from './charts/network-agop.js';
export { oneDataSet, learnersTable } from './charts/one-data-set.js';
