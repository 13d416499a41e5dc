import type { ImageSplits } from '../../data/images.js';
import type { Digits } from '../rfm/optical-digits.js';
import type { ImageShape } from './corruptions.js';
import { imagesOf, joined, part, range, unitRows, type Images } from './image-world.js';

/** Source and target of a translation, and the shape of both. */
export type TranslationTask = [source: Images, target: Images, shape: ImageShape];

/** Source and target of a projection. */
export type ProjectionTask = [source: Images, target: Images];

/** MNIST: 3,000 training digits, and 1,500 test digits to be corrupted. */
export function digitTask({ train, test }: ImageSplits): TranslationTask {
  return [imagesOf(train, range(3000)), imagesOf(test, range(1500)), { channels: 1, side: 28 }];
}

/** The 1,797 optical digits: the first 800, and the others. */
export function smallDigitTask(digits: Digits): TranslationTask {
  return [part(digits, 0, 800), part(digits, 800, 1797), { channels: 1, side: 8 }];
}

/** CIFAR-10: the first 3,000 training images, and the next 1,000 with 1,000 test images. */
export function pictureTask({ train, test }: ImageSplits): TranslationTask {
  const target = joined(imagesOf(train, range(1000, 3000)), imagesOf(test, range(1000)));
  return [imagesOf(train, range(3000)), target, { channels: 3, side: 32 }];
}

/** Fashion-MNIST's ten garments as source, MNIST's digits as target. */
export function garmentsToDigits(fashion: ImageSplits, mnist: ImageSplits): ProjectionTask {
  return [source(fashion), imagesOf(mnist.test, range(2000))];
}

/** CIFAR-10's ten things as source, all 43 traffic signs as target: images of unit length. */
export function thingsToSigns(cifar: ImageSplits, { test }: ImageSplits): ProjectionTask {
  // Spread over the whole set, in its order.
  const spread = range(2000).map((i) => Math.floor((i * test.count) / 2000));
  const unit = ({ x, labels }: Images): Images => ({ x: unitRows(x), labels });
  return [unit(source(cifar)), unit(imagesOf(test, spread))];
}

/** MNIST's digits as source, whether a digit is odd as target. */
export function digitsToParity(mnist: ImageSplits): ProjectionTask {
  const { x, labels } = imagesOf(mnist.test, range(2000));
  return [source(mnist), { x, labels: labels.map((label) => label % 2) }];
}

// T-shirt, trouser, pullover, dress, coat, sandal, shirt, sneaker, bag, ankle boot.
const GROUP = [0, 1, 0, 2, 0, 3, 0, 3, 3, 3];

/** Fashion-MNIST's garments as source; tops, trousers, dresses and the rest as target. */
export function garmentsToGroups(fashion: ImageSplits): ProjectionTask {
  const { x, labels } = imagesOf(fashion.test, range(2000));
  return [source(fashion), { x, labels: labels.map((label) => GROUP[label]) }];
}

function source({ train }: ImageSplits): Images {
  return imagesOf(train, range(4000));
}
