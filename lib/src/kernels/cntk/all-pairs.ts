import { modulo, type PixelPairs, zeroPairs } from './pixel-pairs.js';

/** The same kernel with all d² x d² pairs held in place of the slices of one period. */
export function allPairs(pairs: PixelPairs): PixelPairs {
  const { size: d, period, values } = pairs;
  if (period === d) return pairs;
  const out = zeroPairs(d, d);
  for (let p = 0; p < d * d; p++) {
    const [r, c] = [Math.floor(p / d), p % d];
    const from = values.row((r % period) * period + (c % period));
    const to = out.values.row(p);
    const [down, right] = [r - (r % period), c - (c % period)];
    for (let k = 0; k < d * d; k++) {
      to[k] = from[modulo(Math.floor(k / d) - down, d) * d + modulo((k % d) - right, d)];
    }
  }
  return out;
}
