import { checkInteger } from '../../check.js';
import { InputError } from '../../errors.js';

/**
 * A layer of a completion network: a q x q convolution (all but the last with the activation), or a change of size by
 * 2.
 */
export type CntkLayer = { convolution: number } | 'down' | 'nearest' | 'bilinear';

export interface HourglassOptions {
  /** s, times that the picture is halved and doubled again. */
  scales: number;
  /** Convolutions at each size: 1, or 2 as in the published kernels (one at the full size before the first halving). */
  convolutions?: number;
  /** q, of all convolutions. */
  window?: number;
  up?: 'nearest' | 'bilinear';
}

/**
 * conv, down, [convs, down] x (s - 1), convs, [up, convs] x s: the networks of the paper's image experiments.
 * @throws InputError unless scales, convolutions and window are integers of at least 1.
 * @example
 * ```ts
 * const [first, second] = hourglass({ scales: 1, convolutions: 1 });
 * first; // { convolution: 3 }
 * second; // 'down'
 * ```
 */
export function hourglass({
  scales,
  convolutions = 2,
  window = 3,
  up = 'nearest',
}: HourglassOptions): CntkLayer[] {
  const fn = 'hourglass';
  checkInteger(fn, 'scales', scales, 1);
  checkInteger(fn, 'convolutions', convolutions, 1);
  checkInteger(fn, 'window', window, 1);
  const layer: CntkLayer = { convolution: window };
  const layers = Array.from({ length: convolutions }, () => layer);
  const down = Array.from({ length: scales - 1 }, () => [...layers, 'down' as const]).flat();
  const upwards = Array.from({ length: scales }, () => [up, ...layers]).flat();
  return [layer, 'down', ...down, ...layers, ...upwards];
}

/** Throws unless the first and the last layer are convolutions. */
export function checkLayers(fn: string, layers: readonly CntkLayer[]): void {
  const ends = [layers[0], layers.at(-1)];
  if (ends.some((layer) => layer === undefined || typeof layer === 'string')) {
    const problem = `${layers.length === 0 ? 'are none' : 'do not begin and end with a convolution'}`;
    throw new InputError(fn, 'layers', problem, 'give convolutions at both ends: hourglass({ scales: 3 })');
  }
}
