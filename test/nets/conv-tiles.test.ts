import { afterEach, describe, expect, it } from 'vitest';
import { setWorkerThreads, startWorkers, workerThreads } from 'agop/elementwise/pool';
import { engineInfo, useEngine } from 'agop/linalg/engine';
import { type Matrix, type Precision, zeros } from 'agop/linalg/matrix';
import { norm } from 'agop/linalg/norm';
import { Random } from 'agop/linalg/random';
import { type ConvLayer, type ConvNet, convNet } from 'agop/nets/conv-net';
import { ConvPass } from 'agop/nets/conv-pass';
import { tilesFit } from 'agop/nets/conv-tiles';

const [threads, { engine: engineAtStart }] = [workerThreads(), engineInfo()];
afterEach(() => {
  setWorkerThreads(threads);
  useEngine(engineAtStart);
});

interface Case {
  height: number;
  width: number;
  filters: readonly [number, number, number];
  pool?: ConvLayer['pool'];
  padding: ConvNet['padding'];
  /** Images of a pass, and of the last one. */
  rows: number;
  last: number;
}

const cases: [string, Case][] = [
  ['zeros around', { height: 16, width: 16, filters: [32, 32, 32], padding: 'same', rows: 40, last: 40 }],
  ['no padding', { height: 14, width: 12, filters: [32, 36, 32], padding: 'valid', rows: 32, last: 32 }],
  [
    'average pooling',
    { height: 17, width: 16, filters: [32, 32, 32], pool: 'average', padding: 'same', rows: 32, last: 32 },
  ],
  [
    'max pooling',
    { height: 16, width: 19, filters: [32, 32, 32], pool: 'max', padding: 'same', rows: 32, last: 32 },
  ],
  [
    'sides that tiles do not fill',
    { height: 11, width: 10, filters: [64, 40, 32], padding: 'same', rows: 24, last: 24 },
  ],
  [
    'fewer images than a pass has',
    { height: 16, width: 16, filters: [32, 32, 32], padding: 'same', rows: 40, last: 21 },
  ],
];

const convert = ({ rows, cols, data }: Matrix, precision: Precision): Matrix => {
  const result = zeros(rows, cols, precision);
  result.data.set(data);
  return result;
};

interface Found {
  outputs: Matrix;
  gradients: Matrix[];
  products: Matrix[];
}

function passOf(
  { height, width, filters, pool, padding, rows, last }: Case,
  precision: Precision,
  clear: boolean,
): Found {
  const random = new Random(3);
  const image = { channels: 3, height, width };
  const layers = filters.map((count, l) => ({ filters: count, patch: 3, ...(l === 1 && pool && { pool }) }));
  const drawn = convNet({ image, layers, padding, outputs: 4, random });
  const [x, earlier] = [last, rows].map((n) => random.normalMatrix(n, 3 * height * width));
  const delta = random.normalMatrix(last, 4);
  if (clear) {
    // Filters all of whose weights have one sign, every third the other: with positive pixels no z is near 0.
    for (const w of drawn.weights)
      for (let k = 0; k < w.data.length; k++)
        w.data[k] = Math.abs(w.data[k]) * (Math.floor(k / w.cols) % 3 === 1 ? -1 : 1);
    for (const { data } of [x, earlier]) for (let k = 0; k < data.length; k++) data[k] = Math.abs(data[k]);
  }
  const net: ConvNet = {
    ...drawn,
    weights: drawn.weights.map((w) => convert(w, precision)),
    head: convert(drawn.head, precision),
  };
  const pass = new ConvPass(net, rows);
  const gradients = [...net.weights, net.head].map((w) => zeros(w.rows, w.cols, precision));
  // Images of an earlier pass count for nothing.
  pass.forward(convert(earlier, precision));
  const outputs = pass.forward(convert(x, precision)).clone();
  const slopes = convert(delta, precision);
  pass.backward(slopes, gradients);
  pass.addOutputProducts(slopes);
  const products = pass.outputProducts().map((sum) => sum.clone());
  pass.free();
  return { outputs, gradients, products };
}

const lists = ({ outputs, gradients, products }: Found): Matrix[] => [outputs, ...gradients, ...products];

/** Largest difference, by the root of the mean square. */
function gap(got: Matrix, want: Matrix): number {
  const off = Array.from(got.data, (value, k) => Math.abs(value - want.data[k]));
  return (Math.max(...off) * Math.sqrt(want.data.length)) / norm(want);
}

describe('a convolutional network by tiles', () => {
  it.each(cases)('is that of shifted products in double precision: %s', (_, each) => {
    const want = lists(passOf(each, 'float64', true));
    for (const engine of [engineAtStart, 'portable'] as const) {
      useEngine(engine);
      lists(passOf(each, 'float32', true)).forEach((got, k) => expect(gap(got, want[k])).toBeLessThan(2e-5));
    }
  });

  it.each(cases)('goes through the ReLUs as in double precision, but for a z near 0: %s', (_, each) => {
    const want = lists(passOf(each, 'float64', false));
    lists(passOf(each, 'float32', false)).forEach((got, k) => {
      const off = got.clone();
      for (let i = 0; i < off.data.length; i++) off.data[i] -= want[k].data[i];
      // One ReLU of some hundred thousand on its other side moves a gradient by a hundredth.
      expect(norm(off) / norm(want[k])).toBeLessThan(0.05);
    });
  });

  it('has the same bits on one thread and on three', async () => {
    const found: Found[] = [];
    for (const used of [1, 3]) {
      setWorkerThreads(used);
      await startWorkers();
      found.push(passOf(cases[0][1], 'float32', false));
    }
    expect(found[1]).toEqual(found[0]);
  });

  it('is taken where layers are wide and their images are about whole tiles', () => {
    const layer = {
      n: 8,
      height: 16,
      width: 16,
      pad: 1,
      patch: 3,
      channels: 32,
      filters: 64,
      precision: 'float32',
    } as const;
    expect(tilesFit(layer)).toBe(true);
    const others = [
      { precision: 'float64' },
      { patch: 5, pad: 2 },
      { channels: 3 },
      { filters: 16 },
      { filters: 34 },
      { height: 2, width: 2 },
      { n: 0 },
    ] as const;
    for (const other of others) expect(tilesFit({ ...layer, ...other })).toBe(false);
  });
});
