import type { Real } from '../../linalg/matrix.js';
import { checkRate, type Optimiser, optimiserOf } from './optimiser.js';

/** v ← μ v + g,  w ← w - lr v: PyTorch's `SGD(momentum)` without dampening, and tfjs's `train.momentum`. */
export function momentum(
  parameters: readonly Real[],
  { learningRate, momentum: mu = 0.9 }: { learningRate: number; momentum?: number },
): Optimiser {
  checkRate('momentum', learningRate);
  const rule = (w: Real, g: Real, [v]: readonly Real[]): void => {
    for (let i = 0; i < w.length; i++) {
      v[i] = mu * v[i] + g[i];
      w[i] -= learningRate * v[i];
    }
  };
  return optimiserOf('momentum', parameters, rule, { states: 1 });
}
