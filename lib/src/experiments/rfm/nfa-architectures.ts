import type { UciCollection } from '../../data/uci.js';
import { adam } from '../../nets/optimisers/adam.js';
import { nfm, pearson } from '../../features/nfa.js';
import { converted } from '../../features/rfm/converted.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { psdPower } from '../../linalg/psd-power.js';
import { Random } from '../../linalg/random.js';
import { attention, attentionAgops, attentionLoss } from '../../nets/attention.js';
import { linearRnn, rnnAgops, rnnLoss } from '../../nets/linear-rnn.js';
import { sgdStep } from '../../nets/sgd.js';
import { cnnAgops, cnnLoss, CnnPass, type SmallCnn, smallCnn } from '../../nets/small-cnn.js';
import type { Step } from '../../step.js';
import { type LanguageSettings, markovLanguages } from './markov-languages.js';
import { oneHot } from './classify.js';
import { splitDigits } from './nfa-mlp.js';
import { opticalDigits } from './optical-digits.js';
import { firstRows } from './polynomials.js';

type Network = 'CNN' | 'RNN' | 'attention';

export interface ArchitectureSettings {
  networks: readonly Network[];
  cnn: {
    trainingImages: number;
    points: number;
    filters: [number, number];
    scales: [number, number, number];
    learningRate: number;
    weightDecay: number;
    batchSize: number;
    epochs: number;
  };
  rnn: LanguageSettings & {
    hidden: number;
    gain: number;
    learningRate: number;
    steps: number;
    batchSize: number;
  };
  attention: LanguageSettings & {
    dim: number;
    std: number;
    learningRate: number;
    steps: number;
    batchSize: number;
  };
  /** Words over which the AGOP is taken. */
  words: number;
}

/** Pearson of NFM and AGOP^½ after training, at the start, and of the NFM with the NFM of the start. */
export type ArchitectureRow = {
  network: Network;
  weight: string;
  pearsonRoot: number;
  startPearsonRoot: number;
  initialPearson: number;
  startLoss: number;
  loss: number;
};

interface Snapshot {
  weight: string;
  w: Matrix;
  agop: Matrix;
}

/** C21: the ansatz for the convolutions of a CNN, both input maps of an RNN, and query, key and value of a head. */
export function nfaArchitectures(
  collection: UciCollection,
): (settings: ArchitectureSettings, seed: number, step?: Step) => Promise<ArchitectureRow[]> {
  return async function nfaArchitecturesOf(settings, seed, step) {
    const random = new Random(seed);
    const { networks } = settings;
    const rows: ArchitectureRow[] = [];
    for (const [part, network] of networks.entries()) {
      const within: Step = (done, total) => step?.(part + done / total, networks.length, network);
      const own = random.fork(network.toLowerCase());
      if (network === 'CNN') rows.push(...(await cnnRows(collection, settings.cnn, own, within)));
      else if (network === 'RNN') rows.push(...(await rnnRows(settings, own, within)));
      else rows.push(...(await attentionRows(settings, own, within)));
    }
    return rows;
  };
}

async function cnnRows(
  collection: UciCollection,
  settings: ArchitectureSettings['cnn'],
  random: Random,
  step: Step,
): Promise<ArchitectureRow[]> {
  const { trainingImages, points, filters, scales, learningRate, weightDecay, batchSize, epochs } = settings;
  const digits = opticalDigits(collection);
  const { train } = splitDigits(digits, trainingImages, random.fork('split'));
  const x = converted(train.x, 'float32');
  const y = converted(oneHot(train.labels, 10), 'float32');
  const net = smallCnn({ side: 8, filters, outputs: 10, scales, random, precision: 'float32' });
  const snapshots = (): Snapshot[] => {
    const exact = { ...net, weights: net.weights.map((w) => converted(w, 'float64')) } as unknown as SmallCnn;
    const agops = cnnAgops(exact, firstRows(train.x, points));
    return agops.map((agop, l) => ({ weight: `conv ${l + 1}`, w: exact.weights[l].clone(), agop }));
  };
  const start = snapshots();
  // The last batch of an epoch is left out where it is smaller, so that one storage serves all.
  const [pass, batches] = [new CnnPass(net, batchSize), Math.floor(x.rows / batchSize)];
  const losses: number[] = [];
  const order = random.fork('batches');
  for (let epoch = 0; epoch < epochs; epoch++) {
    const rows = order.permutation(x.rows);
    let sum = 0;
    for (let b = 0; b < batches; b++) {
      const taken = rows.subarray(b * batchSize, (b + 1) * batchSize);
      const { loss, gradients } = cnnLoss(pass, rowsOf(x, taken), rowsOf(y, taken));
      net.weights.forEach((w, l) => sgdStep(w.data, gradients[l].data, learningRate, weightDecay));
      sum += loss / batches;
    }
    losses.push(sum);
    await step(epoch + 1, epochs);
  }
  return compared('CNN', start, snapshots(), losses);
}

