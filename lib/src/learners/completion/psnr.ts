import { checkMatrix } from '../../check.js';
import { InputError } from '../../errors.js';
import type { Matrix } from '../../linalg/matrix.js';

export interface PsnrOptions {
  /** Only these pixels count: the missing ones, for the PSNR of the hole. Default: all. */
  at?: Int32Array;
}

/**
 * 10 log₁₀(1 / mean (clip(x) - z)²) over pixels and channels: peak signal-to-noise ratio in dB of the picture x
 * `(channels, pixels)`, clipped to [0, 1], against the truth z. Equal pictures give Infinity.
 * @throws InputError if shapes differ or `at` is empty.
 * @example
 * ```ts
 * psnr(fromRows([[0.5]]), fromRows([[0.6]])); // 20
 * ```
 */
export function psnr(x: Matrix, z: Matrix, { at }: PsnrOptions = {}): number {
  checkMatrix('psnr', 'x', x);
  checkMatrix('psnr', 'z', z, { rows: x.rows, cols: x.cols });
  const pixels = at ?? Int32Array.from({ length: x.cols }, (_, p) => p);
  if (pixels.length === 0) throw new InputError('psnr', 'at', 'is empty', 'give at least one pixel');
  let sum = 0;
  for (let c = 0; c < x.rows; c++) {
    for (const p of pixels) sum += (Math.min(Math.max(x.get(c, p), 0), 1) - z.get(c, p)) ** 2;
  }
  return 10 * Math.log10((x.rows * pixels.length) / sum);
}
