import type { Real } from '../../linalg/matrix.js';
import { checkRate, type Convention, type Optimiser, optimiserOf } from './optimiser.js';

export interface RmspropOptions {
  learningRate: number;
  /** ρ; 0.99 as PyTorch, 0.9 as tfjs has it. */
  decay?: number;
  convention?: Convention;
}

/**
 * v ← ρ v + (1-ρ) g²,  w ← w - lr g / (√v + ε), ε = 1e-8: PyTorch's `RMSprop`. tfjs adds its ε, 1e-7, under the root:
 * w ← w - lr g / √(v + ε).
 */
export function rmsprop(
  parameters: readonly Real[],
  { learningRate, convention = 'pytorch', decay = convention === 'pytorch' ? 0.99 : 0.9 }: RmspropOptions,
): Optimiser {
  checkRate('rmsprop', learningRate);
  const [inside, outside] = convention === 'pytorch' ? [0, 1e-8] : [1e-7, 0];
  const rule = (w: Real, g: Real, [v]: readonly Real[]): void => {
    for (let i = 0; i < w.length; i++) {
      v[i] = decay * v[i] + (1 - decay) * g[i] * g[i];
      w[i] -= (learningRate * g[i]) / (Math.sqrt(v[i] + inside) + outside);
    }
  };
  return optimiserOf('rmsprop', parameters, rule, { states: 1 });
}
