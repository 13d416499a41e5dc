import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { engineInfo } from 'agop/linalg/engine';
import { Random } from 'agop/linalg/random';
import { tensorflow } from 'agop/nets/tensorflow';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';

const { tf, backend } = await tensorflow();
const random = new Random(0);

afterEach(() => tf.setBackend('wasm'));

function tensor(shape: number[]): { shape: number[]; data: Float32Array } {
  const size = shape.reduce((product, length) => product * length, 1);
  return { shape, data: Float32Array.from({ length: size }, () => random.normal()) };
}

/** The result of `op` on one backend, with the tensors that it is given made there. */
async function on(
  name: string,
  inputs: { shape: number[]; data: Float32Array }[],
  op: (...x: Tensor[]) => Tensor,
): Promise<{ shape: number[]; data: Float32Array }> {
  await tf.setBackend(name);
  const out = tf.tidy(() => op(...inputs.map(({ data, shape }) => tf.tensor(data, shape))));
  const result = { shape: out.shape, data: out.dataSync<'float32'>() };
  out.dispose();
  return result;
}

/** The two backends sum in another order: some roundings of single precision, by the largest entry. */
const ROUNDING = 2e-6;

async function agree(
  inputs: { shape: number[]; data: Float32Array }[],
  op: (...x: Tensor[]) => Tensor,
  terms = 1,
): Promise<void> {
  const ours = await on('wasm', inputs, op);
  const plain = await on('cpu', inputs, op);
  expect(ours.shape).toEqual(plain.shape);
  const scale = plain.data.reduce((most, v) => Math.max(most, Math.abs(v)), 1);
  const gap = plain.data.reduce((most, v, i) => Math.max(most, Math.abs(v - ours.data[i])), 0);
  expect(gap / scale).toBeLessThan(ROUNDING * Math.sqrt(terms));
}

const flags = [false, true];
const transposes = flags.flatMap((a) => flags.map((b) => [a, b] as const));
const matrix = (trans: boolean, rows: number, cols: number): number[] =>
  trans ? [cols, rows] : [rows, cols];

describe('matrix products', () => {
  it.each(transposes)('are those of the cpu backend, transposes %s and %s', async (transA, transB) => {
    for (const [m, k, n] of [
      [1, 1, 1],
      [3, 5, 2],
      [1, 7, 4],
      [65, 33, 17],
    ]) {
      const inputs = [tensor(matrix(transA, m, k)), tensor(matrix(transB, k, n))];
      await agree(inputs, (a, b) => tf.matMul(a, b, transA, transB), k);
      const stacks = inputs.map(({ shape }) => tensor([4, ...shape]));
      await agree(stacks, (a, b) => tf.matMul(a, b, transA, transB), k);
      await agree([inputs[0], stacks[1]], (a, b) => tf.matMul(a, b, transA, transB), k);
      await agree([stacks[0], inputs[1]], (a, b) => tf.matMul(a, b, transA, transB), k);
    }
  });

  it('broadcast leading axes as repeated stacks do', async () => {
    const inputs = [tensor([2, 1, 3, 4]), tensor([5, 4, 6])];
    const ours = await on('wasm', inputs, (a, b) => tf.matMul(a, b));
    const repeated = await on('wasm', inputs, (a, b) =>
      tf.matMul(tf.tile(a, [1, 5, 1, 1]), tf.tile(b.expandDims(0), [2, 1, 1, 1])),
    );
    expect(ours).toEqual(repeated);
    expect(ours.shape).toEqual([2, 5, 3, 6]);
  });

  it('of no rows, no columns or no inner size are empty or zero', async () => {
    for (const [m, k, n] of [
      [0, 3, 2],
      [2, 3, 0],
      [2, 0, 3],
    ]) {
      await agree([tensor([m, k]), tensor([k, n])], (a, b) => tf.matMul(a, b));
    }
  });

  it.each(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu'] as const)(
    'fused with bias and %s are those of the cpu backend',
    async (activation) => {
      for (const biasShape of [[5], [1], [3, 5]]) {
        const inputs = [tensor([3, 4]), tensor([4, 5]), tensor(biasShape)];
        await agree(inputs, (a, b, bias) => tf.fused.matMul({ a, b, bias, activation }));
      }
      await agree([tensor([3, 4]), tensor([4, 5])], (a, b) => tf.fused.matMul({ a, b, activation }));
    },
  );

  it('fused with slopes of prelu are those of the cpu backend', async () => {
    const inputs = [tensor([3, 4]), tensor([4, 5]), tensor([5])];
    await agree(inputs, (a, b, slopes) =>
      tf.fused.matMul({ a, b, activation: 'prelu', preluActivationWeights: slopes }),
    );
  });
});

