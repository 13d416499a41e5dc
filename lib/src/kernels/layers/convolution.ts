import { checkInteger, checkNonNegative, checkPositive } from '../../check.js';
import { patchSums } from '../cntk/patch-sums.js';
import { type KernelLayer, mapPictures, weigh, type WeightOptions } from './layer-state.js';

/**
 * Σ <- w P_q(Σ)/q² + b, Θ <- Σ + w P_q(Θ)/q² (the new Σ): a q x q convolution with joined edges, P_q the sum over the
 * window of both pixels moved alike.
 * @throws InputError on a window below 1 or variances out of range.
 * @example
 * ```ts
 * const ones = fromRows([new Array<number>(9).fill(1)]);
 * convolution({ window: 3, weights: 2 })(pictureState(ones, ones, { channels: 1 })).sigma.get(0, 0); // 2
 * ```
 */
export function convolution({
  window = 3,
  weights = 1,
  biases = 0,
}: WeightOptions & { window?: number } = {}): KernelLayer {
  checkInteger('convolution', 'window', window, 1);
  checkPositive('convolution', 'weights', weights);
  checkNonNegative('convolution', 'biases', biases);
  return (state) => {
    const summed = mapPictures(state, (pairs) => patchSums(pairs, window));
    return weigh(summed, { weights: weights / window ** 2, biases });
  };
}
