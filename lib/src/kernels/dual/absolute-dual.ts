import type { DualActivation } from './dual-activation.js';
import { leakyReluDual } from './leaky-relu-dual.js';

const mirrored = leakyReluDual(-1);

/** D(ξ) = (2/π) (√(1 - ξ²) + ξ asin ξ), of φ(x) = |x|. */
export const absoluteDual: DualActivation = { ...mirrored, name: '|x|' };
