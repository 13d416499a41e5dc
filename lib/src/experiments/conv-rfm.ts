/** The experiments of notebook 02: Mechanism of feature learning in convolutional neural networks. */

export { settings } from './conv-rfm/settings.js';
export { starRounds } from './conv-rfm/star.js';
export { noiseSweep, digitRounds } from './conv-rfm/noisy-digits.js';
export { houseNumbers } from './conv-rfm/house-numbers.js';
export { localSignal } from './conv-rfm/local-signal.js';
export { imageRounds, noisyMnistWorld, imageSetWorld } from './conv-rfm/image-rounds.js';
export { oneStepAnsatz } from './conv-rfm/one-step-ansatz.js';