async function rnnRows(
  { rnn: settings, words }: ArchitectureSettings,
  random: Random,
  step: Step,
): Promise<ArchitectureRow[]> {
  const { languages, letters, hidden, gain, learningRate, steps, batchSize } = settings;
  const draw = markovLanguages(settings, random.fork('languages'));
  const net = linearRnn({ categories: languages, letters, hidden }, { gain, random });
  const measured = draw(words, random.fork('measured'));
  const snapshots = (): Snapshot[] => {
    const agops = rnnAgops(net, measured);
    return (['i2h', 'i2o'] as const).map((weight) => ({
      weight,
      w: net[weight].clone(),
      agop: agops[weight],
    }));
  };
  const start = snapshots();
  const losses = [rnnLoss(net, measured).loss];
  const from = random.fork('training');
  for (let t = 0; t < steps; t++) {
    const { gradients } = rnnLoss(net, draw(batchSize, from));
    for (const name of ['i2h', 'i2o', 'o2o'] as const) {
      sgdStep(net[name].data, gradients[name].data, learningRate, 0);
    }
    if (t % 50 === 0) await step(t, steps);
  }
  losses.push(rnnLoss(net, measured).loss);
  return compared('RNN', start, snapshots(), losses);
}

async function attentionRows(
  { attention: settings, words }: ArchitectureSettings,
  random: Random,
  step: Step,
): Promise<ArchitectureRow[]> {
  const { letters, length, dim, std, learningRate, steps, batchSize } = settings;
  const draw = markovLanguages(settings, random.fork('languages'));
  const net = attention({ letters, length, dim }, { std, random });
  const measured = draw(words, random.fork('measured')).letters;
  const snapshots = (): Snapshot[] => {
    const agops = attentionAgops(net, measured);
    return (['query', 'key', 'value'] as const).map((weight) => ({
      weight,
      w: net[weight].clone(),
      agop: agops[weight],
    }));
  };
  const start = snapshots();
  const losses = [attentionLoss(net, measured).loss];
  const numbers = (all: object): Float64Array[] =>
    Object.values(all).map((w: Matrix) => w.data as Float64Array);
  const update = adam(numbers(net), { learningRate });
  const from = random.fork('training');
  for (let t = 0; t < steps; t++) {
    update(numbers(attentionLoss(net, draw(batchSize, from).letters).gradients));
    if (t % 20 === 0) await step(t, steps);
  }
  losses.push(attentionLoss(net, measured).loss);
  return compared('attention', start, snapshots(), losses);
}

function compared(network: Network, start: Snapshot[], end: Snapshot[], losses: number[]): ArchitectureRow[] {
  const score = ({ w, agop }: Snapshot): number => pearson(nfm(w), psdPower(agop, 0.5));
  return end.map((one, l) => ({
    network,
    weight: one.weight,
    pearsonRoot: score(one),
    startPearsonRoot: score(start[l]),
    initialPearson: pearson(nfm(one.w), nfm(start[l].w)),
    startLoss: losses[0],
    loss: losses[losses.length - 1],
  }));
}

function rowsOf(a: Matrix, rows: Int32Array): Matrix {
  const part = zeros(rows.length, a.cols, a.precision);
  rows.forEach((from, to) => part.row(to).set(a.row(from)));
  return part;
}
