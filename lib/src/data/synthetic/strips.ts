import { checkInteger } from '../../check.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';
import { checkDigits, DIGIT_SIDE, type LabelledDigits } from './labelled-digits.js';

const STRIP_HEIGHT = 10;
export const STRIP_WIDTH = 22;

// First column in the strip, and the columns of the digit that are seen: the neighbours are cropped on their far side.
const PLACES = [
  { at: 7, from: 0, to: 8 },
  { at: 0, from: 2, to: 8 },
  { at: 16, from: 0, to: 6 },
];

export interface Strips {
  /** `(n, 220)`: 10 x 22 pixels, row by row. */
  x: Matrix;
  /** Class of the digit in the middle. */
  labels: number[];
}

/**
 * `n` strips of three digits drawn with replacement: the one in the middle, columns 7 to 14, gives the class, its
 * neighbours are cropped. Pixels are c₁ + (c₂ - c₁) p with c₁ = U(0, 0.4), c₂ = U(0.6, 1), exchanged in half of the
 * strips, plus 0.05 N(0, 1); all three are shifted down by 0, 1 or 2 rows. A stand-in for cropped house numbers.
 *
 * @throws InputError on digits that are not 8 x 8 with a label each, or an n that is not a positive integer.
 */
export function strips(digits: LabelledDigits, n: number, random: Random): Strips {
  checkDigits('strips', digits);
  checkInteger('strips', 'n', n, 1);
  const x = zeros(n, STRIP_HEIGHT * STRIP_WIDTH);
  const labels: number[] = [];
  for (let i = 0; i < n; i++) {
    const ink = new Float64Array(x.cols);
    const down = random.integer(STRIP_HEIGHT - DIGIT_SIDE + 1);
    for (const [place, { at, from, to }] of PLACES.entries()) {
      const digit = random.integer(digits.x.rows);
      if (place === 0) labels.push(digits.labels[digit]);
      for (let row = 0; row < DIGIT_SIDE; row++) {
        for (let col = from; col < to; col++) {
          ink[(row + down) * STRIP_WIDTH + at + col - from] = digits.x.get(digit, row * DIGIT_SIDE + col);
        }
      }
    }
    let [dark, bright] = [0.4 * random.uniform(), 0.6 + 0.4 * random.uniform()];
    if (random.uniform() < 0.5) [dark, bright] = [bright, dark];
    ink.forEach((p, k) => x.set(i, k, dark + (bright - dark) * p + 0.05 * random.normal()));
  }
  return { x, labels };
}

/** Numbers of the pixels in the columns of the middle digit: 36 % of the strip. */
export function stripCentre(): number[] {
  const pixels = Array.from({ length: STRIP_HEIGHT * STRIP_WIDTH }, (_, k) => k);
  return pixels.filter((k) => k % STRIP_WIDTH >= 7 && k % STRIP_WIDTH <= 14);
}
