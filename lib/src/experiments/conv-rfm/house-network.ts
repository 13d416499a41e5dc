import { convRfm } from '../../features/conv-rfm.js';
import { nfm, pearson } from '../../features/nfa.js';
import { convNtk } from '../../kernels/conv-ntk.js';
import { Random } from '../../linalg/random.js';
import { convNet, copyConvNet } from '../../nets/conv-net.js';
import { convPredict } from '../../nets/conv-predict.js';
import { meanSquaredError } from '../../nets/loss.js';
import { trainConvNet } from '../../nets/train-conv-net.js';
import type { Step } from '../../step.js';
import type { Digits } from '../rfm/optical-digits.js';
import { type Direction, directions } from './directions.js';
import { houseWorld, type HouseNumbersSettings } from './house-numbers.js';
import { scores, targetsOf } from './labelled-images.js';

export interface HouseNetworkSettings extends HouseNumbersSettings {
  filters: number;
  init: number;
  learningRate: number;
  batchSize: number;
  epochs: number;
}

export type HouseNetworkRow = {
  machine: 'ConvRFM' | 'CNN';
  accuracy: number;
  /** Pearson correlation of ConvRFM's last AGOP and the network's W₁ᵀW₁, and its W₁ᵀW₁ before training. */
  trained: number;
  start: number;
} & Direction;

/** Whether ConvRFM and a network find the same features of house-number-like digits: leading directions of both. */
export const houseNetwork = (digits: Digits) =>
  async function houseNetworkOf(
    settings: HouseNetworkSettings,
    seed: number,
    step: Step,
  ): Promise<HouseNetworkRow[]> {
    const { depth, filters, init, epochs, learningRate, batchSize } = settings;
    const { train, test } = houseWorld(digits, settings, seed);
    const y = targetsOf(train);
    const kernel = convNtk({ image: train.image, depth });
    const rounds = [...convRfm({ x: train.x, y }, { ...settings, kernel })];
    const last = rounds[rounds.length - 1];
    const random = new Random(seed);
    const start = convNet({
      image: train.image,
      layers: Array.from({ length: depth }, () => ({ filters, patch: 3 })),
      outputs: train.classes,
      init: { std: init },
      random: random.fork('network'),
      precision: 'float32',
    });
    const net = copyConvNet(start);
    await trainConvNet(
      net,
      { x: train.x, y },
      { loss: meanSquaredError, learningRate, batchSize, epochs, random: random.fork('batches'), step },
    );
    const [agop, features] = [last.featureMatrix!, nfm(net.weights[0])];
    const correlations = { trained: pearson(agop, features), start: pearson(agop, nfm(start.weights[0])) };
    const machines = [
      { machine: 'ConvRFM', m: agop, f: last.predict(test.x) },
      { machine: 'CNN', m: features, f: convPredict(net, test.x) },
    ] as const;
    return machines.flatMap(({ machine, m, f }) =>
      directions(m, 3, settings.directions).map((direction) => ({
        machine,
        accuracy: scores(f, test).accuracy,
        ...correlations,
        ...direction,
      })),
    );
  };
