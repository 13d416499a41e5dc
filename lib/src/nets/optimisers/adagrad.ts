import type { Real } from '../../linalg/matrix.js';
import { checkRate, type Convention, type Optimiser, optimiserOf } from './optimiser.js';

/**
 * v ← v + g²,  w ← w - lr g / (√v + ε), v = 0 at the start, ε = 1e-10 unless given: PyTorch's `Adagrad`. tfjs starts at
 * v = 0.1 and divides by √(v + 1e-7), where `epsilon` has no part.
 */
export function adagrad(
  parameters: readonly Real[],
  {
    learningRate,
    convention = 'pytorch',
    epsilon = 1e-10,
  }: { learningRate: number; convention?: Convention; epsilon?: number },
): Optimiser {
  checkRate('adagrad', learningRate);
  const [inside, outside, start] = convention === 'pytorch' ? [0, epsilon, 0] : [1e-7, 0, 0.1];
  const rule = (w: Real, g: Real, [v]: readonly Real[]): void => {
    for (let i = 0; i < w.length; i++) {
      v[i] += g[i] * g[i];
      w[i] -= (learningRate * g[i]) / (Math.sqrt(v[i] + inside) + outside);
    }
  };
  return optimiserOf('adagrad', parameters, rule, { states: 1, start });
}
