import type { Matrix } from '../../linalg/matrix.js';

/**
 * A picture `(1 or 3, pixels)` as text, rrggbb a pixel, clipped to [0, 1]; missing pixels are white. So a picture is
 * one field of a tidy row.
 */
export function pixelText(values: Matrix, mask?: ArrayLike<number>): string {
  return Array.from({ length: values.cols }, (_, p) => {
    if (mask?.[p] === 0) return 'ffffff';
    return [0, 1, 2]
      .map((c) => Math.min(Math.max(values.get(Math.min(c, values.rows - 1), p), 0), 1))
      .map((value) =>
        Math.round(255 * value)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('');
  }).join('');
}
