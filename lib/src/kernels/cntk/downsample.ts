import { InputError } from '../../errors.js';
import { type PixelPairs, zeroPairs } from './pixel-pairs.js';

/**
 * M'[r, c, r', c'] = M[2r, 2c, 2r', 2c']: keeps the pixels of even rows and columns, size and period are halved.
 * @throws InputError if the size is odd, or the period odd and not 1: half of the pixels would have no partner.
 */
export function downsample({ size, period, values }: PixelPairs): PixelPairs {
  if (size % 2 !== 0) {
    throw new InputError('downsample', 'pairs', `are of a picture of odd size ${size}`, 'give an even size');
  }
  if (period % 2 !== 0 && period !== 1) {
    throw new InputError('downsample', 'pairs', `have the odd period ${period}`, 'give an even one, or 1');
  }
  const out = zeroPairs(size / 2, period === 1 ? 1 : period / 2);
  const [d, p] = [out.size, out.period];
  for (let phase = 0; phase < p * p; phase++) {
    const from = values.row(2 * Math.floor(phase / p) * period + 2 * (phase % p));
    const to = out.values.row(phase);
    for (let r = 0; r < d; r++) for (let c = 0; c < d; c++) to[r * d + c] = from[2 * r * size + 2 * c];
  }
  return out;
}
