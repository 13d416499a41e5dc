import { checkInteger } from '../../check.js';
import { matmul } from '../../linalg/matmul.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';

/**
 * `n` images of pink noise, `(n, side²)`: white noise whose amplitude at the frequency f is divided by |f|, each image
 * standardised to z and shown as 0.5 + 0.2 z, clipped to [0, 1]. A stand-in for photographs: they have this spectrum.
 *
 * @throws InputError if n or side is not a positive integer.
 */
export function pinkNoise(n: number, side: number, random: Random): Matrix {
  checkInteger('pinkNoise', 'n', n, 1);
  checkInteger('pinkNoise', 'side', side, 2);
  const x = matmul(random.normalMatrix(n, side * side), circulant(side));
  for (let i = 0; i < n; i++) {
    const image = x.row(i);
    let [mean, square] = [0, 0];
    for (const value of image) mean += value / image.length;
    for (const value of image) square += (value - mean) ** 2 / image.length;
    for (let k = 0; k < image.length; k++) {
      const z = (image[k] - mean) / Math.sqrt(square);
      image[k] = Math.min(1, Math.max(0, 0.5 + 0.2 * z));
    }
  }
  return x;
}

/** The filter 1/|f| as a matrix on images: circular convolution with its inverse Fourier transform, real and even. */
function circulant(side: number): Matrix {
  const frequency = (k: number): number => (k < side / 2 ? k : k - side);
  const response = new Float64Array(side * side);
  for (let row = 0; row < side; row++) {
    for (let col = 0; col < side; col++) {
      let sum = 0;
      for (let a = 0; a < side; a++) {
        for (let b = 0; b < side; b++) {
          if (a === 0 && b === 0) continue;
          const phase = (2 * Math.PI * (a * row + b * col)) / side;
          sum += Math.cos(phase) / Math.hypot(frequency(a), frequency(b));
        }
      }
      response[row * side + col] = sum / side ** 2;
    }
  }
  const out = zeros(side * side, side * side);
  for (let from = 0; from < side * side; from++) {
    for (let to = 0; to < side * side; to++) {
      const row = (Math.floor(to / side) - Math.floor(from / side) + side) % side;
      const col = (to - from + side * side) % side;
      out.set(from, to, response[row * side + col]);
    }
  }
  return out;
}
