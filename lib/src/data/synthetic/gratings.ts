import { checkInteger, checkNonNegative } from '../../check.js';
import { InputError } from '../../errors.js';
import { Matrix, zeros } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';
import { checkDigits, DIGIT_SIDE, type LabelledDigits } from './labelled-digits.js';

/** Side of a grating, and of each half of a domino. */
const GRATING_SIDE = 12;

const CLASSES = 10;

/**
 * Noisy gratings, `(n, 144)`, one for each label 0, ..., 9: 0.5 + 0.3 sin(2π s / w + φ) + (noise / 2) N(0, 1), clipped
 * to [0, 1], where s runs along the angle π (label + U(±0.3)) / 10, w = U(4, 6) pixels and φ is random.
 *
 * @throws InputError if a label is none of the ten classes or noise is negative.
 */
export function gratings(labels: ArrayLike<number>, { noise }: { noise: number }, random: Random): Matrix {
  checkNonNegative('gratings', 'noise', noise);
  const x = zeros(labels.length, GRATING_SIDE ** 2);
  for (let i = 0; i < labels.length; i++) {
    checkInteger('gratings', `labels[${i}]`, labels[i]);
    if (labels[i] >= CLASSES) {
      throw new InputError('gratings', `labels[${i}]`, `is ${labels[i]}`, 'classes are 0, ..., 9');
    }
    const angle = (Math.PI * (labels[i] + 0.6 * random.uniform() - 0.3)) / CLASSES;
    const frequency = (2 * Math.PI) / (4 + 2 * random.uniform());
    const phase = 2 * Math.PI * random.uniform();
    for (let row = 0; row < GRATING_SIDE; row++) {
      for (let col = 0; col < GRATING_SIDE; col++) {
        const along = col * Math.cos(angle) + row * Math.sin(angle);
        const wave = 0.5 + 0.3 * Math.sin(frequency * along + phase);
        x.set(i, row * GRATING_SIDE + col, clip(wave + (noise / 2) * random.normal()));
      }
    }
  }
  return x;
}

/** Pixels of the half of a domino that holds the grating, or the digit: numbers among its 12 x 24. */
export function dominoHalf(half: 'grating' | 'digit'): number[] {
  if (half !== 'grating' && half !== 'digit') {
    throw new InputError('dominoHalf', 'half', `is ${String(half)}`, "give 'grating' or 'digit'");
  }
  const shift = half === 'digit' ? GRATING_SIDE : 0;
  return Array.from(
    { length: GRATING_SIDE ** 2 },
    (_, k) => Math.floor(k / GRATING_SIDE) * 2 * GRATING_SIDE + shift + (k % GRATING_SIDE),
  );
}

/**
 * Dominoes, `(n, 288)`, 12 x 24 pixels: on the left a noisy grating of the digit's class, which is hard, on the right
 * the digit, 8 x 8 in the middle of 12 x 12, which is easy. Either half tells the class.
 *
 * @throws InputError on digits that are not 8 x 8 with a label each, or a negative noise.
 */
export function dominoes(digits: LabelledDigits, { noise }: { noise: number }, random: Random): Matrix {
  checkDigits('dominoes', digits);
  const left = gratings(digits.labels, { noise }, random);
  const x = zeros(left.rows, 2 * left.cols);
  const [hard, easy] = [dominoHalf('grating'), dominoHalf('digit')];
  const margin = (GRATING_SIDE - DIGIT_SIDE) / 2;
  for (let i = 0; i < x.rows; i++) {
    hard.forEach((pixel, k) => x.set(i, pixel, left.get(i, k)));
    for (let k = 0; k < DIGIT_SIDE ** 2; k++) {
      const [row, col] = [margin + Math.floor(k / DIGIT_SIDE), margin + (k % DIGIT_SIDE)];
      x.set(i, easy[row * GRATING_SIDE + col], digits.x.get(i, k));
    }
  }
  return x;
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}
