import type { ImageShape } from '../../kernels/image-patches.js';
import { Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';

/** Images, in single precision where speed matters, and classes 0 … `classes` - 1. */
export interface LabelledImages {
  image: ImageShape;
  classes: number;
  x: Matrix;
  labels: Int32Array;
}

/** One-hot targets `(n, classes)`. */
export function oneHot({ x, labels, classes }: LabelledImages): Matrix {
  const y = zeros(labels.length, classes, x.precision);
  labels.forEach((label, i) => y.set(i, label, 1));
  return y;
}

/** The images of these rows. */
export function pickImages(set: LabelledImages, rows: ArrayLike<number>): LabelledImages {
  const x = zeros(rows.length, set.x.cols, set.x.precision);
  Array.from(rows).forEach((row, i) => x.row(i).set(set.x.row(row)));
  return { ...set, x, labels: Int32Array.from(rows, (row) => set.labels[row]) };
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
  let [right, error] = [0, 0];
  truth.labels.forEach((label, i) => {
    const row = f.row(i);
    let best = 0;
    for (let l = 0; l < row.length; l++) {
      if (row[l] > row[best]) best = l;
      error += (row[l] - Number(l === label)) ** 2;
    }
    right += Number(best === label);
  });
  return { accuracy: (100 * right) / truth.labels.length, mse: error / truth.labels.length };
}