/** A convolution that fits its image. */
const convolution = fc
  .record({
    n: fc.integer({ min: 1, max: 3 }),
    height: fc.integer({ min: 1, max: 9 }),
    width: fc.integer({ min: 1, max: 9 }),
    channels: fc.constantFrom(1, 2, 9),
    a: fc.integer({ min: 1, max: 4 }),
    b: fc.integer({ min: 1, max: 4 }),
    k: fc.constantFrom(1, 3),
    stride: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    dilation: fc.constantFrom<[number, number]>([1, 1], [2, 1], [1, 2], [3, 2]),
    pad: fc.constantFrom<'same' | 'valid'>('same', 'valid'),
  })
  .map((c) => ({
    ...c,
    dilation: c.stride.every((s) => s === 1) ? c.dilation : ([1, 1] as [number, number]),
  }))
  .filter(
    ({ height, width, a, b, dilation, pad }) =>
      pad === 'same' || ((a - 1) * dilation[0] < height && (b - 1) * dilation[1] < width),
  );

describe('convolutions', () => {
  it('are those of the cpu backend over shapes, strides, dilations and paddings', async () => {
    await fc.assert(
      fc.asyncProperty(
        convolution,
        async ({ n, height, width, channels, a, b, k, stride, dilation, pad }) => {
          const inputs = [tensor([n, height, width, channels]), tensor([a, b, channels, k])];
          await agree(
            inputs,
            (x, filter) => tf.conv2d(x as Tensor4D, filter as Tensor4D, stride, pad, 'NHWC', dilation),
            a * b * channels,
          );
        },
      ),
      { numRuns: 150, seed: 1 },
    );
  });

  it('have the gradients of the cpu backend by image and by filter', async () => {
    await fc.assert(
      fc.asyncProperty(convolution, async ({ n, height, width, channels, a, b, k, stride, pad }) => {
        fc.pre(pad === 'same' || (a <= height && b <= width));
        const inputs = [tensor([n, height, width, channels]), tensor([a, b, channels, k])];
        for (const by of [0, 1]) {
          const gradient = (x: Tensor, filter: Tensor): Tensor => {
            const loss = (x: Tensor, filter: Tensor): Tensor =>
              tf.sum(tf.square(tf.conv2d(x as Tensor4D, filter as Tensor4D, stride, pad)));
            return tf.grads(loss)([x, filter])[by];
          };
          await agree(inputs, gradient, a * b * channels * n * height * width);
        }
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  it('take paddings given side by side', async () => {
    const pad: [[number, number], [number, number], [number, number], [number, number]] = [
      [0, 0],
      [3, 1],
      [0, 2],
      [0, 0],
    ];
    await agree([tensor([2, 5, 6, 2]), tensor([2, 3, 2, 4])], (x, filter) =>
      tf.conv2d(x as Tensor4D, filter as Tensor4D, [2, 1], pad),
    );
  });

  it('of large images are cut into rows, those of small ones into groups of images', async () => {
    const large = [tensor([1, 40, 50, 64]), tensor([3, 3, 64, 2])];
    const small = [tensor([150, 4, 4, 3]), tensor([3, 3, 3, 5])];
    for (const inputs of [large, small]) {
      await agree(inputs, (x, filter) => tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, 'same'), 576);
      const loss = (x: Tensor, filter: Tensor): Tensor =>
        tf.sum(tf.square(tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, 'same')));
      for (const by of [0, 1]) await agree(inputs, (x, f) => tf.grads(loss)([x, f])[by], 2400);
    }
  });

  it('of no image are empty, and their filter gradient is zero', async () => {
    const inputs = [tensor([0, 4, 4, 2]), tensor([3, 3, 2, 3])];
    const ours = await on('wasm', inputs, (x, f) => tf.conv2d(x as Tensor4D, f as Tensor4D, 1, 'same'));
    expect(ours).toEqual({ shape: [0, 4, 4, 3], data: new Float32Array(0) });
    const loss = (x: Tensor, filter: Tensor): Tensor =>
      tf.sum(tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, 'same'));
    const gradient = await on('wasm', inputs, (x, f) => tf.grads(loss)([x, f])[1]);
    expect(gradient).toEqual({ shape: [3, 3, 2, 3], data: new Float32Array(54) });
  });

  it.each(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu'] as const)(
    'fused with bias and %s are those of the cpu backend',
    async (activation) => {
      await agree([tensor([2, 5, 5, 3]), tensor([3, 3, 3, 4]), tensor([4])], (x, filter, bias) =>
        tf.fused.conv2d({
          x: x as Tensor4D,
          filter: filter as Tensor4D,
          strides: 1,
          pad: 'same',
          bias,
          activation,
          leakyreluAlpha: 0.3,
        }),
      );
    },
  );
});

describe('sums', () => {
  it.each([[0], [[0, 1]], [[1, 0]], [1], [[0, 2]], [-1], [[0, 1, 2]]])(
    'over axes %j are those of the cpu backend',
    async (axes) => {
      for (const keepDims of flags) await agree([tensor([7, 5, 3])], (x) => tf.sum(x, axes, keepDims), 105);
    },
  );

  it('of integers and of nothing are those of the cpu backend', async () => {
    await agree([tensor([4, 3])], (x) => tf.sum(x.round().cast('int32'), 0));
    await agree([tensor([0, 3])], (x) => tf.sum(x, 0));
  });
});

describe('copies', () => {
  it('share their numbers, and outlive the original', async () => {
    await tf.setBackend('wasm');
    const x = tf.tensor1d([1, 2, 3]);
    const copies = [x.clone(), x.cast('float32')];
    const whole = x.cast('int32');
    x.dispose();
    for (const copy of copies) expect([...copy.add(1).dataSync()]).toEqual([2, 3, 4]);
    expect(whole.dtype).toBe('int32');
    expect([...whole.dataSync()]).toEqual([1, 2, 3]);
  });

  it('of a variable keep what it was', async () => {
    await tf.setBackend('wasm');
    const w = tf.variable(tf.tensor1d([1, 2]));
    const before = w.clone();
    w.assign(tf.tensor1d([5, 6]));
    expect([...before.dataSync()]).toEqual([1, 2]);
    w.dispose();
  });
});

describe('what the WebAssembly backend lacks', () => {
  it('the gradient of gather adds up what was taken several times', async () => {
    const loss = (x: Tensor): Tensor => tf.sum(tf.square(tf.gather(x, [3, 0, 3, 3])));
    await agree([tensor([5, 2])], (x) => tf.grad(loss)(x));
    const columns = (x: Tensor): Tensor => tf.sum(tf.square(tf.gather(x, [1, 1, 0], 1)));
    await agree([tensor([4, 3])], (x) => tf.grad(columns)(x));
  });

  it('sums by segment leave out what belongs to none', async () => {
    const sums = (x: Tensor): Tensor => tf.unsortedSegmentSum(x, tf.tensor1d([2, -1, 0, 7], 'int32'), 3);
    await agree([tensor([4, 3])], sums);
  });
});

describe('the backend', () => {
  it('is told by engineInfo, which does not load TensorFlow.js', () => {
    expect(engineInfo().tensorflow).toBe(backend);
    const engine = createRequire(__filename).resolve('agop/linalg/engine');
    const script = `const { engineInfo } = require(${JSON.stringify(engine)});
      const loaded = Object.keys(require.cache).some((file) => file.includes('@tensorflow'));
      console.log(JSON.stringify([engineInfo().tensorflow, loaded]));`;
    const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual(['not started', false]);
  });

  it('is plain WebAssembly with the portable engine, and trains a convolution there', () => {
    const file = createRequire(__filename).resolve('agop/nets/tensorflow');
    const script = `require(${JSON.stringify(file)}).tensorflow().then(({ tf, backend }) => {
      const [x, f] = [tf.ones([2, 4, 4, 1]), tf.ones([3, 3, 1, 2])];
      const g = tf.grad((f) => tf.sum(tf.conv2d(x, f, 1, 'valid')))(f);
      console.log(JSON.stringify([backend, tf.getBackend(), [...g.dataSync()]]));
    });`;
    const env = { ...process.env, AGOP_ENGINE: 'portable' };
    const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', env });
    expect(JSON.parse(stdout)).toEqual(['wasm', 'wasm', new Array(18).fill(8)]);
  });

  it('keeps its results through growth of the memory', async () => {
    await tf.setBackend('wasm');
    const [a, b] = [
      tf.randomNormal([50, 60], 0, 1, 'float32', 1),
      tf.randomNormal([60, 40], 0, 1, 'float32', 2),
    ];
    const before = tf.matMul(a, b).dataSync();
    // More than the 16 MiB with which the memory starts.
    const large = tf.ones([3000, 4000]);
    expect(tf.matMul(a, b).dataSync()).toEqual(before);
    expect(tf.matMul(large, tf.ones([4000, 1])).dataSync()[0]).toBe(4000);
    large.dispose();
  });

  it('holds the same tensors after 1,000 training steps', async () => {
    await tf.setBackend('wasm');
    const image = tf.randomNormal([4, 6, 6, 1]);
    const label = tf.oneHot(tf.tensor1d([0, 1, 2, 1], 'int32'), 3);
    const filter = tf.variable(tf.randomNormal([3, 3, 1, 2]));
    const head = tf.variable(tf.randomNormal([72, 3]));
    const optimiser = tf.train.sgd(1e-3);
    const step = (): void => {
      optimiser.minimize(() => {
        const h = tf.relu(tf.conv2d(image as Tensor4D, filter as unknown as Tensor4D, 1, 'same'));
        const f = tf.fused.matMul({ a: h.reshape([4, 72]), b: head, activation: 'linear' });
        return tf.losses.softmaxCrossEntropy(label, f);
      });
    };
    step();
    const { numTensors, numBytes, numDataBuffers } = tf.memory();
    for (let i = 0; i < 1000; i++) step();
    expect(tf.memory()).toMatchObject({ numTensors, numBytes, numDataBuffers });
  });
});
