import { convRfm } from '../../features/conv-rfm.js';
import { convNtk } from '../../kernels/conv-ntk.js';
import { zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import type { Digits } from '../rfm/optical-digits.js';
import { type Direction, directions } from './directions.js';
import { type LabelledImages, targetsOf, scores, splitImages } from './labelled-images.js';

export interface HouseNumbersSettings {
  classes: readonly number[];
  train: number;
  test: number;
  depth: number;
  updates: number;
  ridge: number;
  agopImages: number;
  directions: number;
}

export type HouseRow = { round: number; accuracy: number; mse: number } & Direction;

const SIDE = 10;
const DIGIT = 8;

/**
 * Digits in one random colour on another, with a colourless gradient of light and noise: brightness alone tells nothing
 * (4.3).
 */
function colouredDigits({ x, labels }: Digits, classes: readonly number[], random: Random): LabelledImages {
  const rows = Array.from(labels.keys()).filter((i) => classes.includes(labels[i]));
  const images = zeros(rows.length, 3 * SIDE * SIDE, 'float32');
  const brightness = (colour: number[]): number => (colour[0] + colour[1] + colour[2]) / 3;
  rows.forEach((row, i) => {
    const colour = (): number[] => [random.uniform(), random.uniform(), random.uniform()];
    let [back, fore] = [colour(), colour()];
    while (Math.abs(brightness(back) - brightness(fore)) < 0.25) [back, fore] = [colour(), colour()];
    const [down, right] = [0, 1].map(() => Math.floor((SIDE - DIGIT + 1) * random.uniform()));
    const [gx, gy] = [0.15 * random.normal(), 0.15 * random.normal()];
    const into = images.row(i);
    for (let c = 0; c < 3; c++) {
      for (let p = 0; p < SIDE * SIDE; p++) {
        const [r, s] = [Math.floor(p / SIDE), p % SIDE];
        const [dr, ds] = [r - down, s - right];
        const inside = dr >= 0 && dr < DIGIT && ds >= 0 && ds < DIGIT;
        const m = inside ? x.get(row, dr * DIGIT + ds) : 0;
        const light = gx * (s / (SIDE - 1) - 0.5) + gy * (r / (SIDE - 1) - 0.5);
        const value = back[c] * (1 - m) + fore[c] * m + light + 0.02 * random.normal();
        into[c * SIDE * SIDE + p] = Math.min(Math.max(value, 0), 1);
      }
    }
  });
  return {
    image: { channels: 3, height: SIDE, width: SIDE },
    classes: classes.length,
    x: images,
    labels: Int32Array.from(rows, (row) => classes.indexOf(labels[row])),
  };
}

/** Training and test images for a seed. */
export function houseWorld(
  digits: Digits,
  { classes, train, test }: HouseNumbersSettings,
  seed: number,
): ReturnType<typeof splitImages> {
  const random = new Random(seed);
  const all = colouredDigits(digits, classes, random.fork('images'));
  return splitImages(all, [train, test], random.fork('split'));
}

/** ConvRFM on house-number-like digits: accuracy by round, and the leading directions of each AGOP. */
export const houseNumbers = (digits: Digits) =>
  async function houseNumbersOf(
    settings: HouseNumbersSettings,
    seed: number,
    step: Step,
  ): Promise<HouseRow[]> {
    const { depth, updates } = settings;
    const { train, test } = houseWorld(digits, settings, seed);
    const kernel = convNtk({ image: train.image, depth });
    const rows: HouseRow[] = [];
    for (const machine of convRfm({ x: train.x, y: targetsOf(train) }, { ...settings, kernel })) {
      const { round } = machine;
      const result = scores(machine.predict(test.x), test);
      // The matrix that this round looks through; round 0 shows what the next one will.
      const seen = machine.featureMatrix ?? machine.agop();
      for (const direction of directions(seen, 3, settings.directions))
        rows.push({ round, ...result, ...direction });
      await step(round + 1, updates + 1);
    }
    return rows;
  };
