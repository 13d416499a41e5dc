import { checkInteger } from '../check.js';
import type { Picture } from './ppm.js';

// Weights of Pillow's 8-bit resampling: fixed point of 22 bits.
const BITS = 22;

/**
 * Bilinear resampling as Pillow does it: a triangle filter, widened by the factor when the picture is made smaller,
 * along rows and then along columns, each rounded to 8 bits.
 * @throws InputError unless width and height are positive integers.
 */
export function resizePicture(
  picture: Picture,
  { width, height }: { width: number; height: number },
): Picture {
  checkInteger('resizePicture', 'width', width, 1);
  checkInteger('resizePicture', 'height', height, 1);
  const { channels } = picture;
  const rows = channels * picture.height;
  const narrow = resampled(picture.data, rows, picture.width, width);
  const out = new Uint8Array(channels * width * height);
  for (let c = 0; c < channels; c++) {
    const plane = narrow.subarray(c * picture.height * width, (c + 1) * picture.height * width);
    const turned = transposed(plane, picture.height, width);
    const short = resampled(turned, width, picture.height, height);
    out.set(transposed(short, width, height), c * width * height);
  }
  return { width, height, channels, data: out };
}

/** The middle of the picture with both sides multiples of `multiple`, as large as possible. */
export function centreCrop({ width, height, channels, data }: Picture, multiple: number): Picture {
  checkInteger('centreCrop', 'multiple', multiple, 1);
  const [w, h] = [width - (width % multiple), height - (height % multiple)];
  const [left, top] = [Math.floor((width - w) / 2), Math.floor((height - h) / 2)];
  const out = new Uint8Array(channels * w * h);
  for (let c = 0; c < channels; c++) {
    for (let r = 0; r < h; r++) {
      const start = (c * height + top + r) * width + left;
      out.set(data.subarray(start, start + w), (c * h + r) * w);
    }
  }
  return { width: w, height: h, channels, data: out };
}

/** Every row of `(rows, from)` resampled to `to` numbers. */
function resampled(data: Uint8Array, rows: number, from: number, to: number): Uint8Array {
  if (from === to) return data.slice();
  const scale = from / to;
  const support = Math.max(scale, 1);
  const out = new Uint8Array(rows * to);
  for (let k = 0; k < to; k++) {
    const centre = (k + 0.5) * scale;
    const first = Math.max(Math.floor(centre - support + 0.5), 0);
    const end = Math.min(Math.floor(centre + support + 0.5), from);
    const raw = Array.from({ length: end - first }, (_, i) =>
      Math.max(0, 1 - Math.abs((first + i - centre + 0.5) / support)),
    );
    const sum = raw.reduce((a, b) => a + b, 0);
    const weights = raw.map((weight) => Math.floor((weight / sum) * 2 ** BITS + 0.5));
    for (let r = 0; r < rows; r++) {
      let total = 2 ** (BITS - 1);
      for (let i = 0; i < weights.length; i++) total += weights[i] * data[r * from + first + i];
      out[r * to + k] = Math.min(Math.max(Math.floor(total / 2 ** BITS), 0), 255);
    }
  }
  return out;
}

function transposed(data: Uint8Array, rows: number, cols: number): Uint8Array {
  const out = new Uint8Array(rows * cols);
  for (let r = 0; r < rows; r++) for (let c = 0; c < cols; c++) out[c * rows + r] = data[r * cols + c];
  return out;
}
