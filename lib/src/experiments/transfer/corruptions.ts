import { matmul } from '../../linalg/matmul.js';
import { Matrix, type Real, zeros } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';

/** Size of the images that the rows of a matrix hold, planes `(channels, side, side)`. */
export interface ImageShape {
  channels: number;
  side: number;
}

type Corruption = (image: Float64Array, shape: ImageShape, random: Random) => Float64Array;

/**
 * Severe corruptions of colour pictures with values in [0, 1], in strength like the severest of CIFAR10-C but not the
 * same.
 */
export const pictureCorruptions: Record<string, Corruption> = {
  'gaussian noise': (x, _, random) => x.map((v) => v + 0.38 * random.normal()),
  'shot noise': (x, _, random) => x.map((v) => poisson(3 * v, random) / 3),
  'impulse noise': (x, _, random) =>
    x.map((v) => (random.uniform() < 0.27 ? Number(random.uniform() < 0.5) : v)),
  contrast: (x, shape) => {
    const means = planeMeans(x, shape);
    return x.map(
      (v, i) => (v - means[Math.floor(i / shape.side ** 2)]) * 0.05 + means[Math.floor(i / shape.side ** 2)],
    );
  },
  brightness: (x) => x.map((v) => v + 0.5),
  'gaussian blur': (x, shape) => blurred(x, shape, 2.5),
  pixelate: (x, shape) => pixelated(x, shape, 4),
  fog: (x, shape, random) => {
    const fog = fogField(shape.side, random);
    const largest = Math.max(...x);
    return x.map((v, i) => ((v + 2 * fog[i % fog.length]) * largest) / (largest + 2));
  },
};

/**
 * Corruptions of grey digits with values in [0, 1]; `invert` is the negative control: nothing of the source remains.
 */
export const digitCorruptions: Record<string, Corruption> = {
  noise: (x, _, random) => x.map((v) => v + 0.6 * random.normal()),
  impulse: (x, _, random) => x.map((v) => (random.uniform() < 0.4 ? Number(random.uniform() < 0.5) : v)),
  motion: (x, shape) => shiftedMean(x, shape, 4),
  blur: (x, shape) => blurred(x, shape, 2.5),
  contrast: (x, shape, random) => {
    const [mean] = planeMeans(x, shape);
    return x.map((v) => 0.5 + 0.12 * (v - mean) + 0.08 * random.normal());
  },
  fog: (x, shape, random) => {
    const fog = fogField(shape.side, random);
    return x.map((v, i) => (v + 1.5 * fog[i % fog.length]) / 2.5);
  },
  rotate: (x, shape) => rotated(x, shape, 30),
  invert: (x) => x.map((v) => 1 - v),
};

/**
 * Every image of x `(n, channels · side²)` corrupted and clipped to [0, 1], with a stream of random numbers of its own.
 */
export function corrupted(x: Matrix, corruption: Corruption, shape: ImageShape, random: Random): Matrix {
  const result = zeros(x.rows, x.cols);
  for (let i = 0; i < x.rows; i++) {
    const image = corruption(Float64Array.from(x.row(i)), shape, random.fork(i));
    result.row(i).set(image.map((v) => Math.min(1, Math.max(0, v))));
  }
  return result;
}

function poisson(mean: number, random: Random): number {
  const limit = Math.exp(-mean);
  let count = -1;
  for (let product = 1; product > limit; count++) product *= random.uniform();
  return count;
}

function planeMeans(x: Float64Array, { channels, side }: ImageShape): number[] {
  return Array.from({ length: channels }, (_, c) => {
    const plane = x.subarray(c * side * side, (c + 1) * side * side);
    return plane.reduce((sum, v) => sum + v, 0) / plane.length;
  });
}

/** Gaussian filter of each plane, one direction after the other, mirrored at the edges. */
function blurred(x: Float64Array, { channels, side }: ImageShape, sigma: number): Float64Array {
  const reach = Math.round(4 * sigma);
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, k) =>
    Math.exp(-((k - reach) ** 2) / (2 * sigma * sigma)),
  );
  const total = weights.reduce((sum, w) => sum + w, 0);
  // What position b of the result takes from position p of a line: one small matrix for all lines.
  const mix = new Float64Array(side * side);
  for (let b = 0; b < side; b++) {
    weights.forEach((w, k) => {
      const turn = (((b + k - reach) % (2 * side)) + 2 * side) % (2 * side);
      mix[b * side + (turn < side ? turn : 2 * side - 1 - turn)] += w / total;
    });
  }
  const filter = new Matrix(side, side, mix);
  const across = matmul(new Matrix(channels * side, side, x), filter, { transB: true });
  const result = new Float64Array(x.length);
  for (let c = 0; c < channels; c++) {
    const plane = (data: Real): Matrix =>
      new Matrix(side, side, data.subarray(c * side * side, (c + 1) * side * side));
    matmul(filter, plane(across.data), { out: plane(result) });
  }
  return result;
}

/** A smooth random field in [0, 1]. */
function fogField(side: number, random: Random): Float64Array {
  const field = blurred(
    Float64Array.from({ length: side * side }, () => random.normal()),
    { channels: 1, side },
    4,
  );
  const [low, high] = [Math.min(...field), Math.max(...field)];
  return field.map((v) => (v - low) / (high - low));
}

function pixelated(x: Float64Array, { channels, side }: ImageShape, block: number): Float64Array {
  const result = new Float64Array(x.length);
  for (let c = 0; c < channels; c++) {
    for (let r0 = 0; r0 < side; r0 += block) {
      for (let c0 = 0; c0 < side; c0 += block) {
        const places: number[] = [];
        for (let r = r0; r < Math.min(r0 + block, side); r++) {
          for (let k = c0; k < Math.min(c0 + block, side); k++) places.push((c * side + r) * side + k);
        }
        const mean = places.reduce((sum, p) => sum + x[p], 0) / places.length;
        for (const p of places) result[p] = mean;
      }
    }
  }
  return result;
}

/** Mean of the image shifted sideways by -reach ... reach pixels, zero outside. */
function shiftedMean(x: Float64Array, { channels, side }: ImageShape, reach: number): Float64Array {
  const result = new Float64Array(x.length);
  for (let row = 0; row < channels * side; row++) {
    for (let k = 0; k < side; k++) {
      for (let s = Math.max(-reach, -k); s <= Math.min(reach, side - 1 - k); s++) {
        result[row * side + k] += x[row * side + k + s] / (2 * reach + 1);
      }
    }
  }
  return result;
}

/** Rotation about the centre, counterclockwise as the image is seen, bilinear, zero outside. */
function rotated(x: Float64Array, { channels, side }: ImageShape, degrees: number): Float64Array {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const middle = (side - 1) / 2;
  const result = new Float64Array(x.length);
  for (let c = 0; c < channels; c++) {
    const at = (r: number, k: number): number =>
      r >= 0 && r < side && k >= 0 && k < side ? x[(c * side + r) * side + k] : 0;
    for (let r = 0; r < side; r++) {
      for (let k = 0; k < side; k++) {
        const [dr, dk] = [r - middle, k - middle];
        const [fr, fk] = [middle + cos * dr + sin * dk, middle - sin * dr + cos * dk];
        const [r0, k0] = [Math.floor(fr), Math.floor(fk)];
        const [tr, tk] = [fr - r0, fk - k0];
        result[(c * side + r) * side + k] =
          (1 - tr) * ((1 - tk) * at(r0, k0) + tk * at(r0, k0 + 1)) +
          tr * ((1 - tk) * at(r0 + 1, k0) + tk * at(r0 + 1, k0 + 1));
      }
    }
  }
  return result;
}
