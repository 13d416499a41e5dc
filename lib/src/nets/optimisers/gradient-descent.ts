import type { Real } from '../../linalg/matrix.js';
import { checkRate, type Optimiser, optimiserOf } from './optimiser.js';

/** w ← w - lr g. */
export function gradientDescent(
  parameters: readonly Real[],
  { learningRate }: { learningRate: number },
): Optimiser {
  checkRate('gradientDescent', learningRate);
  return optimiserOf('gradientDescent', parameters, (w, g) => {
    for (let i = 0; i < w.length; i++) w[i] -= learningRate * g[i];
  });
}
