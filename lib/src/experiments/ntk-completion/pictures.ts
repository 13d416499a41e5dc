import type { Picture } from '../../data/ppm.js';
import { centreCrop, resizePicture } from '../../data/resize-picture.js';
import { Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';

/** A picture in [0, 1], `(channels, side²)`. */
export interface NamedPicture {
  name: string;
  values: Matrix;
}

/** The twelve real pictures of the reconstruction table, by the names of their files. */
const TABLE = ['Cameraman256_GT', 'house_GT', 'montage_GT', 'peppers256_GT', 'barbara_GT', 'boat_GT'];
const REST = ['couple_GT', 'fingerprint_GT', 'hill_GT', 'man_GT', 'car'];

/** As in the paper's code: cropped to multiples of 64, then resized. */
export function tablePictures(pictures: Record<string, Picture>, side: number): NamedPicture[] {
  return [...TABLE, ...REST].map((name) => ({
    name: name.replace(/(256)?_GT$/, ''),
    values: scaled(centreCrop(pictures[name], 64), side),
  }));
}

/** A whole picture at side x side, in [0, 1]. */
export function scaled(picture: Picture, side: number): Matrix {
  const { channels, data } = resizePicture(picture, { width: side, height: side });
  return new Matrix(
    channels,
    side * side,
    Float64Array.from(data, (value) => value / 255),
  );
}

/** A mask picture at side x side, by the nearest pixel: 1 where it is white. */
export function scaledMask({ width, height, data }: Picture, side: number): Uint8Array {
  return Uint8Array.from({ length: side * side }, (_, p) => {
    const r = Math.floor(((Math.floor(p / side) + 0.5) * height) / side);
    const c = Math.floor((((p % side) + 0.5) * width) / side);
    return data[r * width + c] > 127 ? 1 : 0;
  });
}

/** Each pixel is observed (1) with this probability. */
export function randomMask(pixels: number, observed: number, seed: number): Uint8Array {
  const random = new Random(seed).fork('mask');
  return Uint8Array.from({ length: pixels }, () => (random.uniform() < observed ? 1 : 0));
}

/** Channels of several pictures one below the other: those that share a mask share one solve. */
export function stacked(pictures: readonly NamedPicture[]): Matrix {
  const { cols } = pictures[0].values;
  const rows = pictures.reduce((sum, { values }) => sum + values.rows, 0);
  const out = new Matrix(rows, cols);
  let at = 0;
  for (const { values } of pictures) {
    out.data.set(values.data, at * cols);
    at += values.rows;
  }
  return out;
}

/** The pictures again, from their stacked channels. */
export function unstacked(all: Matrix, pictures: readonly NamedPicture[]): NamedPicture[] {
  let at = 0;
  return pictures.map(({ name, values: { rows, cols } }) => {
    const data = all.data.subarray(at * cols, (at + rows) * cols);
    at += rows;
    return { name, values: new Matrix(rows, cols, data) };
  });
}
