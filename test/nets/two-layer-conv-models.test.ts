import { describe, expect, it } from 'vitest';
import { heap } from 'agop/elementwise/heap';
import { Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { twoLayerConvModels, twoLayerConvStart } from 'agop/nets/quadratic/two-layer-conv-models';
import { twoLayerModels, twoLayerStart } from 'agop/nets/quadratic/two-layer-models';
import type { TangentModel } from 'agop/nets/tangent-model';

const shape = { side: 4, channels: 2, patch: 3 };
const names = ['network', 'quadratic', 'linear'] as const;

function problem(seed = 0, n = 5) {
  const random = new Random(seed);
  const start = twoLayerConvStart({ ...shape, filters: 7, random: random.fork('start') });
  const images = random.fork('images').normalMatrix(n, 32);
  const others = random.fork('others').normalMatrix(3, 32);
  const g = Float64Array.from({ length: n }, () => random.normal());
  return { start, images, others, g, make: () => twoLayerConvModels({ ...start, ...shape, images }) };
}

/** Largest difference over the largest of `want`. */
function error(got: ArrayLike<number>, want: ArrayLike<number>): number {
  expect(got.length).toBe(want.length);
  const largest = Math.max(...Array.from(want, Math.abs));
  return Math.max(...Array.from(want, (w, i) => Math.abs(got[i] - w))) / largest;
}

function stepped<M extends TangentModel>(model: M, g: Float64Array, rate: number): M {
  model.outputs();
  model.step(g, rate);
  return model;
}

describe('a convolutional network and its Taylor models', () => {
  it('agree at the start with a sum over patches, pixel by pixel', () => {
    const { start, images, make } = problem();
    const { u0, v0 } = start;
    const want = images.toRows().map((image) => {
      let sum = 0;
      for (let p = 0; p < 4; p++) {
        const [top, left] = [Math.floor(p / 2), p % 2];
        for (let i = 0; i < 7; i++) {
          let z = 0;
          for (let e = 0; e < 18; e++) {
            const [row, col, channel] = [Math.floor(e / 6), Math.floor((e % 6) / 2), e % 2];
            z += u0.get(i, e) * image[((top + row) * 4 + left + col) * 2 + channel];
          }
          sum += v0.get(p, i) * Math.max(z, 0);
        }
      }
      return sum / Math.sqrt(7 * 18 * 4);
    });
    // Sums of some hundred terms near 1.
    for (const name of names) {
      expect(error(make()[name]().outputs(), want)).toBeLessThan(1e-13);
      expect(error(make()[name]().predict(images), want)).toBeLessThan(1e-13);
    }
  });

  it.each(names)('%s: a small step moves f by -η K g, which ties step and kernel', (name) => {
    const { g, make } = problem();
    // Away from the start, so that v and the gates of the network are their own.
    const at = (rate: number): TangentModel => stepped(stepped(make()[name](), g, 0.05), g, rate);
    const k = at(0).tangentKernel();
    const want = k.toRows().map((row) => row.reduce((sum, value, j) => sum - value * g[j], 0));
    const rate = 1e-5;
    const [forth, back] = [at(rate).outputs(), at(-rate).outputs()];
    const slope = forth.map((value, i) => (value - back[i]) / (2 * rate));
    // The difference cancels 16 digits to some 11, and its own error is of order rate².
    expect(error(slope, want)).toBeLessThan(1e-8);
  });

  it('network and quadratic model are one while no gate flips; the linear one leaves by the second order', () => {
    const { g, make } = problem();
    const off = (rate: number): number[] => {
      const [network, quadratic, linear] = names.map((name) => stepped(make()[name](), g, rate).outputs());
      expect(error(network, quadratic)).toBeLessThan(1e-12);
      return Array.from(linear, (value, i) => network[i] - value);
    };
    const [small, large] = [off(1e-4), off(2e-4)];
    expect(error(large, small.map((value) => 4 * value))).toBeLessThan(1e-6); // prettier-ignore
  });

  // 20 rows of patches are fewer than 2 x 18 inputs, 44 are not: units moved by the Gram matrix, and moved themselves.
  it.each(names.flatMap((name) => [5, 11].map((n) => [name, n] as const)))(
    '%s, %i images: a step on some samples is one on all with no gradient elsewhere',
    (name, n) => {
      const { g, others, make } = problem(0, n);
      const [some, all] = [stepped(make()[name](), g, 0.3), stepped(make()[name](), g, 0.3)];
      const rows = Int32Array.of(3, 0);
      const picked = Array.from(rows, (row) => all.outputs()[row]);
      expect(error(some.outputs(rows), picked)).toBeLessThan(1e-13);
      some.step(Float64Array.of(0.7, -1.1), 0.4);
      stepped(all, Float64Array.of(-1.1, 0, 0, 0.7, ...new Array<number>(n - 4).fill(0)), 0.4);
      expect(error(some.outputs(), all.outputs())).toBeLessThan(1e-13);
      expect(error(some.predict(others), all.predict(others))).toBeLessThan(1e-13);
      const whole = all.tangentKernel();
      const want = [3, 0].flatMap((i) => [3, 0].map((j) => whole.get(i, j)));
      expect(error(some.tangentKernel({ rows }).data, want)).toBeLessThan(1e-13);
    },
  );

  it.each(names)('%s: with the patch as large as the image it is the fully connected model', (name) => {
    const random = new Random(1);
    const { u0, v0 } = twoLayerStart(9, 8, random.fork('start'));
    const [x, z] = [random.normalMatrix(5, 8), random.normalMatrix(3, 8)];
    const g = Float64Array.from({ length: 5 }, () => random.normal());
    const readout = new Matrix(1, 9, v0);
    const conv = twoLayerConvModels({ u0, v0: readout, images: x, side: 2, channels: 2, patch: 2 })[name]();
    const full = twoLayerModels({ u0, v0, x })[name]();
    for (const model of [conv, full]) stepped(stepped(model, g, 0.3), g, 0.2);
    expect(error(conv.predict(z), full.predict(z))).toBeLessThan(1e-13);
    expect(error(conv.tangentKernel().data, full.tangentKernel().data)).toBeLessThan(1e-13);
  });
});

it.each(names)('%s: units moved by the Gram matrix of the inputs are those moved themselves', (name) => {
  const random = new Random(2);
  const { u0, v0 } = twoLayerStart(11, 6, random.fork('start'));
  const wide = random.normalMatrix(15, 6);
  const z = random.normalMatrix(4, 6);
  // 5 samples are fewer than 2 x 6 inputs, 15 are not; the gradient of the other ten is zero.
  const few = new Matrix(5, 6, wide.data.slice(0, 30));
  const g = Float64Array.from({ length: 15 }, (_, i) => (i < 5 ? random.normal() : 0));
  const [narrow, broad] = [few, wide].map((x) => twoLayerModels({ u0, v0, x })[name]());
  for (let t = 0; t < 3; t++) {
    stepped(narrow, g.slice(0, 5), 0.4);
    stepped(broad, g, 0.4);
  }
  expect(error(narrow.outputs(), broad.outputs().slice(0, 5))).toBeLessThan(1e-12);
  expect(error(narrow.predict(z), broad.predict(z))).toBeLessThan(1e-12);
});

it.each(['network', 'quadratic'] as const)('%s: pᵀ K p without K is that of K', (name) => {
  const { g, make } = problem(3);
  const model = stepped(make()[name](), g, 0.3);
  const p = new Random(4).normalMatrix(2, 5);
  for (const rows of [undefined, Int32Array.of(4, 1)]) {
    model.outputs(rows);
    const some = new Matrix(2, rows?.length ?? 5, p.data.slice(0, 2 * (rows?.length ?? 5)));
    const k = model.tangentKernel({ rows });
    const want = some
      .toRows()
      .map((row) =>
        row.reduce((sum, a, i) => sum + row.reduce((part, b, j) => part + a * b * k.get(i, j), 0), 0),
      );
    expect(error(model.along(some), want)).toBeLessThan(1e-13);
  }
});

it.each(['network', 'quadratic'] as const)(
  '%s: points of several blocks are predicted as one by one',
  (name) => {
    const random = new Random(6);
    // 2^18 units leave four points to a block; three samples of one input move the units themselves.
    const start = twoLayerStart(2 ** 18, 1, random);
    const model = twoLayerModels({ ...start, x: random.normalMatrix(3, 1) })[name]();
    stepped(model, Float64Array.of(1, -1, 0.5), 0.3);
    const points = random.normalMatrix(9, 1);
    const want = Array.from(
      points.data,
      (value) => model.predict(new Matrix(1, 1, Float64Array.of(value)))[0],
    );
    expect(error(model.predict(points), want)).toBeLessThan(1e-13);
    model.free();
  },
);

it('a model that is freed leaves the memory of the kernels as it was', () => {
  const { g, images, make } = problem();
  const before = heap.used;
  const model = stepped(make().quadratic(), g, 0.1);
  model.predict(images);
  model.tangentKernel();
  expect(heap.used).toBeGreaterThan(before);
  model.free();
  expect(heap.used).toBe(before);
});

it('runs in float32 to its rounding', () => {
  const { start, images, g } = problem();
  const single = (a: Matrix): Matrix => new Matrix(a.rows, a.cols, Float32Array.from(a.data));
  const [wide, narrow] = [images, single(images)].map((x, i) => {
    const [u0, v0] = i === 0 ? [start.u0, start.v0] : [single(start.u0), single(start.v0)];
    return stepped(twoLayerConvModels({ u0, v0, ...shape, images: x }).quadratic(), g, 0.3);
  });
  expect(narrow.outputs()).toBeInstanceOf(Float32Array);
  expect(error(narrow.outputs(), wide.outputs())).toBeLessThan(1e-5);
});

it('rejects what does not fit, by name', () => {
  const { start, images, make } = problem();
  const poisoned = images.clone();
  poisoned.data[3] = NaN;
  const build = (wrong: object) => (): unknown =>
    twoLayerConvModels({ ...start, ...shape, images, ...wrong });
  expect(build({ images: poisoned })).toThrow('twoLayerConvModels: images has NaN at position 3');
  expect(build({ images: zeros(5, 31) })).toThrow('twoLayerConvModels: images has 31 columns; 32 are needed');
  expect(build({ patch: 5 })).toThrow('twoLayerConvModels: side is 4');
  expect(build({ v0: zeros(3, 7) })).toThrow('twoLayerConvModels: v0 has 3 rows; 4 are needed');
  expect(build({ images: zeros(5, 32, 'float32') })).toThrow('images is float32');
  expect(() => make().network().predict(zeros(2, 30))).toThrow('images has 30 columns; 32 are needed');
  const options = { ...shape, filters: 0, random: new Random(0) };
  expect(() => twoLayerConvStart(options)).toThrow('twoLayerConvStart: filters is 0');
  expect(() => twoLayerStart(0, 3, new Random(0))).toThrow('twoLayerStart: m is 0');
});
