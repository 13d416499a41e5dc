import type { Real } from '../../linalg/matrix.js';
import { checkRate, type Convention, type Optimiser, optimiserOf } from './optimiser.js';

/**
 * v ← v + g²,  w ← w - lr g / (√v + ε), v = 0 at the start, ε = 1e-10: PyTorch's `Adagrad`. tfjs starts at v = 0.1 and
 * divides by √(v + 1e-7).
 */
export function adagrad(
  parameters: readonly Real[],
  { learningRate, convention = 'pytorch' }: { learningRate: number; convention?: Convention },
): Optimiser {
  checkRate('adagrad', learningRate);
  const [inside, outside, start] = convention === 'pytorch' ? [0, 1e-10, 0] : [1e-7, 0, 0.1];
  const rule = (w: Real, g: Real, [v]: readonly Real[]): void => {
    for (let i = 0; i < w.length; i++) {
      v[i] += g[i] * g[i];
      w[i] -= (learningRate * g[i]) / (Math.sqrt(v[i] + inside) + outside);
    }
  };
  return optimiserOf('adagrad', parameters, rule, { states: 1, start });
}
