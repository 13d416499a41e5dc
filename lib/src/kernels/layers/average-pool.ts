import { checkInteger } from '../../check.js';
import { InputError } from '../../errors.js';
import { type PixelPairs, zeroPairs } from '../cntk/pixel-pairs.js';
import { type KernelLayer, mapPictures } from './layer-state.js';

/**
 * M'[A, B] = mean of M[a, b] over the k x k pixels a of A and b of B, for Σ and Θ: average pooling of k x k without
 * overlap. Without `window` the whole picture becomes one pixel.
 * @throws InputError if the size is no multiple of k.
 * @example
 * ```ts
 * const x = fromRows([[1, 2, 3, 4]]);
 * averagePool()(pictureState(x, x, { channels: 1 })).sigma; // [[6.25]]
 * ```
 */
export function averagePool({ window }: { window?: number } = {}): KernelLayer {
  if (window !== undefined) checkInteger('averagePool', 'window', window, 1);
  return (state) => mapPictures(state, (pairs) => pooled(pairs, window ?? state.size));
}

function pooled({ size, values }: PixelPairs, k: number): PixelPairs {
  if (size % k !== 0) {
    throw new InputError('averagePool', 'window', `is ${k}`, `give a divisor of the size, ${size}`);
  }
  const out = zeroPairs(size / k, size / k);
  const home = Int32Array.from({ length: size ** 2 }, (_, a) => {
    return Math.floor(Math.floor(a / size) / k) * out.size + Math.floor((a % size) / k);
  });
  for (let a = 0; a < size ** 2; a++) {
    const [from, to] = [values.row(a), out.values.row(home[a])];
    for (let b = 0; b < size ** 2; b++) to[home[b]] += from[b] / k ** 4;
  }
  return out;
}
