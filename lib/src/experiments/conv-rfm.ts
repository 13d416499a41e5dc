/** The experiments of notebook 02: Mechanism of feature learning in convolutional neural networks. */

export { settings, cnfaVariants } from './conv-rfm/settings.js';
export { patchIdentity } from './conv-rfm/patch-identity.js';
export { cnfa, digitCnfa, type CnfaRow } from './conv-rfm/cnfa.js';
export { starRounds } from './conv-rfm/star.js';
export { noiseSweep, digitRounds } from './conv-rfm/noisy-digits.js';
export { digitFeatures } from './conv-rfm/digit-features.js';
export { houseNumbers } from './conv-rfm/house-numbers.js';
export { houseNetwork } from './conv-rfm/house-network.js';
export { localSignal } from './conv-rfm/local-signal.js';
export { imageRounds, noisyMnistWorld, imageSetWorld } from './conv-rfm/image-rounds.js';
export { oneStepAnsatz } from './conv-rfm/one-step-ansatz.js';
