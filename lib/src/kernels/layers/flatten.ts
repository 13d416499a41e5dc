import { type Matrix, zeros } from '../../linalg/matrix.js';
import { type KernelLayer, mapMatrices } from './layer-state.js';

/**
 * M'[i, j] = mean over pixels a of M[(i, a), (j, a)], for Σ and Θ: all pixels become channels, whose weights are
 * independent.
 * @example
 * ```ts
 * const x = fromRows([[1, 2, 3, 4]]);
 * flatten(pictureState(x, x, { channels: 1 })).sigma; // [[7.5]]
 * ```
 */
export const flatten: KernelLayer = (state) => {
  const p = state.size ** 2;
  return mapMatrices(state, 1, (m: Matrix) => {
    const out = zeros(m.rows / p, m.cols / p);
    for (let i = 0; i < out.rows; i++) {
      for (let j = 0; j < out.cols; j++) {
        let sum = 0;
        for (let a = 0; a < p; a++) sum += m.get(i * p + a, j * p + a);
        out.set(i, j, sum / p);
      }
    }
    return out;
  });
};
