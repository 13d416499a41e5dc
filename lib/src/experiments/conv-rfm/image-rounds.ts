import type { ImageSet, ImageSplits } from '../../data/images.js';
import { convRfm } from '../../features/conv-rfm.js';
import { convNtk } from '../../kernels/conv-ntk.js';
import { zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { type Direction, directions } from './directions.js';
import { type LabelledImages, targetsOf, scores, splitImages } from './labelled-images.js';

export interface ImageRoundsSettings {
  train: number;
  test: number;
  depth: number;
  updates: number;
  ridge: number;
  agopImages: number;
  directions: number;
  /** Noise of the frame around MNIST digits. */
  sigma: number;
}

export type ImageRow = { round: number; accuracy: number; mse: number } & Direction;

/** Makes a training and a test set for a seed. */
type ImageWorld = (settings: ImageRoundsSettings, random: Random) => ReturnType<typeof splitImages>;

/** n images of a set in random order, at half size: means of 2 x 2 pixels, over 255. */
export function halfImages(set: ImageSet, classes: number, n: number, random: Random): LabelledImages {
  const { channels, height, width, images } = set;
  const [h, w] = [height / 2, width / 2];
  const picked = random.permutation(set.count).subarray(0, n);
  const x = zeros(picked.length, channels * h * w, 'float32');
  let k = 0;
  for (const row of picked) {
    // Lines of all channels one after another.
    for (let line = 0; line < channels * h; line++) {
      let at = (row * channels * h + line) * 2 * width;
      for (let col = 0; col < w; col++, at += 2) {
        x.data[k++] = (images[at] + images[at + 1] + images[at + width] + images[at + width + 1]) / (4 * 255);
      }
    }
  }
  return { image: { channels, height: h, width: w }, classes, x, labels: picked.map((i) => set.labels[i]) };
}

/** Images of a set at half size, training and test images from the two parts. */
const imageSetWorld =
  ({ train, test, classNames }: ImageSplits): ImageWorld =>
  (settings, random) => ({
    train: halfImages(train, classNames.length, settings.train, random.fork('train')),
    test: halfImages(test, classNames.length, settings.test, random.fork('test')),
  });

/** Half-size MNIST digits at a random place of a frame of half again their side, N(0, 0.25 sigma) noise (3.5). */
const noisyMnistWorld = (splits: ImageSplits): ImageWorld => {
  const plain = imageSetWorld(splits);
  return (settings, random) => {
    const framed = (set: LabelledImages, stream: Random): LabelledImages => {
      const { height } = set.image;
      const frame = Math.round(1.5 * height);
      const x = zeros(set.x.rows, frame * frame, 'float32');
      for (let i = 0; i < x.rows; i++) {
        const row = x.row(i);
        for (let k = 0; k < row.length; k++) row[k] = 0.5 * Math.sqrt(settings.sigma) * stream.normal();
        const [down, right] = [0, 1].map(() => Math.floor((frame - height + 1) * stream.uniform()));
        for (let k = 0; k < height * height; k++) {
          row[(down + Math.floor(k / height)) * frame + right + (k % height)] = set.x.get(i, k);
        }
      }
      return { ...set, x, image: { channels: 1, height: frame, width: frame } };
    };
    const { train, test } = plain(settings, random);
    return {
      train: framed(train, random.fork('train frames')),
      test: framed(test, random.fork('test frames')),
    };
  };
};

/** Rounds of ConvRFM with the leading directions that each round looks through. */
const roundsIn = (world: ImageWorld) =>
  async function imageRoundsOf(settings: ImageRoundsSettings, seed: number, step: Step): Promise<ImageRow[]> {
    const { depth, updates } = settings;
    const { train, test } = world(settings, new Random(seed));
    const kernel = convNtk({ image: train.image, depth });
    const rows: ImageRow[] = [];
    for (const machine of convRfm({ x: train.x, y: targetsOf(train) }, { ...settings, kernel })) {
      const result = scores(machine.predict(test.x), test);
      await step(machine.round + 1, updates + 1);
      const seen = machine.featureMatrix ?? machine.agop();
      for (const direction of directions(seen, train.image.channels, settings.directions)) {
        rows.push({ round: machine.round, ...result, ...direction });
      }
    }
    return rows;
  };

type ImageRounds = ReturnType<typeof roundsIn>;

/** On real images at half size. */
export const imageRounds = (splits: ImageSplits): ImageRounds => roundsIn(imageSetWorld(splits));

/** On half-size digits in a frame of noise. */
export const noisyMnistRounds = (splits: ImageSplits): ImageRounds => roundsIn(noisyMnistWorld(splits));
