import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { setWorkerThreads, startWorkers, workerThreads } from 'agop/elementwise/pool';
import { Random } from 'agop/linalg/random';
import { tensorflow } from 'agop/nets/tensorflow';
import type { ConvShape } from 'agop/nets/tfjs/patch-rows';
import { winogradFits } from 'agop/nets/tfjs/winograd';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';

const { tf, backend } = await tensorflow();
const threads = workerThreads();
const random = new Random(0);
afterEach(() => setWorkerThreads(threads));

interface Sizes {
  n: number;
  height: number;
  width: number;
  channels: number;
  filters: number;
  top: number;
  left: number;
  bottom: number;
  right: number;
}

type Arrays = Record<'x' | 'filter' | 'dy', Float32Array>;

const normals = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());
const after = (s: Sizes): [number, number] => [
  s.height + s.top + s.bottom - 2,
  s.width + s.left + s.right - 2,
];

function arrays(s: Sizes): Arrays {
  const [outHeight, outWidth] = after(s);
  return {
    x: normals(s.n * s.height * s.width * s.channels),
    filter: normals(9 * s.channels * s.filters),
    dy: normals(s.n * outHeight * outWidth * s.filters),
  };
}

/** Y = X * F, and the gradients of <∂Y, Y> by X and F, by the definition in double precision. */
function byDefinition(s: Sizes, { x, filter, dy }: Arrays): Float64Array[] {
  const [outHeight, outWidth] = after(s);
  const [y, dx, df] = [dy, x, filter].map(({ length }) => new Float64Array(length));
  for (let place = 0; place < s.n * outHeight * outWidth; place++) {
    const row = Math.floor(place / outWidth) % outHeight;
    const image = Math.floor(place / (outWidth * outHeight));
    for (let tap = 0; tap < 9; tap++) {
      const [r, c] = [row + Math.floor(tap / 3) - s.top, (place % outWidth) + (tap % 3) - s.left];
      if (r < 0 || c < 0 || r >= s.height || c >= s.width) continue;
      for (let i = 0; i < s.channels; i++) {
        const at = ((image * s.height + r) * s.width + c) * s.channels + i;
        for (let k = 0; k < s.filters; k++) {
          const [f, out] = [(tap * s.channels + i) * s.filters + k, place * s.filters + k];
          y[out] += x[at] * filter[f];
          dx[at] += filter[f] * dy[out];
          df[f] += x[at] * dy[out];
        }
      }
    }
  }
  return [y, dx, df];
}

function byKernels(s: Sizes, { x, filter, dy }: Arrays): Float32Array[] {
  const X = tf.tensor4d(x, [s.n, s.height, s.width, s.channels]);
  const F = tf.tensor4d(filter, [3, 3, s.channels, s.filters]);
  const pad: [number, number][] = [
    [0, 0],
    [s.top, s.bottom],
    [s.left, s.right],
    [0, 0],
  ];
  const convolved = (a: Tensor, b: Tensor): Tensor =>
    tf.conv2d(a as Tensor4D, b as Tensor4D, 1, pad as Parameters<typeof tf.conv2d>[3]);
  const y = convolved(X, F);
  const gradients = tf.grads(convolved)([X, F], tf.tensor(dy, y.shape));
  const out = [y, ...gradients].map((tensor) => tensor.dataSync<'float32'>());
  tf.dispose([X, F, y, ...gradients]);
  return out;
}

/** Largest difference, by the root of the mean square of what is wanted. */
function gap(got: Float32Array, want: Float64Array): number {
  const square = want.reduce((sum, v) => sum + v * v, 0) / want.length;
  return want.reduce((most, v, i) => Math.max(most, Math.abs(v - got[i])), 0) / Math.sqrt(square);
}

