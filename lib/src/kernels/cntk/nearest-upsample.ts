import { type PixelPairs, zeroPairs } from './pixel-pairs.js';

/** M'[r, c, r', c'] = M[⌊r/2⌋, ⌊c/2⌋, ⌊r'/2⌋, ⌊c'/2⌋]: each pixel becomes four, size and period are doubled. */
export function nearestUpsample({ size, period, values }: PixelPairs): PixelPairs {
  const out = zeroPairs(2 * size, 2 * period);
  const [from, to] = [values.data, out.values.data];
  const d = 2 * size;
  const p = 2 * period;
  let at = 0;
  for (let phase = 0; phase < p * p; phase++) {
    const slice = ((Math.floor(phase / p) >> 1) * period + ((phase % p) >> 1)) * size * size;
    for (let r = 0; r < d; r++) {
      const start = slice + (r >> 1) * size;
      for (let c = 0; c < size; c++, at += 2) {
        to[at] = from[start + c];
        to[at + 1] = from[start + c];
      }
    }
  }
  return out;
}
