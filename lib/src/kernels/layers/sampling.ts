import { bilinearUpsample } from '../cntk/bilinear-upsample.js';
import { downsample } from '../cntk/downsample.js';
import { nearestUpsample } from '../cntk/nearest-upsample.js';
import { type KernelLayer, mapPictures } from './layer-state.js';

const maps = { down: downsample, nearest: nearestUpsample, bilinear: bilinearUpsample };

/**
 * Σ and Θ with pictures of half the size (`down`: even rows and columns) or twice (`nearest` and `bilinear`), as in
 * `cntk`.
 * @example
 * ```ts
 * const x = fromRows([[1, 2, 3, 4]]);
 * sampling('nearest')(pictureState(x, x, { channels: 1 })).size; // 4
 * ```
 */
export const sampling =
  (kind: 'down' | 'nearest' | 'bilinear'): KernelLayer =>
  (state) =>
    mapPictures(state, maps[kind]);