// Fewer tiles go another way.
const LEAST = 64;
const size = { min: 1, max: 11 };
const padding = fc.integer({ min: 0, max: 2 });
const sizes = fc
  .record({
    height: fc.integer(size),
    width: fc.integer(size),
    channels: fc.constantFrom(1, 3, 6, 8, 32),
    filters: fc.constantFrom(4, 12, 36),
    top: padding,
    left: padding,
    bottom: padding,
    right: padding,
  })
  .map((s) => {
    const tiles = after({ ...s, n: 1 }).reduce((product, length) => product * Math.ceil(length / 4), 1);
    return { ...s, n: Math.ceil(LEAST / tiles) };
  })
  .filter((s) => after(s).every((length) => length > 0));

/** Padding that keeps the size of an image. */
const around = { top: 1, left: 1, bottom: 1, right: 1 };

describe.runIf(backend === 'wasm with BLAS')('convolutions by tiles', () => {
  it('are those of the definition in double precision, forward and by both gradients', () => {
    fc.assert(
      fc.property(sizes, (s) => {
        const given = arrays(s);
        const want = byDefinition(s, given);
        // Of the largest of some thousand numbers: measured 1.1e-5 at most, 4e-6 by products with patches.
        byKernels(s, given).forEach((got, i) => expect(gap(got, want[i])).toBeLessThan(2e-5));
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it('have gradients that are the adjoints, <dY, X * F> = <dX, X> = <dF, F>, over many groups of tiles', () => {
    const s = { n: 9, height: 30, width: 33, channels: 64, filters: 32, ...around };
    const given = arrays(s);
    const [y, dx, df] = byKernels(s, given);
    const inner = (a: Float32Array, b: Float32Array): number => a.reduce((sum, v, i) => sum + v * b[i], 0);
    const [forward, byImage, byFilter] = [inner(given.dy, y), inner(dx, given.x), inner(df, given.filter)];
    const scale = Math.sqrt(inner(y, y) * inner(given.dy, given.dy));
    expect(Math.abs(byImage - forward) / scale).toBeLessThan(1e-8);
    expect(Math.abs(byFilter - forward) / scale).toBeLessThan(1e-8);
  });

  it('give the same bits on one thread and on three', async () => {
    const s = { n: 6, height: 32, width: 32, channels: 32, filters: 32, ...around };
    const given = arrays(s);
    const found: Float32Array[][] = [];
    for (const used of [1, 3]) {
      setWorkerThreads(used);
      await startWorkers();
      found.push(byKernels(s, given));
    }
    expect(found[1]).toEqual(found[0]);
  });

  it('carry a NaN of the image to what depends on it, and no further than its tiles', () => {
    const given = arrays({ n: 4, height: 16, width: 16, channels: 32, filters: 32, ...around });
    given.x[0] = NaN;
    const X = tf.tensor4d(given.x, [4, 16, 16, 32]);
    const y = tf.conv2d(X, tf.tensor4d(given.filter, [3, 3, 32, 32]), 1, 'same').dataSync();
    const pixels = new Set(Array.from(y.keys(), (i) => (Number.isNaN(y[i]) ? Math.floor(i / 32) : -1)));
    pixels.delete(-1);
    for (const pixel of [0, 1, 16, 17]) expect(pixels.has(pixel)).toBe(true);
    for (const pixel of pixels) expect(pixel < 64 && pixel % 16 < 4).toBe(true);
  });

  it('are taken where they are many, of filters 3 x 3 that move by one pixel, with outputs in vectors of four', () => {
    const shape: ConvShape = {
      n: 16,
      height: 8,
      width: 8,
      channels: 3,
      filterHeight: 3,
      filterWidth: 3,
      stride: [1, 1],
      dilation: [1, 1],
      spread: [1, 1],
      pad: [1, 1],
      outHeight: 8,
      outWidth: 8,
    };
    expect(winogradFits(shape, 32)).toBe(true);
    const others: Partial<ConvShape>[] = [
      { stride: [1, 2] },
      { dilation: [2, 1] },
      { spread: [2, 2] },
      { filterHeight: 5 },
      { channels: 0 },
      { n: 15 },
      { n: 0 },
    ];
    for (const other of others) expect(winogradFits({ ...shape, ...other }, 32)).toBe(false);
    expect(winogradFits(shape, 10)).toBe(false);
  });
});
