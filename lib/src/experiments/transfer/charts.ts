/** The figures of notebook 05: rows of its experiments -> rows and a Vega-Lite spec. */

export { kernels } from './charts/kernels.js';
export { unseenSigns } from './charts/unseen-signs.js';
export { convolutional } from './charts/convolutional.js';
export { corruptions } from './charts/corruptions.js';
export { correction } from './charts/correction.js';
export { controls } from './charts/controls.js';
export { safeTransfer } from './charts/safe-transfer.js';
export { scalingLaw } from './charts/scaling-law.js';
export { drugScreens } from './charts/drug-screens.js';
export { linearLaws } from './charts/linear-laws.js';
export { transferDial } from './charts/transfer-dial.js';
export { phases } from './charts/phases.js';
export { eigenPro } from './charts/eigen-pro.js';
