import { checkInteger } from '../../check.js';
import { InputError } from '../../errors.js';
import { zeros } from '../../linalg/matrix.js';
import { cntk, type CntkOptions } from './cntk.js';
import type { CoordinateKernel } from '../coordinate-kernel.js';
import type { PixelPairs } from './pixel-pairs.js';
import { stationaryPrior } from './prior-pairs.js';

/** The tangent kernel under the stationary prior, for pictures of any size. */
export interface StationaryCntk {
  /** P = 2^s: K is the same for pixels that are P apart, and constant from a distance of P in rows or columns on. */
  readonly period: number;
  /** Its P² slices over a picture of 2P x 2P, which holds all of it: 4 P⁴ numbers. */
  readonly pairs: PixelPairs;
  /** K at a distance of P or more. */
  readonly far: number;
  /** The kernel over a picture with joined edges; nothing of its size is stored. */
  on(height: number, width: number): CoordinateKernel;
}

/**
 * K[(r, c), (r', c')] = M[r mod P, c mod P, offset]: the network's tangent kernel under the stationary prior, with
 * nearest sampling. It has period P = 2^s and is constant for offsets of P or more, so that the slices of a 2P x 2P
 * picture hold it for any size: the "expansion" of the paper's code, here exact.
 *
 * @throws InputError unless the layers halve and double equally often, with nearest sampling.
 * @example
 * ```ts
 * const kernel = stationaryCntk({ layers: hourglass({ scales: 1 }) });
 * kernel.period; // 2
 * kernel.on(64, 64).count; // 4096
 * ```
 */
export function stationaryCntk(options: CntkOptions): StationaryCntk {
  const fn = 'stationaryCntk';
  const { layers } = options;
  const count = (which: string): number => layers.filter((layer) => layer === which).length;
  if (count('bilinear') > 0) {
    const problem = 'interpolate with aligned corners, which has no period';
    throw new InputError(fn, 'layers', problem, 'use nearest sampling, or cntk for small pictures');
  }
  if (count('down') !== count('nearest')) {
    const problem = `halve the picture ${count('down')} times and double it ${count('nearest')} times`;
    throw new InputError(fn, 'layers', problem, 'do both equally often');
  }
  const period = 2 ** count('down');
  const pairs = cntk(stationaryPrior(2 * period), options);
  const side = 2 * period;
  const far = pairs.values.get(0, period * side + period);
  return { period, pairs, far, on: (height, width) => expanded({ period, pairs, far }, height, width) };
}

type Slices = Pick<StationaryCntk, 'period' | 'pairs' | 'far'>;

function expanded({ period, pairs, far }: Slices, height: number, width: number): CoordinateKernel {
  for (const [name, length] of Object.entries({ height, width })) {
    checkInteger('stationaryCntk.on', name, length, 2 * period);
    if (length % period !== 0) {
      throw new InputError(
        'stationaryCntk.on',
        name,
        `is ${length}`,
        `give a multiple of the period ${period}`,
      );
    }
  }
  const side = 2 * period;
  const row = (p: number): number => Math.floor(p / width);
  const phase = (p: number): number => (row(p) % period) * period + ((p % width) % period);
  return {
    count: height * width,
    block(rows, cols) {
      const out = zeros(rows.length, cols.length);
      const [to, from] = [out.data, pairs.values.data];
      to.fill(far);
      const place = new Int32Array(height * width).fill(-1);
      const repeated: [number, number][] = [];
      cols.forEach((p, j) => {
        if (place[p] >= 0) repeated.push([place[p], j]);
        else place[p] = j;
      });
      for (let i = 0; i < rows.length; i++) {
        const [r, c] = [row(rows[i]), rows[i] % width];
        const [a, b] = [r % period, c % period];
        const [start, slice] = [i * cols.length, (a * period + b) * side * side];
        for (let dr = 1 - period; dr < period; dr++) {
          const line = ((r + dr + height) % height) * width;
          const source = slice + ((a + dr + side) % side) * side;
          let [at, k] = [(c + 1 - period + width) % width, (b + 1 - period + side) % side];
          for (let dc = 1 - period; dc < period; dc++) {
            const j = place[line + at];
            if (j >= 0) to[start + j] = from[source + k];
            if (++at === width) at = 0;
            if (++k === side) k = 0;
          }
        }
        for (const [first, again] of repeated) to[start + again] = to[start + first];
      }
      return out;
    },
    times(rows, cols, x) {
      const { cols: k, data } = x;
      const out = zeros(rows.length, k);
      const place = new Int32Array(height * width).fill(-1);
      cols.forEach((p, j) => (place[p] = j));
      // Distant pixels share one value: it goes with the sum, and the near ones add what they have above it.
      const all = new Float64Array(k);
      for (let i = 0; i < data.length; i++) all[i % k] += far * data[i];
      const from = pairs.values.data;
      const sum = new Float64Array(k);
      for (let i = 0; i < rows.length; i++) {
        const [r, c] = [row(rows[i]), rows[i] % width];
        const [a, b] = [r % period, c % period];
        const slice = (a * period + b) * side * side;
        sum.set(all);
        for (let dr = 1 - period; dr < period; dr++) {
          const line = ((r + dr + height) % height) * width;
          const source = slice + ((a + dr + side) % side) * side;
          let [at, entry] = [(c + 1 - period + width) % width, (b + 1 - period + side) % side];
          for (let dc = 1 - period; dc < period; dc++) {
            const j = place[line + at];
            if (j >= 0) {
              const above = from[source + entry] - far;
              for (let l = 0; l < k; l++) sum[l] += above * data[j * k + l];
            }
            if (++at === width) at = 0;
            if (++entry === side) entry = 0;
          }
        }
        out.data.set(sum, i * k);
      }
      return out;
    },
    diagonal: (at) =>
      Float64Array.from(at, (p) => {
        const [a, b] = [row(p) % period, (p % width) % period];
        return pairs.values.get(phase(p), a * side + b);
      }),
  };
}
