import type { News } from '../../data/ag-news.js';
import type { SpokenDigits } from '../../data/fsdd.js';
import type { ImageSplits } from '../../data/images.js';
import type { UciCollection } from '../../data/uci.js';
import { opticalDigits } from '../rfm/optical-digits.js';
import { drawFrom, drawShifted } from './labelled.js';
import { pooledPair } from './pooled-images.js';
import { rateSweep } from './rate-sweep.js';
import { digitPair, imagePair, newsPair, spokenPair } from './real-data.js';
import { convTopDirection } from './top-direction.js';

type Sweep = ReturnType<typeof rateSweep>;

/** `rateSweep` of each data set: two classes, the same in every panel of a set. */
export const shiftedSweep: Sweep = rateSweep(drawShifted(30));
export const digitSweep = (uci: UciCollection): Sweep =>
  rateSweep(drawFrom(digitPair(opticalDigits(uci), [3, 8])));
export const mnistSweep = (mnist: ImageSplits): Sweep => rateSweep(drawFrom(imagePair(mnist, [3, 8])));
export const cifarSweep = (cifar: ImageSplits): Sweep => rateSweep(drawFrom(imagePair(cifar, [0, 2])));
export const newsSweep = (news: News): Sweep => rateSweep(drawFrom(newsPair(news, [1, 2])));
export const spokenSweep = (fsdd: SpokenDigits): Sweep => rateSweep(drawFrom(spokenPair(fsdd, [1, 3])));

/** The same of pooled pictures, for convolutional networks. */
export const mnistConvSweep = (mnist: ImageSplits): Sweep =>
  rateSweep(drawFrom(pooledPair(mnist, [3, 8], 2)));
export const cifarConvSweep = (cifar: ImageSplits): Sweep =>
  rateSweep(drawFrom(pooledPair(cifar, [0, 2], 2)));
export const cifarTopDirection = (cifar: ImageSplits): ReturnType<typeof convTopDirection> =>
  convTopDirection(pooledPair(cifar, [0, 2], 4));
