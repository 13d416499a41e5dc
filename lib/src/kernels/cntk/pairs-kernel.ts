import { zeros } from '../../linalg/matrix.js';
import type { CoordinateKernel } from '../coordinate-kernel.js';
import { modulo, type PixelPairs } from './pixel-pairs.js';

/**
 * The pairs of a d x d picture as a kernel over its d² pixels.
 * @example
 * ```ts
 * const kernel = pairsKernel(priorPairs(fromRows([[1, 2, 3, 4]])));
 * kernel.diagonal(Int32Array.of(0, 3)); // [1, 16]
 * ```
 */
export function pairsKernel({ size: d, period, values }: PixelPairs): CoordinateKernel {
  const entry = (p: number, other: number): number => {
    const [r, c] = [Math.floor(p / d), p % d];
    const [a, b] = [r % period, c % period];
    const row = modulo(Math.floor(other / d) - r + a, d);
    return values.get(a * period + b, row * d + modulo((other % d) - c + b, d));
  };
  return {
    count: d * d,
    block(rows, cols) {
      const out = zeros(rows.length, cols.length);
      for (let i = 0; i < rows.length; i++) {
        const to = out.row(i);
        if (period === d) {
          const from = values.row(rows[i]);
          for (let j = 0; j < cols.length; j++) to[j] = from[cols[j]];
        } else {
          for (let j = 0; j < cols.length; j++) to[j] = entry(rows[i], cols[j]);
        }
      }
      return out;
    },
    diagonal: (at) => Float64Array.from(at, (p) => entry(p, p)),
  };
}
