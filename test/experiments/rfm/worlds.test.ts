import { expect, test } from 'vitest';
import { accuracy } from 'agop/experiments/rfm/accuracy';
import { minMax, oneHot, shareOf, unitRows } from 'agop/experiments/rfm/classify';
import { faces } from 'agop/experiments/rfm/faces';
import { grokkingNetwork, grokkingRfm } from 'agop/experiments/rfm/grokking';
import { lottery } from 'agop/experiments/rfm/lottery';
import { worldSettings } from 'agop/experiments/rfm/settings-worlds';
import { spurious } from 'agop/experiments/rfm/spurious';
import { fromRows } from 'agop/linalg/matrix';

const step = async (): Promise<void> => {};

test('accuracy, shares and lengths by hand', () => {
  const outputs = fromRows([
    [0.2, 0.8],
    [0.9, 0.1],
    [0.4, 0.6],
  ]);
  expect(accuracy(outputs, [1, 0, 0])).toBeCloseTo(2 / 3, 15);
  expect(oneHot([1, 0], 2).toRows()).toEqual([
    [0, 1],
    [1, 0],
  ]);
  expect(shareOf([1, 2, 3, 4], [1, 3])).toBe(0.6);
  expect(Array.from(minMax([2, 4, 3]))).toEqual([0, 1, 0.5]);
  expect(Array.from(minMax([5, 5]))).toEqual([0, 0]);
  expect(
    unitRows(
      fromRows([
        [3, 4],
        [0, 0],
      ]),
    ).toRows(),
  ).toEqual([
    [0.6, 0.8],
    [0, 0],
  ]);
});

test('after one round M of "lipstick" lies on the mouth, and so do the pictures', async () => {
  const { quick } = worldSettings.faces;
  const small = { ...quick, n: 200, test: 100, attributes: ['lipstick' as const] };
  const network = { ...quick.network, width: 16, epochs: 2 };
  const rows = await faces({ ...small, network }, 0, step);
  const [score] = rows.flatMap((row) => (row.part === 'score' ? [row] : []));
  expect(score.share).toBeGreaterThan(3 * score.area);
  const pixels = rows.filter((row) => row.part === 'pixel');
  expect(pixels).toHaveLength(3 * 256);
  expect(pixels.every((row) => 'color' in row && /^#[0-9a-f]{6}$/.test(row.color))).toBe(true);
});

test('a ticket of M keeps few pixels and beats as many random ones', async () => {
  const settings = { ...worldSettings.lottery.quick, n: 300, test: 200, thresholds: [0.05] };
  const rows = await lottery(settings, 0, step);
  expect(rows.map(({ method }) => method)).toEqual([
    'Laplace kernel',
    'RFM, one round',
    'Laplace kernel, kept pixels',
    'Laplace kernel, random pixels',
  ]);
  expect(rows[2].kept).toBe(rows[3].kept);
  expect(rows[2].kept).toBeLessThan(0.2);
  expect(rows[2].accuracy).toBeGreaterThan(rows[3].accuracy);
});

test('a coupled feature draws M to the eyes, and its loss shows in the accuracy', async () => {
  const settings = { ...worldSettings.spurious.quick, n: 300, test: 100, correlations: [1, 0], templates: 2 };
  const rows = await spurious(settings, 0, step);
  const value = (correlation: number, test: string): number =>
    rows.find((row) => row.correlation === correlation && row.test === test)!.value;
  expect(value(1, '')).toBeGreaterThan(2 * value(0, ''));
  expect(value(1, 'make-up opposed')).toBeLessThan(value(0, 'make-up opposed'));
});

test('RFM finds the patch in one round; the network is measured as often as it is told', async () => {
  const { quick } = worldSettings.grokkingRfm;
  const rows = await grokkingRfm({ ...quick, side: 16, counts: [60, 10], test: 40, rounds: 1 }, 0, step);
  expect(rows[1].patch).toBeGreaterThan(10 * rows[0].patch);
  const network = { ...worldSettings.grokkingNetwork.quick, side: 8, counts: [20, 5] as [number, number] };
  const measured = await grokkingNetwork({ ...network, test: 5, width: 8, epochs: 6, every: 2 }, 0, step);
  expect(measured.map(({ t }) => t)).toEqual([2, 4, 6]);
});
