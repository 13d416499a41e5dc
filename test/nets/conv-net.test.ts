import { afterEach, describe, expect, it } from 'vitest';
import { heap } from 'agop/elementwise/heap';
import { setWorkerThreads, startWorkers, workerThreads } from 'agop/elementwise/pool';
import { convAgops, convAnsatz } from 'agop/features/cnfa';
import { engineInfo, useEngine } from 'agop/linalg/engine';
import { fromRows, type Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { type ConvLayer, convNet, copyConvNet } from 'agop/nets/conv-net';
import { ConvPass } from 'agop/nets/conv-pass';
import { convPredict } from 'agop/nets/conv-predict';
import { crossEntropy, meanSquaredError } from 'agop/nets/loss';
import { trainConvNet } from 'agop/nets/train-conv-net';

const [threads, { engine: engineAtStart }] = [workerThreads(), engineInfo()];
const image = { channels: 2, height: 7, width: 6 };
const draw = (rows: number, cols: number, seed = 1): Matrix => new Random(seed).normalMatrix(rows, cols);
const x = draw(3, 84);
const netOf = (layers: ConvLayer[], padding: 'same' | 'valid' = 'same') =>
  convNet({ image, layers, padding, outputs: 3, random: new Random(5), init: { std: 0.3 } });
type Volume = number[][][];

/** f(x) of one image, pixel by pixel from the definition. */
function plain(
  { layers, padding, weights, head }: ReturnType<typeof netOf>,
  pixels: ArrayLike<number>,
): number[] {
  let h: Volume = Array.from({ length: 2 }, (_, c) =>
    Array.from({ length: 7 }, (_, r) => Array.from({ length: 6 }, (_, s) => pixels[(c * 7 + r) * 6 + s])),
  );
  layers.forEach(({ filters, patch, pool }, l) => {
    const half = (patch - 1) / 2;
    const inset = padding === 'same' ? 0 : half;
    const [rows, cols] = [h[0].length - 2 * inset, h[0][0].length - 2 * inset];
    let next: Volume = Array.from({ length: filters }, (_, f) =>
      Array.from({ length: rows }, (_, r) =>
        Array.from({ length: cols }, (_, s) => {
          let sum = 0;
          for (let c = 0; c < h.length; c++) {
            for (let i = 0; i < patch; i++) {
              for (let j = 0; j < patch; j++) {
                const value = h[c][r + inset + i - half]?.[s + inset + j - half] ?? 0;
                sum += value * weights[l].get(f, (c * patch + i) * patch + j);
              }
            }
          }
          return Math.max(sum, 0);
        }),
      ),
    );
    if (pool !== undefined) {
      const pooled = (four: number[]): number =>
        pool === 'max' ? Math.max(...four) : four.reduce((a, b) => a + b) / 4;
      next = next.map((map) =>
        Array.from({ length: Math.floor(rows / 2) }, (_, r) =>
          Array.from({ length: Math.floor(cols / 2) }, (_, s) =>
            pooled([0, 1].flatMap((i) => [0, 1].map((j) => map[2 * r + i][2 * s + j]))),
          ),
        ),
      );
    }
    h = next;
  });
  const flat = h[0].flatMap((row, r) => row.flatMap((_, s) => h.map((map) => map[r][s])));
  return Array.from({ length: head.rows }, (_, o) => flat.reduce((sum, v, k) => sum + v * head.get(o, k), 0));
}

const networks: [string, ConvLayer[], 'same' | 'valid'][] = [
  [
    'two layers, zeros around',
    [
      { filters: 4, patch: 3 },
      { filters: 3, patch: 5 },
    ],
    'same',
  ],
  [
    'two layers, no padding',
    [
      { filters: 4, patch: 3 },
      { filters: 3, patch: 3 },
    ],
    'valid',
  ],
  [
    'average pooling',
    [
      { filters: 4, patch: 3, pool: 'average' },
      { filters: 3, patch: 3 },
    ],
    'same',
  ],
  [
    'max pooling',
    [
      { filters: 4, patch: 3, pool: 'max' },
      { filters: 3, patch: 1, pool: 'max' },
    ],
    'same',
  ],
];

describe('a convolutional network', () => {
  it.each(networks)('is its definition: %s', (_, layers, padding) => {
    const net = netOf(layers, padding);
    const f = convPredict(net, x);
    for (let i = 0; i < x.rows; i++) {
      plain(net, x.row(i)).forEach((want, o) => expect(f.get(i, o)).toBeCloseTo(want, 12));
    }
  });

  it.each(networks)('has the gradients of central differences: %s', (_, layers, padding) => {
    const net = netOf(layers, padding);
    const y = fromRows([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    const pass = new ConvPass(net, 3);
    const weights = [...net.weights, net.head];
    const gradients = weights.map((w) => zeros(w.rows, w.cols));
    const delta = zeros(3, 3);
    for (const loss of [crossEntropy(3), meanSquaredError]) {
      loss.evaluate(pass.forward(x).data, y.data, delta.data);
      pass.backward(delta, gradients);
      const at = (w: Matrix, k: number, value: number): number => {
        const before = w.data[k];
        w.data[k] = value;
        const found = loss.evaluate(pass.forward(x).data, y.data, zeros(3, 3).data);
        w.data[k] = before;
        return found;
      };
      weights.forEach((w, l) => {
        for (let k = 0; k < w.data.length; k += 5) {
          // Small enough that no ReLU changes its side, large enough for twelve digits of the loss.
          const step = 1e-6;
          const slope = (at(w, k, w.data[k] + step) - at(w, k, w.data[k] - step)) / (2 * step);
          expect(gradients[l].data[k]).toBeCloseTo(slope, 7);
        }
      });
    }
  });

  it('sends the gradient of a maximum to the first of equal pixels', () => {
    const layers: ConvLayer[] = [{ filters: 2, patch: 1, pool: 'max' }];
    const flat = { image: { channels: 1, height: 2, width: 2 }, layers, outputs: 1, random: new Random(1) };
    const net = convNet(flat);
    net.weights[0].data.set([1, 2]);
    net.head.data.set([1, 10]);
    const pass = new ConvPass(net, 1);
    expect(pass.forward(fromRows([[3, 3, 3, 3]])).data[0]).toBe(63);
    pass.addOutputProducts(fromRows([[1]]));
    // One pixel of four has the gradients 1 and 10.
    expect(Array.from(pass.outputProducts()[0].data)).toEqual([1, 10, 10, 100]);
    pass.free();
  });

  it('predicts more images than go into one pass', () => {
    const net = netOf([{ filters: 4, patch: 3 }]);
    const many = draw(131, 84, 2);
    const f = convPredict(net, many);
    plain(net, many.row(130)).forEach((want, o) => expect(f.get(130, o)).toBeCloseTo(want, 12));
  });

  it('gives its memory back, also after an error', async () => {
    const net = netOf([{ filters: 4, patch: 3 }]);
    const before = heap.used;
    convPredict(net, draw(131, 84, 2));
    convAgops(net, x);
    const options = {
      loss: meanSquaredError,
      learningRate: 1e-3,
      batchSize: 2,
      epochs: 1,
      random: new Random(1),
    };
    await trainConvNet(net, { x, y: zeros(3, 3) }, options);
    const step = (): never => {
      throw new Error('stopped');
    };
    await expect(trainConvNet(net, { x, y: zeros(3, 3) }, { ...options, step })).rejects.toThrow('stopped');
    expect(heap.used).toBe(before);
  });

  it('learns, the same for the same seeds', async () => {
    const net = netOf([
      { filters: 6, patch: 3 },
      { filters: 6, patch: 3, pool: 'average' },
    ]);
    const again = copyConvNet(net);
    const many = draw(24, 84, 3);
    const y = zeros(24, 3);
    for (let i = 0; i < 24; i++) y.set(i, i % 3, 1);
    const losses: number[] = [];
    const options = { loss: crossEntropy(3), learningRate: 1e-2, batchSize: 10, epochs: 40 };
    const onEpoch = ({ loss }: { loss: number }) => void losses.push(loss);
    await trainConvNet(net, { x: many, y }, { ...options, random: new Random(1), onEpoch });
    expect(losses[39]).toBeLessThan(0.05 * losses[0]);
    await trainConvNet(again, { x: many, y }, { ...options, random: new Random(1) });
    expect(again.head.data).toEqual(net.head.data);
  });
});

describe('the convolutional ansatz', () => {
  it('is the AGOP of central differences by the pixels where every patch is one pixel', () => {
    const net = netOf([
      { filters: 4, patch: 1 },
      { filters: 3, patch: 3 },
    ]);
    const [{ agop }] = convAgops(net, x);
    const want = zeros(2, 2);
    const step = 1e-6;
    for (let p = 0; p < 42; p++) {
      const slopes = [0, 1].map((c) => {
        const [up, down] = [1, -1].map((sign) => {
          const moved = x.clone();
          for (let i = 0; i < x.rows; i++) moved.data[i * 84 + c * 42 + p] += sign * step;
          return convPredict(net, moved).data;
        });
        return Array.from(up, (value, k) => (value - down[k]) / (2 * step));
      });
      for (let i = 0; i < 2; i++)
        for (let j = 0; j < 2; j++)
          slopes[i].forEach((slope, k) => want.set(i, j, want.get(i, j) + (slope * slopes[j][k]) / x.rows));
    }
    agop.data.forEach((value, k) => expect(value).toBeCloseTo(want.data[k], 6));
  });

  it('compares a network with itself as the same', () => {
    const net = netOf([
      { filters: 4, patch: 3 },
      { filters: 3, patch: 3 },
    ]);
    convAnsatz(net, net, x).forEach(({ initialPearson, initialCosine, pearson }) => {
      expect(initialPearson).toBeCloseTo(1, 12);
      expect(initialCosine).toBeCloseTo(1, 12);
      expect(Math.abs(pearson)).toBeLessThanOrEqual(1);
    });
  });
});

// Last: workers that are dismissed give their memory back later.
describe('a convolutional network on other threads and engines', () => {
  afterEach(() => {
    setWorkerThreads(threads);
    useEngine(engineAtStart);
  });

  it.each(networks)(
    'has the same gradients on one thread and on three, and in both engines: %s',
    async (_, layers, padding) => {
      const net = netOf(layers, padding);
      const many = draw(19, 84, 4);
      const found: Matrix[][] = [];
      for (const [used, engine] of [
        [1, engineInfo().engine],
        [3, engineInfo().engine],
        [3, 'portable'],
      ] as const) {
        setWorkerThreads(used);
        await startWorkers();
        useEngine(engine);
        const pass = new ConvPass(net, 19);
        const gradients = [...net.weights, net.head].map((w) => zeros(w.rows, w.cols));
        const delta = zeros(19, 3);
        meanSquaredError.evaluate(pass.forward(many).data, draw(19, 3, 5).data, delta.data);
        pass.backward(delta, gradients);
        pass.free();
        found.push(gradients);
      }
      expect(found[1]).toEqual(found[0]);
      // Sums of some hundred products of order one, in another order.
      found[2].forEach(({ data }, l) =>
        data.forEach((value, k) => expect(value).toBeCloseTo(found[0][l].data[k], 10)),
      );
    },
  );
});
