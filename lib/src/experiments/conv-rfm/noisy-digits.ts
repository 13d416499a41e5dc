import { convRfm, type ConvRfmRound } from '../../features/conv-rfm.js';
import { deepConvRfm, type DeepConvRfmStage, type Features } from '../../features/deep-conv-rfm.js';
import { convNtk } from '../../kernels/conv-ntk.js';
import { laplace } from '../../kernels/laplace.js';
import { matmul } from '../../linalg/matmul.js';
import { Matrix, type Precision, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { solveSpd } from '../../linalg/solve-spd.js';
import { convNet } from '../../nets/conv-net.js';
import { ConvPass } from '../../nets/conv-pass.js';
import { meanSquaredError } from '../../nets/loss.js';
import { trainConvNet } from '../../nets/train-conv-net.js';
import type { Step } from '../../step.js';
import type { Digits } from '../rfm/optical-digits.js';
import { type LabelledImages, pickImages, scores, targetsOf } from './labelled-images.js';

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
// Images of one pass through a network.
const AT_ONCE = 64;

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
    const precision = settings.ridge < 1e-6 ? 'float64' : 'float32';
    const { train, test } = noisyWorld(digits, settings, sigma, seed, precision);
    const kernel = convNtk({ image: train.image, patch, depth });
    const rows: RoundRow[] = [];
    for (const machine of convRfm({ x: train.x, y: targetsOf(train) }, { ...settings, kernel })) {
      rows.push({ round: machine.round, ...scores(machine.predict(test.x), test) });
      await step(machine.round + 1, updates + 1);
    }
    return rows;
  };

/** Images for a seed; the validation images are what is left, at most as many as training images. */
export function noisyWorld(
  digits: Digits,
  settings: NoisyDigitsSettings,
  sigma: number,
  seed: number,
  precision: Precision,
): Record<'train' | 'test' | 'validation', LabelledImages> {
  const { train, test } = settings;
  const random = new Random(seed);
  const all = noisyDigitsOf(digits, settings, sigma, random.fork('frames'), precision);
  const order = random.fork('split').permutation(all.labels.length);
  const part = (from: number, count: number): LabelledImages =>
    pickImages(all, order.subarray(from, from + count));
  return { train: part(0, train), test: part(train, test), validation: part(train + test, train) };
}

export interface NoiseSweepSettings extends NoisyDigitsSettings {
  sigmas: readonly number[];
  /** Where round and epoch are chosen by validation too. */
  selectionSigmas: readonly number[];
  depth: number;
  width: number;
  /** Bandwidth of the Laplace kernel of whole images. */
  bandwidth: number;
  /** Of the network: as many convolutions as `depth`, of `width` filters. */
  learningRate: number;
  batchSize: number;
  epochs: number;
}

/** What the best round or epoch was chosen by, where there was a choice. */
export type Selected = 'test' | 'validation' | 'no choice';

export type NoiseRow = { sigma: number; method: string; selected: Selected; accuracy: number; mse: number };

/**
 * Test accuracy by noise: CNTK, ConvRFM after its updates, Deep ConvRFM with filters drawn by the AGOP and without, a
 * network, and the Laplace kernel of pixels. Deep machine and network: the best round or epoch by test accuracy, as the
 * paper's code has it, and by accuracy on other images.
 */
export const noiseSweep = (digits: Digits) =>
  async function noiseSweepOf(settings: NoiseSweepSettings, seed: number, step: Step): Promise<NoiseRow[]> {
    const { sigmas, ridge, bandwidth, updates, depth } = settings;
    const rows: NoiseRow[] = [];
    for (const [k, sigma] of sigmas.entries()) {
      const { train, test, validation } = noisyWorld(digits, settings, sigma, seed, 'float32');
      const add = (method: string, selected: Selected, f: Matrix): void => {
        rows.push({ sigma, method, selected, ...scores(f, test) });
      };
      const tick = (done: number): void | Promise<void> => step(k + done / 4, sigmas.length);
      const seen = new Seen();
      const predict = (stage: DeepConvRfmStage, round: ConvRfmRound): Matrix =>
        seen.predict(stage, round, test.x);
      const stages = deepStages({ train, by: test, seen }, settings, 'agop', seed);
      const [first] = stages;
      // The first stage is ConvRFM itself.
      add('CNTK', 'no choice', predict(first, first.rounds[0]));
      add('ConvRFM', 'no choice', predict(first, first.rounds[updates]));
      const deep = [['test', test, stages]] as [Selected, LabelledImages, DeepConvRfmStage[]][];
      if (settings.selectionSigmas.includes(sigma)) {
        const others = deepStages({ train, by: validation, seen }, settings, 'agop', seed, stages);
        deep.push(['validation', validation, others]);
      }
      for (const [selected, chooser, made] of deep)
        add('Deep ConvRFM', selected, predict(made[depth - 1], seen.best(made[depth - 1], chooser)));
      await tick(1);
      const isotropic = deepStages({ train, by: test, seen }, settings, 'isotropic', seed)[depth - 1];
      for (const [selected, chooser] of deep)
        add('Deep, isotropic filters', selected, predict(isotropic, seen.best(isotropic, chooser)));
      await tick(2);
      await addNetwork(
        train,
        deep.map(([selected, chooser]) => [selected, chooser]),
        settings,
        seed,
        add,
      );
      await tick(3);
      const baseline = laplace({ bandwidth });
      const k0 = baseline.matrix(train.x);
      for (let i = 0; i < k0.rows; i++) k0.data[i * k0.cols + i] += ridge;
      const alpha = solveSpd(k0, targetsOf(train))!;
      add('Laplace kernel', 'no choice', matmul(baseline.matrix(test.x, train.x), alpha));
      await tick(4);
    }
    return rows;
  };

