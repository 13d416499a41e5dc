/** The experiments of notebook 02: Mechanism of feature learning in convolutional neural networks. */
import type { UciCollection } from '../data/uci.js';
import * as ansatz from './conv-rfm/cnfa.js';
import * as features from './conv-rfm/digit-features.js';
import * as house from './conv-rfm/house-network.js';
import * as numbers from './conv-rfm/house-numbers.js';
import * as noisy from './conv-rfm/noisy-digits.js';
import { type Digits, opticalDigits } from './rfm/optical-digits.js';

/** An experiment on the optical digits, which may come as the collection that holds them. */
type OnDigits<F extends (digits: Digits) => unknown> = (source: Digits | UciCollection) => ReturnType<F>;

const onDigits =
  <E>(make: (digits: Digits) => E) =>
  (source: Digits | UciCollection): E =>
    make('labels' in source ? source : opticalDigits(source));

export { each } from './each.js';
export { settings, cnfaVariants, roundChanges } from './conv-rfm/settings.js';
export { patchIdentity } from './conv-rfm/patch-identity.js';
export { cnfa, type CnfaRow } from './conv-rfm/cnfa.js';
export const digitCnfa: OnDigits<typeof ansatz.digitCnfa> = onDigits(ansatz.digitCnfa);
export { starRounds } from './conv-rfm/star.js';
export const noiseSweep: OnDigits<typeof noisy.noiseSweep> = onDigits(noisy.noiseSweep);
export const digitRounds: OnDigits<typeof noisy.digitRounds> = onDigits(noisy.digitRounds);
export const digitFeatures: OnDigits<typeof features.digitFeatures> = onDigits(features.digitFeatures);
export const houseNumbers: OnDigits<typeof numbers.houseNumbers> = onDigits(numbers.houseNumbers);
export const houseNetwork: OnDigits<typeof house.houseNetwork> = onDigits(house.houseNetwork);
export { localSignal } from './conv-rfm/local-signal.js';
export { imageRounds, noisyMnistRounds } from './conv-rfm/image-rounds.js';
export { oneStepAnsatz } from './conv-rfm/one-step-ansatz.js';
