import { convRfm } from '../../features/conv-rfm.js';
import { drawnStars } from '../../data/synthetic/stars.js';
import { convNtk } from '../../kernels/conv-ntk.js';
import { eigh } from '../../linalg/eigh.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { type Direction, directions, signedColumn } from './directions.js';
import { targetsOf, scores } from './labelled-images.js';

export interface StarSettings {
  /** Images of each class. */
  train: number;
  test: number;
  patch: number;
  updates: number;
  ridge: number;
  directions: number;
}

export type StarRow = {
  round: number;
  accuracy: number;
  mse: number;
  /** Mean entries of the top eigenvector by channel, and its least red or green entry. */
  red: number;
  green: number;
  blue: number;
  least: number;
} & Direction;

/**
 * Stars in noise (3.6 of the brief): accuracy by round, and the leading eigenvectors of what the next one looks
 * through.
 */
export async function starRounds(settings: StarSettings, seed: number, step: Step): Promise<StarRow[]> {
  const { patch, updates, ridge } = settings;
  const random = new Random(seed);
  const train = { ...drawnStars(settings.train, random.fork('train')), classes: 2 };
  const test = { ...drawnStars(settings.test, random.fork('test')), classes: 2 };
  const kernel = convNtk({ image: train.image, patch, depth: 1 });
  const rows: StarRow[] = [];
  for (const machine of convRfm({ x: train.x, y: targetsOf(train) }, { kernel, updates, ridge })) {
    const { round, agop } = machine;
    const result = scores(machine.predict(test.x), test);
    const area = patch * patch;
    const u = signedColumn(eigh(agop()).vectors, 3 * area - 1);
    const [red, green, blue] = [0, 1, 2].map((c) => u.subarray(c * area, (c + 1) * area));
    const meanOf = (channel: Float64Array): number => channel.reduce((sum, value) => sum + value, 0) / area;
    const least = Math.min(...red, ...green);
    const top = { red: meanOf(red), green: meanOf(green), blue: meanOf(blue), least };
    for (const direction of directions(agop(), 3, settings.directions))
      rows.push({ round, ...result, ...top, ...direction });
    await step(round + 1, updates + 1);
  }
  return rows;
}
