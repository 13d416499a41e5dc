import type { Real } from '../../linalg/matrix.js';
import { checkRate, type Convention, type Optimiser, optimiserOf } from './optimiser.js';

export interface AdadeltaOptions {
  learningRate: number;
  /** ρ; 0.9 as PyTorch, 0.95 as tfjs has it. */
  decay?: number;
  convention?: Convention;
}

/**
 * v ← ρ v + (1-ρ) g²,  s = g √(m + ε) / √(v + ε),  m ← ρ m + (1-ρ) s²,  w ← w - lr s (Zeiler 2012), ε = 1e-6: PyTorch's
 * `Adadelta`. tfjs has ε = 1e-7 and takes s from v as it was before this gradient.
 */
export function adadelta(
  parameters: readonly Real[],
  { learningRate, convention = 'pytorch', decay = convention === 'pytorch' ? 0.9 : 0.95 }: AdadeltaOptions,
): Optimiser {
  checkRate('adadelta', learningRate);
  const epsilon = convention === 'pytorch' ? 1e-6 : 1e-7;
  const rule = (w: Real, g: Real, [v, m]: readonly Real[]): void => {
    for (let i = 0; i < w.length; i++) {
      const old = v[i];
      v[i] = decay * old + (1 - decay) * g[i] * g[i];
      const square = convention === 'pytorch' ? v[i] : old;
      const step = (g[i] * Math.sqrt(m[i] + epsilon)) / Math.sqrt(square + epsilon);
      m[i] = decay * m[i] + (1 - decay) * step * step;
      w[i] -= learningRate * step;
    }
  };
  return optimiserOf('adadelta', parameters, rule, { states: 2 });
}
