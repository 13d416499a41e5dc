import * as completion from 'agop/experiments/ntk-completion';
import { finiteConvKernel } from 'agop/experiments/ntk-completion/finite-conv';
import { cntk } from 'agop/kernels/cntk/cntk';
import { hourglass } from 'agop/kernels/cntk/cntk-layers';
import { priorPairs } from 'agop/kernels/cntk/prior-pairs';
import { matmul } from 'agop/linalg/matmul';
import { Random } from 'agop/linalg/random';
import { expect, test } from 'vitest';

const step = (): void => {};
const { settings } = completion;

test('finite networks have the kernel of the recursion on average', () => {
  const channels = new Random(0).normalMatrix(2, 16);
  const layers = hourglass({ scales: 1, convolutions: 1 });
  const exact = cntk(priorPairs(channels), { layers, slope: 0.1 }).values;
  const random = new Random(1);
  const sum = exact.clone();
  sum.data.fill(0);
  const networks = 40;
  for (let k = 0; k < networks; k++) {
    const one = finiteConvKernel(channels, { layers, width: 64, slope: 0.1, random: random.fork(k) });
    one.data.forEach((value, i) => (sum.data[i] += value / networks));
  }
  const norm = (data: ArrayLike<number>): number =>
    Math.sqrt(Array.from(data).reduce((s, v) => s + v * v, 0));
  const gap = norm(sum.data.map((value, i) => value - exact.data[i]));
  // 40 networks of width 64: a standard error of about 0.04.
  expect(gap / norm(exact.data)).toBeLessThan(0.1);
});

test('a network of one convolution has the kernel of its input patches', () => {
  const channels = new Random(2).normalMatrix(2, 9);
  const layers = [{ convolution: 1 }];
  const found = finiteConvKernel(channels, { layers, width: 5, slope: 0, random: new Random(0) });
  const inner = matmul(channels, channels, { transA: true });
  found.data.forEach((value, i) => expect(value).toBeCloseTo(inner.data[i], 12));
});

test('the width run is reproducible and wide networks come closer', async () => {
  const small = { ...settings.widthConvergence.quick, widths: [64, 1024], steps: 200 };
  const [a, b] = [
    await completion.widthConvergence(small, 1, step),
    await completion.widthConvergence(small, 1, step),
  ];
  expect(a).toEqual(b);
  expect(a[1].error).toBeLessThan(a[0].error);
});

test('every pair outside of the reference cell is predicted once in cross-validation', async () => {
  const screen = { cells: 4, drugs: 20, genes: 10 };
  const rows = await completion.screeningWins({ ...settings.screeningWins.quick, screen }, 0, step);
  expect(new Set(rows.map(({ cell, drug }) => `${cell} ${drug}`)).size).toBe(rows.length);
  expect(rows.every(({ cell }) => cell > 0)).toBe(true);
  const all = await completion.screening({ ...settings.screening.quick, screen }, 0, step);
  expect(all.map(({ method }) => method)).toEqual(settings.screening.quick.methods);
});

test('the missing half is a copy under the identity prior', async () => {
  const [row] = await completion.identityCopy({ cases: [{ side: 16, scales: 3 }], ridge: 1e-7 }, 0, step);
  expect(row.copyGap).toBeLessThan(1e-5);
});

test('pictures come as six digits a pixel, white where missing', async () => {
  const rows = await completion.drawnCompletion(
    { pictures: ['shapes'], side: 16, observed: 0.5, scales: 2 },
    0,
    step,
  );
  expect(rows.map(({ panel }) => panel)).toEqual(['observed', 'biharmonic', 'CNTK', 'truth']);
  for (const { pixels } of rows) expect(pixels).toMatch(/^[0-9a-f]{1536}$/);
  expect(rows[0].pixels).toContain('ffffffffffff');
});
