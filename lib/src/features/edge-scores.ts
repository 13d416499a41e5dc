import { checkInteger, checkVector } from '../check.js';

export interface EdgeScores {
  /** C |m|² / |u|²: 1 for a filter that weighs all channels alike, a colourless one. */
  luminance: number;
  /** (Σ m)² / (k |m|²): 1 for a local average, 0 for a filter that does not see a flat area. */
  dc: number;
}

/**
 * What a patch direction u `(channels · k)` responds to; m `(k)` its mean over channels. A colourless edge detector has
 * luminance near 1 and dc near 0.
 *
 * @throws InputError if u is no whole number of channels.
 * @example
 * ```ts
 * // A colourless edge in three channels of two pixels.
 * edgeScores([1, -1, 1, -1, 1, -1], 3); // { luminance: 1, dc: 0 }
 * ```
 */
export function edgeScores(u: ArrayLike<number>, channels: number): EdgeScores {
  const fn = 'edgeScores';
  checkInteger(fn, 'channels', channels, 1);
  checkInteger(fn, 'u.length / channels', u.length / channels, 1);
  const vector = Float64Array.from(u);
  checkVector(fn, 'u', vector, u.length, 'float64');
  const k = vector.length / channels;
  const mean = new Float64Array(k);
  let square = 0;
  for (let i = 0; i < vector.length; i++) {
    mean[i % k] += vector[i] / channels;
    square += vector[i] ** 2;
  }
  let [sum, meanSquare] = [0, 0];
  for (const value of mean) {
    sum += value;
    meanSquare += value ** 2;
  }
  return { luminance: (channels * meanSquare) / square, dc: sum ** 2 / (k * meanSquare) };
}
