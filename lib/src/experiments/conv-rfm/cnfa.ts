import type { ImageSet, ImageSplits } from '../../data/images.js';
import { convAnsatz, type CnfaScores } from '../../features/cnfa.js';
import type { Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { type ConvLayer, type ConvNet, convNet, copyConvNet } from '../../nets/conv-net.js';
import { convPredict } from '../../nets/conv-predict.js';
import { crossEntropy } from '../../nets/loss.js';
import type { OptimiserName } from '../../nets/optimisers/optimisers.js';
import { trainConvNet } from '../../nets/train-conv-net.js';
import type { Step } from '../../step.js';
import type { Digits } from '../rfm/optical-digits.js';
import { halfImages } from './image-rounds.js';
import { firstImages, type LabelledImages, pickImages, scores, targetsOf } from './labelled-images.js';

export interface CnfaSettings {
  train: number;
  /** Training images that the AGOP is over. */
  agopImages: number;
  layers: readonly ConvLayer[];
  /** Standard deviation of the first convolution's start, and of all other weights'. */
  init: number;
  initAbove: number;
  method: OptimiserName;
  learningRate: number;
  batchSize: number;
  epochs: number;
}

export type CnfaRow = {
  layer: number;
  /** Of the network before and after training. */
  state: 'start' | 'trained';
  /** Accuracy on the training images in percent, and the last epoch's loss. */
  accuracy: number;
  loss: number;
} & CnfaScores;

/** The convolutional ansatz in a network that is trained on half-size images of a set, layer by layer. */
export const cnfa = (source: ImageSplits | (ImageSet & Pick<ImageSplits, 'classNames'>)) =>
  async function cnfaOf(settings: CnfaSettings, seed: number, step: Step): Promise<CnfaRow[]> {
    const random = new Random(seed);
    const set = 'train' in source ? source.train : source;
    const n = Math.min(settings.train, set.count);
    const images = halfImages(set, source.classNames.length, n, random.fork('images'));
    return ansatzRows(images, settings, random, step);
  };

/** The same on the small digits, 8 x 8 pixels. */
export const digitCnfa = ({ x, labels }: Digits) =>
  async function digitCnfaOf(settings: CnfaSettings, seed: number, step: Step): Promise<CnfaRow[]> {
    const random = new Random(seed);
    const image = { channels: 1, height: 8, width: 8 };
    const all = { image, classes: 10, x, labels: Int32Array.from(labels) };
    const rows = random.fork('images').permutation(x.rows).subarray(0, settings.train);
    return ansatzRows(pickImages(all, rows, 'float32'), settings, random, step);
  };

async function ansatzRows(
  train: LabelledImages,
  settings: CnfaSettings,
  random: Random,
  step: Step,
): Promise<CnfaRow[]> {
  const { layers, method, learningRate, batchSize, epochs } = settings;
  standardise(train);
  const init = [settings.init, ...layers.map(() => settings.initAbove)].map((std) => ({ std }));
  const start = convNet({
    image: train.image,
    layers,
    outputs: train.classes,
    init,
    random: random.fork('weights'),
    precision: 'float32',
  });
  const net = copyConvNet(start);
  const loss = await trainConvNet(
    net,
    { x: train.x, y: targetsOf(train) },
    {
      loss: crossEntropy(train.classes),
      method,
      learningRate,
      batchSize,
      epochs,
      random: random.fork('batches'),
      step,
    },
  );
  const seen = firstImages(train.x, settings.agopImages);
  const rowsOf = (state: CnfaRow['state'], of: ConvNet): CnfaRow[] => {
    const { accuracy } = scores(convPredict(of, train.x), train);
    return convAnsatz(of, start, seen).map((found, l) => ({ layer: l + 1, state, accuracy, loss, ...found }));
  };
  return [...rowsOf('start', start), ...rowsOf('trained', net)];
}

/** Mean 0 and standard deviation 1 of each channel over all images and pixels, in place. */
function standardise({ image, x }: { image: LabelledImages['image']; x: Matrix }): void {
  const area = image.height * image.width;
  for (let c = 0; c < image.channels; c++) {
    const planes = Array.from({ length: x.rows }, (_, i) => x.row(i).subarray(c * area, (c + 1) * area));
    let [sum, squares] = [0, 0];
    for (const plane of planes) for (const value of plane) sum += value;
    const mean = sum / (x.rows * area);
    for (const plane of planes) for (const value of plane) squares += (value - mean) ** 2;
    const deviation = Math.sqrt(squares / (x.rows * area));
    for (const plane of planes) plane.forEach((value, p) => (plane[p] = (value - mean) / deviation));
  }
}
