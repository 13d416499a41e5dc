import type { DualActivation } from './dual-activation.js';
import { leakyReluDual } from './leaky-relu-dual.js';

const half = leakyReluDual(0);

/** D(ξ) = (√(1 - ξ²) + ξ (π - arccos ξ)) / π, of φ(x) = √2 max(x, 0): Cho and Saul's k1; its slope is their k0. */
export const reluDual: DualActivation = { ...half, name: 'ReLU' };
