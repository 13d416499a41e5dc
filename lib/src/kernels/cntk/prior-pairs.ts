import { checkFinite, checkInteger } from '../../check.js';
import { InputError } from '../../errors.js';
import { gram } from '../../linalg/gram.js';
import { type Matrix, transpose } from '../../linalg/matrix.js';
import { type PixelPairs, zeroPairs } from './pixel-pairs.js';

/**
 * Σ₀[p, p'] = Σ_c X_c[p] X_c[p'] of a prior of channels X `(channels, d²)`, each a d x d picture in row-major order.
 * @throws InputError unless the channels are square pictures of finite numbers.
 * @example
 * ```ts
 * const pairs = priorPairs(fromRows([[1, 2, 3, 4]]));
 * pairsKernel(pairs).block(Int32Array.of(1), Int32Array.of(2)); // [[6]]
 * ```
 */
export function priorPairs(channels: Matrix): PixelPairs {
  const size = Math.round(Math.sqrt(channels.cols));
  if (size ** 2 !== channels.cols || size === 0) {
    const problem = `have ${channels.cols} pixels`;
    throw new InputError('priorPairs', 'channels', problem, 'give square pictures, one a row');
  }
  checkFinite('priorPairs', 'channels', channels.data);
  return { size, period: size, values: gram(transpose(channels)) };
}

/**
 * Σ₀[p, p'] = 1/300 if p = p', else 1/400: the second moments of noise uniform on (0, 0.1), the prior of the paper's
 * code where none is given. It is the same for all pixels: its period is 1.
 * @throws InputError unless the size is an integer of at least 1.
 * @example
 * ```ts
 * pairsKernel(stationaryPrior(4)).block(Int32Array.of(0), Int32Array.of(0, 5)); // [[0.00333333, 0.0025]]
 * ```
 */
export function stationaryPrior(size: number): PixelPairs {
  checkInteger('stationaryPrior', 'size', size, 1);
  const pairs = zeroPairs(size, 1);
  pairs.values.data.fill(1 / 400);
  pairs.values.data[0] = 1 / 300;
  return pairs;
}
