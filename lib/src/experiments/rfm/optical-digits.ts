import type { UciCollection } from '../../data/uci.js';
import { DataError } from '../../errors.js';
import { Matrix, type Precision, allocate } from '../../linalg/matrix.js';

export interface Digits {
  /** Pixels in [0, 1], `(n, 64)`: 8 x 8, row by row. */
  x: Matrix;
  labels: Uint8Array;
}

const SIDE = 8;
// Pixels that are 0 in every image of the set, which the benchmark has therefore dropped.
const DROPPED = [0, 39];
const LEVELS = 16;

/**
 * The 1797 test images of UCI's optical digits, which scikit-learn calls its digits, with their pixels back. The
 * benchmark keeps each pixel standardised, (p - mean) / sd with p = 0, ..., 16: the smallest gap between its values is
 * 1 / sd and its smallest value is p = 0, so the pixels come back as they were. (Only a pixel that is lit in so few
 * images that no two of its levels are neighbours comes back too dark.)
 */
export function opticalDigits(collection: UciCollection, precision: Precision = 'float64'): Digits {
  const { test, features } = collection.set('optical');
  const places = Array.from({ length: SIDE * SIDE }, (_, k) => k).filter((k) => !DROPPED.includes(k));
  if (test === null || features !== places.length) {
    throw new DataError('format', `optical: has ${features} features and ${test ? 'a' : 'no'} test part`);
  }
  const x = new Matrix(test.count, SIDE * SIDE, allocate(test.count * SIDE * SIDE, precision));
  places.forEach((place, k) => {
    const values = Array.from({ length: test.count }, (_, i) => test.inputs[i * features + k]);
    const { zero, gap } = scaleOf(values);
    values.forEach((value, i) => x.set(i, place, Math.round((value - zero) / gap) / LEVELS));
  });
  return { x, labels: test.labels };
}

/** The least value, and the least gap between different values; the files round to six digits. */
function scaleOf(values: number[]): { zero: number; gap: number } {
  const sorted = Float64Array.from(values).sort();
  const rounding = (sorted[sorted.length - 1] - sorted[0]) / (2 * LEVELS);
  let gap = Infinity;
  for (let i = 1; i < sorted.length; i++) {
    const apart = sorted[i] - sorted[i - 1];
    if (apart > rounding) gap = Math.min(gap, apart);
  }
  return { zero: sorted[0], gap };
}
