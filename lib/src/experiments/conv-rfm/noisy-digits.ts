import { convRfm, type ConvRfmRound } from '../../features/conv-rfm.js';
import { deepConvRfm, type Features } from '../../features/deep-conv-rfm.js';
import { convNtk } from '../../kernels/conv-ntk.js';
import { laplace } from '../../kernels/laplace.js';
import { matmul } from '../../linalg/matmul.js';
import { type Precision, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { solveSpd } from '../../linalg/solve-spd.js';
import type { Step } from '../../step.js';
import type { Digits } from '../rfm/optical-digits.js';
import { type LabelledImages, targetsOf, scores, splitImages } from './labelled-images.js';

export interface NoisyDigitsSettings {
  classes: readonly number[];
  train: number;
  test: number;
  frame: number;
  patch: number;
  updates: number;
  ridge: number;
  agopImages: number;
}

const SIDE = 8;

/** Digits of these classes at a random place of a frame of N(0, 0.25 sigma) noise, black box and all. */
function noisyDigitsOf(
  { x, labels }: Digits,
  { classes, frame }: Pick<NoisyDigitsSettings, 'classes' | 'frame'>,
  sigma: number,
  random: Random,
  precision: Precision,
): LabelledImages {
  const rows = Array.from(labels.keys()).filter((i) => classes.includes(labels[i]));
  const images = zeros(rows.length, frame * frame, precision);
  rows.forEach((row, i) => {
    const into = images.row(i);
    for (let k = 0; k < into.length; k++) into[k] = 0.5 * Math.sqrt(sigma) * random.normal();
    const [down, right] = [0, 1].map(() => Math.floor((frame - SIDE + 1) * random.uniform()));
    for (let k = 0; k < SIDE * SIDE; k++) {
      into[(down + Math.floor(k / SIDE)) * frame + right + (k % SIDE)] = x.get(row, k);
    }
  });
  return {
    image: { channels: 1, height: frame, width: frame },
    classes: classes.length,
    x: images,
    labels: Int32Array.from(rows, (row) => classes.indexOf(labels[row])),
  };
}

export type RoundRow = { round: number; accuracy: number; mse: number };

export interface DigitRoundsSettings extends NoisyDigitsSettings {
  sigma: number;
  depth: number;
  power?: number;
}

/** Accuracy of each round of ConvRFM on noisy digits. */
export const digitRounds = (digits: Digits) =>
  async function digitRoundsOf(settings: DigitRoundsSettings, seed: number, step: Step): Promise<RoundRow[]> {
    const { sigma, depth, patch, updates } = settings;
    // A ridge of 1e-8 is lost in the rounding of single precision.
    const { train, test } = world(digits, settings, sigma, seed, 'float64');
    const kernel = convNtk({ image: train.image, patch, depth });
    const rows: RoundRow[] = [];
    for (const machine of convRfm({ x: train.x, y: targetsOf(train) }, { ...settings, kernel })) {
      rows.push({ round: machine.round, ...scores(machine.predict(test.x), test) });
      await step(machine.round + 1, updates + 1);
    }
    return rows;
  };

function world(
  digits: Digits,
  settings: NoisyDigitsSettings,
  sigma: number,
  seed: number,
  precision: Precision,
): ReturnType<typeof splitImages> {
  const random = new Random(seed);
  const all = noisyDigitsOf(digits, settings, sigma, random.fork('frames'), precision);
  return splitImages(all, [settings.train, settings.test], random.fork('split'));
}

export interface NoiseSweepSettings extends NoisyDigitsSettings {
  sigmas: readonly number[];
  depth: number;
  width: number;
  deepUpdates: number;
  /** Bandwidth of the Laplace kernel of whole images. */
  bandwidth: number;
}

export type NoiseRow = { sigma: number; method: string; accuracy: number; mse: number };

/**
 * Test accuracy by noise: CNTK, ConvRFM after its updates, Deep ConvRFM with filters drawn by the AGOP and without, and the
 * Laplace kernel of pixels. Deep: the best round of the last stage by test accuracy, as the paper's code has it.
 */
export const noiseSweep = (digits: Digits) =>
  async function noiseSweepOf(settings: NoiseSweepSettings, seed: number, step: Step): Promise<NoiseRow[]> {
    const { sigmas, depth, width, deepUpdates, patch, updates, ridge, agopImages, bandwidth } = settings;
    const rows: NoiseRow[] = [];
    for (const [k, sigma] of sigmas.entries()) {
      const { train, test } = world(digits, settings, sigma, seed, 'float32');
      const targets = { x: train.x, y: targetsOf(train) };
      const add = (method: string, result: { accuracy: number; mse: number }): void => {
        rows.push({ sigma, method, ...result });
      };
      const kernel = convNtk({ image: train.image, patch, depth });
      const rounds = [...convRfm(targets, { kernel, updates, ridge, agopImages })];
      add('CNTK', scores(rounds[0].predict(test.x), test));
      add('ConvRFM', scores(rounds[updates].predict(test.x), test));
      for (const filters of ['agop', 'isotropic'] as const) {
        const random = new Random(seed).fork('deep');
        const options = {
          image: train.image,
          patch,
          depth,
          width,
          updates: deepUpdates - 1,
          ridge,
          agopImages,
          filters,
          random,
        };
        const choose = (made: readonly ConvRfmRound[], { of }: Features): ConvRfmRound => {
          const seen = of(test.x);
          // Round 0 has no features to draw filters by.
          return made.length === 1
            ? made[0]
            : best(made.slice(1), (round) => scores(round.predict(seen), test).accuracy);
        };
        const last = deepConvRfm(targets, { ...options, choose })[depth - 1];
        const seen = last.features.of(test.x);
        const predictions = last.rounds.map((round) => round.predict(seen));
        const top = best(predictions, (f) => scores(f, test).accuracy);
        add(filters === 'agop' ? 'Deep ConvRFM' : 'Deep, isotropic filters', scores(top, test));
      }
      const baseline = laplace({ bandwidth });
      const k0 = baseline.matrix(train.x);
      for (let i = 0; i < k0.rows; i++) k0.data[i * k0.cols + i] += ridge;
      add('Laplace kernel', scores(matmul(baseline.matrix(test.x, train.x), solveSpd(k0, targets.y)!), test));
      await step(k + 1, sigmas.length);
    }
    return rows;
  };

function best<T>(candidates: readonly T[], score: (candidate: T) => number): T {
  const found = candidates.map(score);
  return candidates[found.indexOf(Math.max(...found))];
}
