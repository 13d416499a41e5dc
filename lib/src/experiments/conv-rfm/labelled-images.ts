import type { ImageShape } from '../../kernels/image-patches.js';
import { Matrix, type Precision, zeros } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';
import { accuracy } from '../rfm/accuracy.js';
import { oneHot } from '../rfm/classify.js';

/** Images, in single precision where speed matters, and classes 0 … `classes` - 1. */
export interface LabelledImages {
  image: ImageShape;
  classes: number;
  x: Matrix;
  labels: Int32Array;
}

/** One-hot targets `(n, classes)` in the images' precision. */
export function targetsOf({ x, labels, classes }: LabelledImages): Matrix {
  return oneHot(labels, classes, x.precision);
}

/** The images of these rows. */
export function pickImages(
  set: LabelledImages,
  rows: ArrayLike<number>,
  precision: Precision = set.x.precision,
): LabelledImages {
  const x = zeros(rows.length, set.x.cols, precision);
  Array.from(rows).forEach((row, i) => x.row(i).set(set.x.row(row)));
  return { ...set, x, labels: Int32Array.from(rows, (row) => set.labels[row]) };
}

/** The first n images, or all, as a view. */
export function firstImages(x: Matrix, n: number): Matrix {
  const rows = Math.min(n, x.rows);
  return new Matrix(rows, x.cols, x.data.subarray(0, rows * x.cols));
}

/** Two disjoint parts of n and m images in random order. */
export function splitImages(
  set: LabelledImages,
  [n, m]: readonly [number, number],
  random: Random,
): { train: LabelledImages; test: LabelledImages } {
  const order = random.permutation(set.labels.length);
  return { train: pickImages(set, order.subarray(0, n)), test: pickImages(set, order.subarray(n, n + m)) };
}

/** Accuracy in percent, and the squared error summed over outputs, mean over images. */
export function scores(f: Matrix, truth: LabelledImages): { accuracy: number; mse: number } {
  const y = targetsOf(truth);
  let error = 0;
  for (let k = 0; k < f.data.length; k++) error += (f.data[k] - y.data[k]) ** 2;
  return { accuracy: 100 * accuracy(f, truth.labels), mse: error / f.rows };
}