/** The stages of Deep ConvRFM, each stage's filters drawn by the round that does best on the images `by`. */
function deepStages(
  { train, by, seen }: { train: LabelledImages; by: LabelledImages; seen: Seen },
  settings: NoiseSweepSettings,
  filters: 'agop' | 'isotropic',
  seed: number,
  earlier: readonly DeepConvRfmStage[] = [],
): DeepConvRfmStage[] {
  let stage = 0;
  const choose = (rounds: readonly ConvRfmRound[], features: Features): ConvRfmRound => {
    // Round 0 has no features to draw filters by; of the last stage every round counts, and is looked at later.
    if (rounds.length === 1 || ++stage === settings.depth) return rounds[0];
    return seen.best({ features, rounds: rounds.slice(1) }, by);
  };
  const { image } = train;
  const random = new Random(seed).fork('deep');
  const options = { ...settings, image, filters, random, choose, earlier };
  return deepConvRfm({ x: train.x, y: targetsOf(train) }, options);
}

/** What the machines of one noise level make of images: each made once. */
class Seen {
  readonly #known = new Map<object, Map<Matrix, Matrix>>();

  predict({ features }: Pick<DeepConvRfmStage, 'features'>, round: ConvRfmRound, z: Matrix): Matrix {
    return this.#once(round, z, () => round.predict(this.#once(features, z, () => features.of(z))));
  }

  /** The first round of those with the highest accuracy. */
  best(
    { features, rounds }: Pick<DeepConvRfmStage, 'features' | 'rounds'>,
    by: LabelledImages,
  ): ConvRfmRound {
    const found = rounds.map((round) => scores(this.predict({ features }, round, by.x), by).accuracy);
    return rounds[found.indexOf(Math.max(...found))];
  }

  #once(machine: object, z: Matrix, make: () => Matrix): Matrix {
    const made = this.#known.get(machine) ?? new Map<Matrix, Matrix>();
    this.#known.set(machine, made);
    const result = made.get(z) ?? make();
    made.set(z, result);
    return result;
  }
}

/**
 * A network without padding from its default start, at its best epoch by each of `choosers`; the first are the test
 * images.
 */
async function addNetwork(
  train: LabelledImages,
  choosers: readonly (readonly [Selected, LabelledImages])[],
  { depth, width, patch, learningRate, batchSize, epochs }: NoiseSweepSettings,
  seed: number,
  add: (method: string, selected: Selected, f: Matrix) => void,
): Promise<void> {
  const random = new Random(seed);
  const net = convNet({
    image: train.image,
    layers: Array.from({ length: depth }, () => ({ filters: width, patch })),
    outputs: train.classes,
    padding: 'valid',
    random: random.fork('network'),
    precision: 'float32',
  });
  const all = stacked(choosers.map(([, { x }]) => x));
  const best = choosers.map(() => ({ accuracy: -1, f: all }));
  const pass = new ConvPass(net, AT_ONCE);
  const onEpoch = (): void => {
    const { cols, data } = pass.predict(all);
    let from = 0;
    const found = choosers.map(
      ([, { x }]) => new Matrix(x.rows, cols, data.subarray(from * cols, (from += x.rows) * cols)),
    );
    choosers.forEach(([, by], k) => {
      const { accuracy } = scores(found[k], by);
      if (accuracy > best[k].accuracy) best[k] = { accuracy, f: found[0] };
    });
  };
  const options = { loss: meanSquaredError, learningRate, batchSize, epochs, onEpoch };
  try {
    await trainConvNet(
      net,
      { x: train.x, y: targetsOf(train) },
      { ...options, random: random.fork('batches') },
    );
  } finally {
    pass.free();
  }
  choosers.forEach(([selected], k) => add('CNN', selected, best[k].f));
}

/** The rows of matrices one after another. */
function stacked(parts: readonly Matrix[]): Matrix {
  const all = zeros(
    parts.reduce((sum, { rows }) => sum + rows, 0),
    parts[0].cols,
    parts[0].precision,
  );
  let at = 0;
  for (const { data } of parts) {
    all.data.set(data, at);
    at += data.length;
  }
  return all;
}
