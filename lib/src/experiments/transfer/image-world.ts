import type { ImageSet } from '../../data/images.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { rowView } from '../../linalg/row-view.js';

/** Labelled images as rows, planes after one another. */
export interface Images {
  x: Matrix;
  labels: Uint8Array;
}

/** Pixels over 255 of the images at the given places (all if absent), in their order. */
export function imagesOf(set: ImageSet, places?: readonly number[]): Images {
  const chosen = places ?? Array.from({ length: set.count }, (_, i) => i);
  const size = set.channels * set.height * set.width;
  const x = zeros(chosen.length, size);
  chosen.forEach((place, i) => {
    const row = x.row(i);
    for (let k = 0; k < size; k++) row[k] = set.images[place * size + k] / 255;
  });
  return { x, labels: Uint8Array.from(chosen, (place) => set.labels[place]) };
}

/** The images from place `from` to place `to`, as views. */
export const part = ({ x, labels }: Images, from: number, to: number): Images => ({
  x: rowView(x, from, to),
  labels: labels.subarray(from, to),
});

/** The images of one set after those of another. */
export function joined(a: Images, b: Images): Images {
  const x = zeros(a.x.rows + b.x.rows, a.x.cols);
  x.data.set(a.x.data);
  x.data.set(b.x.data, a.x.data.length);
  return { x, labels: Uint8Array.from([...a.labels, ...b.labels]) };
}

/** 0, 1, ..., or from a start on. */
export const range = (count: number, from = 0): number[] => Array.from({ length: count }, (_, i) => from + i);

/** Each row divided by its length. */
export function unitRows(x: Matrix): Matrix {
  return scaledRows(x, (row) => {
    let square = 0;
    for (let k = 0; k < row.length; k++) square += row[k] * row[k];
    return [0, square > 0 ? 1 / Math.sqrt(square) : 0];
  });
}

/** Each row brought to [0, 1] by its own least and largest entry. */
export function stretchedRows(x: Matrix): Matrix {
  return scaledRows(x, (row) => {
    let [low, high] = [Infinity, -Infinity];
    for (let k = 0; k < row.length; k++) {
      low = Math.min(low, row[k]);
      high = Math.max(high, row[k]);
    }
    return [low, high > low ? 1 / (high - low) : 0];
  });
}

/** (row - shift) · scale. */
function scaledRows(x: Matrix, of: (row: ArrayLike<number>) => [shift: number, scale: number]): Matrix {
  const result = x.clone();
  for (let i = 0; i < x.rows; i++) {
    const row = result.row(i);
    const [shift, scale] = of(row);
    for (let k = 0; k < row.length; k++) row[k] = (row[k] - shift) * scale;
  }
  return result;
}
