import { hourglass } from '../../kernels/cntk/cntk-layers.js';
import { stationaryCntk } from '../../kernels/cntk/stationary-cntk.js';
import { stationaryExtremes } from '../../kernels/cntk/stationary-extremes.js';
import type { Step } from '../../step.js';
import { pixelText } from './pixel-text.js';

export interface KernelPicturesSettings {
  side: number;
  /** Scales and pixel of each slice. */
  slices: { scales: number; row: number; column: number }[];
}

export type KernelPicturesRow = { panel: string; side: number; pixels: string };

/**
 * Slices K[(r, c), ·] under the stationary prior as pictures, from the constant far value, black, to the maximum,
 * white.
 */
export async function kernelPictures(
  { side, slices }: KernelPicturesSettings,
  _seed: number,
  step: Step,
): Promise<KernelPicturesRow[]> {
  const rows: KernelPicturesRow[] = [];
  const all = Int32Array.from({ length: side * side }, (_, p) => p);
  for (const [k, { scales, row, column }] of slices.entries()) {
    const layers = hourglass({ scales, convolutions: 1 });
    const slice = stationaryCntk({ layers })
      .on(side, side)
      .block(Int32Array.of(row * side + column), all);
    const { max, min } = stationaryExtremes({ convolutions: 2 * scales + 1 });
    for (let p = 0; p < slice.data.length; p++) slice.data[p] = (slice.data[p] - min) / (max - min);
    rows.push({ panel: `s = ${scales}, pixel (${row}, ${column})`, side, pixels: pixelText(slice) });
    await step(k + 1, slices.length);
  }
  return rows;
}
