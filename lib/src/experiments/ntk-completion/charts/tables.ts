/** Tables of notebook 09: columns under the names of the text. */

import type { Row } from '../../../report/row.js';
import type { BilinearGapRow } from '../bilinear.js';
import type { ExpressionSampleRow } from '../expression-sample.js';
import type { KernelSlicesRow } from '../kernel-slices.js';
import type { LargePictureRow } from '../large-picture.js';

export function expressionTable(rows: readonly ExpressionSampleRow[]): Row[] {
  return rows.map(({ method, r2, cosine, pearson }) => ({ method, 'R²': r2, cosine, pearson }));
}

/** Distances of the recursions and of finite networks, for a prior of zero mean. */
export function bilinearTable(rows: readonly BilinearGapRow[]): Row[] {
  return rows
    .filter((row) => row.prior === 'zero mean')
    .map(({ up, gap, toExact, toReleased, standardError }) => ({
      'up-sampling': up,
      'released from exact': gap,
      'networks from exact': toExact,
      'networks from released': toReleased,
      'standard error': standardError,
    }));
}

export function slicesTable(rows: readonly KernelSlicesRow[]): Row[] {
  return rows.map(({ scales, convolutions, size, max, min, farSpread, expansionError }) => ({
    s: scales,
    'convolutions a scale': convolutions,
    d: size,
    max,
    min,
    'spread beyond P': farSpread,
    'expansion error': expansionError,
  }));
}

export function largeTable(rows: readonly LargePictureRow[]): Row[] {
  return rows.map(({ side, unknowns, epochs, trainError, psnr }) => ({
    picture: `${side} x ${side}`,
    unknowns,
    epochs,
    'training error': trainError,
    'PSNR in dB': psnr,
  }));
}
