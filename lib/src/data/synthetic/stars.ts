import { checkInteger } from '../../check.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';

/** The star's pixels at offset (0, 0), as row: first and last columns of its pieces. */
const STAR: readonly (readonly [row: number, from: number, to: number])[] = [
  [3, 10, 10],
  [4, 9, 11],
  [5, 7, 13],
  [6, 8, 12],
  [7, 9, 11],
  [8, 8, 12],
  [9, 8, 9],
  [9, 11, 12],
];
const SIDE = 32;
const OFFSETS = 18;
const NOISE = 0.3;

/** Pixels (row, column) of the star at an offset. */
export function starPixels([down, right]: readonly [number, number]): [number, number][] {
  return STAR.flatMap(([row, from, to]) =>
    Array.from({ length: to - from + 1 }, (_, k): [number, number] => [row + down, from + k + right]),
  );
}

/**
 * `count` images of noise, N(0, 0.3²), class 0, and as many with a yellow star of value 1 at a random place, class 1,
 * in random order; 32 x 32 pixels, three channels, x `(2 count, 3072)` in single precision. The star set of Beaglehole
 * et al. (2023).
 */
export function drawnStars(
  count: number,
  random: Random,
): { x: Matrix; labels: Int32Array; image: { channels: number; height: number; width: number } } {
  checkInteger('drawnStars', 'count', count, 1);
  const x = zeros(2 * count, 3 * SIDE * SIDE, 'float32');
  const labels = new Int32Array(2 * count);
  const order = random.permutation(2 * count);
  for (let k = 0; k < 2 * count; k++) {
    const row = x.row(order[k]);
    for (let i = 0; i < row.length; i++) row[i] = NOISE * random.normal();
    if (k < count) continue;
    labels[order[k]] = 1;
    const place = (): number => Math.floor(OFFSETS * random.uniform());
    for (const [i, j] of starPixels([place(), place()])) {
      for (const channel of [0, 1]) row[channel * SIDE * SIDE + i * SIDE + j] = 1;
    }
  }
  return { x, labels, image: { channels: 3, height: SIDE, width: SIDE } };
}
