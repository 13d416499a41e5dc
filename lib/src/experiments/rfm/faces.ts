import {
  FACE_SIDE,
  type FaceAttribute,
  faceRegion,
  faces as paintFaces,
} from '../../data/synthetic/faces.js';
import { pearson } from '../../features/nfa.js';
import { gram } from '../../linalg/gram.js';
import { fromRows, Matrix, type Real } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { mlp, predict as forward } from '../../nets/mlp.js';
import { trainMlp } from '../../nets/train-mlp.js';
import type { Step } from '../../step.js';
import { accuracy } from './accuracy.js';
import { diagonalOf, minMax, oneHot, shareOf } from './classify.js';
import { byPixel, type FaceSettings, faceTask, machines } from './face-machines.js';

export interface FacesSettings extends FaceSettings {
  attributes: FaceAttribute[];
  network: {
    width: number;
    /** Standard deviation of the first layer at the start. */
    std: number;
    learningRate: number;
    batchSize: number;
    epochs: number;
    /** The length of the network's inputs: unit images would hardly train it. */
    length: number;
  };
}

export type FacesRow = ScoreRow | PixelRow;

export type ScoreRow = {
  part: 'score';
  attribute: string;
  /** Correlation of all entries of RFM's M with W₁ᵀW₁, and of their diagonals. */
  pearson: number;
  diagonalPearson: number;
  /** Share of diag M in the region of the attribute, and the region's share of the image. */
  share: number;
  area: number;
  /** Test accuracy of the Laplace kernel, RFM after one round and the network. */
  laplace: number;
  rfm: number;
  network: number;
};

/** A pixel of a face with the attribute, or of the diagonal of M or W₁ᵀW₁ as a picture, stretched to [0, 1]. */
export type PixelRow = {
  part: 'pixel';
  attribute: string;
  panel: string;
  x: number;
  y: number;
  color: string;
};

const regionOf = (attribute: FaceAttribute): 'eyes' | 'mouth' =>
  attribute === 'lipstick' || attribute === 'smile' ? 'mouth' : 'eyes';

interface Learned {
  attribute: FaceAttribute;
  m: Matrix;
  nfm: Matrix;
  accuracies: { laplace: number; rfm: number; network: number };
}

async function learn(
  attribute: FaceAttribute,
  settings: FacesSettings,
  seed: number,
  step: Step,
): Promise<Learned> {
  const random = new Random(seed);
  const { train, test } = faceTask(attribute, settings, random);
  const [first, second] = await machines(train, settings, 1);
  const { width, std, learningRate, batchSize, epochs, length } = settings.network;
  const single = (x: Matrix, factor: number): Matrix =>
    new Matrix(
      x.rows,
      x.cols,
      Float32Array.from(x.data, (value) => factor * value),
    );
  const net = mlp({
    widths: [train.x.cols, width, width, 2],
    init: [{ std }, undefined, undefined],
    random: random.fork('network'),
    precision: 'float32',
  });
  await trainMlp(net, single(train.x, length), single(oneHot(train.labels, 2), 1), {
    learningRate,
    batchSize,
    epochs,
    random: random.fork('batches'),
    step,
  });
  return {
    attribute,
    m: second.metric as Matrix,
    nfm: double(gram(net.weights[0], { of: 'columns' })),
    accuracies: {
      laplace: accuracy(first.predict(test.x), test.labels),
      rfm: accuracy(second.predict(test.x), test.labels),
      network: accuracy(forward(net, single(test.x, length)), test.labels),
    },
  };
}

const double = ({ rows, cols, data }: Matrix): Matrix => new Matrix(rows, cols, Float64Array.from(data));

/** RFM's M beside the first layer of a network, attribute by attribute. */
export async function faces(settings: FacesSettings, seed: number, step: Step): Promise<FacesRow[]> {
  const rows: FacesRow[] = [];
  let done = 0;
  for (const attribute of settings.attributes) {
    const { m, nfm, accuracies } = await learn(attribute, settings, seed, step);
    const [inM, inNetwork] = [m, nfm].map((matrix) => diagonalOf(matrix, matrix.rows));
    const region = faceRegion(regionOf(attribute));
    rows.push({
      part: 'score',
      attribute,
      pearson: pearson(m, nfm),
      diagonalPearson: pearson(fromRows([inM]), fromRows([inNetwork])),
      share: shareOf(byPixel(inM), region),
      area: region.length / FACE_SIDE ** 2,
      ...accuracies,
    });
    rows.push(...picture(attribute, 'a face', faceWith(attribute, new Random(seed).fork('picture'))));
    rows.push(...picture(attribute, 'RFM: diag M', minMax(inM)));
    rows.push(...picture(attribute, 'network: diag W₁ᵀW₁', minMax(inNetwork)));
    await step(++done, settings.attributes.length, attribute);
  }
  return rows;
}

const hex = (channels: ArrayLike<number>): string =>
  `#${Array.from(channels, (value) =>
    Math.round(255 * value)
      .toString(16)
      .padStart(2, '0'),
  ).join('')}`;

function picture(attribute: string, panel: string, pixels: ArrayLike<number>): PixelRow[] {
  return Array.from({ length: FACE_SIDE ** 2 }, (_, pixel) => ({
    part: 'pixel',
    attribute,
    panel,
    x: pixel % FACE_SIDE,
    y: Math.floor(pixel / FACE_SIDE),
    color: hex([pixels[3 * pixel], pixels[3 * pixel + 1], pixels[3 * pixel + 2]]),
  }));
}

/** A face that has this attribute and no other. */
function faceWith(attribute: FaceAttribute, random: Random): Real {
  const plain = { lipstick: false, smile: false, hat: false, makeup: false, cheeks: false, glasses: false };
  return paintFaces(1, random, (drawn) => ({ ...drawn, ...plain, [attribute]: true })).x.data;
}
