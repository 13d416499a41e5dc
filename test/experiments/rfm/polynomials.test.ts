import { expect, test } from 'vitest';
import { gradientCheck } from 'agop/experiments/rfm/gradient-check';
import { lowRank, lowRankMetric } from 'agop/experiments/rfm/low-rank';
import { meanSquare, rSquared } from 'agop/experiments/rfm/regression-error';
import { sampleComplexity } from 'agop/experiments/rfm/sample-complexity';
import { polynomialSettings } from 'agop/experiments/rfm/settings-polynomials';
import { stepper } from 'agop/experiments/rfm/stepper';
import { authorsTwoCoordinates, twoCoordinates } from 'agop/experiments/rfm/two-coordinates';
import { fromRows } from 'agop/linalg/matrix';

const step = async (): Promise<void> => {};

test('R² is 1 for a perfect predictor, 0 for the mean, and the mean square is per entry', () => {
  const y = fromRows([[1], [2], [6]]);
  expect(rSquared(y, y)).toBe(1);
  expect(rSquared(fromRows([[3], [3], [3]]), y)).toBeCloseTo(0, 15);
  expect(meanSquare(fromRows([[2], [2], [6]]), y)).toBeCloseTo(1 / 3, 15);
});

test('gradients and AGOP in closed form agree with central differences for every kernel', async () => {
  const rows = await gradientCheck(polynomialSettings.gradientCheck.quick, 3);
  expect(rows.length).toBeGreaterThanOrEqual(3);
  for (const { gradient, agop } of rows) {
    expect(gradient).toBeLessThan(1e-6);
    expect(agop).toBeLessThan(1e-6);
  }
});

test('on the low-rank target M grows on the coordinates that matter while the error falls', async () => {
  const settings = { ...polynomialSettings.lowRank.quick, d: 8, sizes: [400], test: 500, rounds: 2 };
  const rows = await lowRank(settings, 0, step);
  expect(rows.map(({ round }) => round)).toEqual([0, 1, 2]);
  expect(rows[0].share).toBeCloseTo(3 / 8, 12);
  expect(rows[2].share).toBeGreaterThan(0.9);
  expect(rows[2].mse).toBeLessThan(rows[0].mse);
  const metric = await lowRankMetric(settings, 0, step);
  expect(metric).toHaveLength(2 * 64);
  // The largest entry of a positive semidefinite matrix lies on its diagonal.
  expect(metric.find(({ value }) => value === 1)).toSatisfy(({ i, j }) => i === j);
});

test('the same seed gives the same rows to the bit, another seed others', async () => {
  const settings = { ...polynomialSettings.twoCoordinates.quick, n: 60, d: 10, test: 40, rounds: 1 };
  const first = await twoCoordinates(settings, 1, step);
  expect(await twoCoordinates(settings, 1, step)).toEqual(first);
  expect(await twoCoordinates(settings, 2, step)).not.toEqual(first);
});

test("the authors' draw does not depend on our seed", async () => {
  const settings = {
    ...polynomialSettings.authorsTwoCoordinates.quick,
    n: 60,
    d: 10,
    test: 40,
    rounds: 1,
  };
  expect(await authorsTwoCoordinates(settings, 0, step)).toEqual(
    await authorsTwoCoordinates(settings, 1, step),
  );
});

test('a diagonal M learns from few points along the axes, and no more once they are turned', async () => {
  const settings = {
    ...polynomialSettings.rotation.quick,
    d: 32,
    sizes: [100],
    angles: [0, 45],
    test: 300,
  };
  const rows = await sampleComplexity(settings, 0, step);
  const r2 = (angle: number): number =>
    rows.find((row) => row.angle === angle && row.method === 'RFM, diagonal M')!.r2;
  expect(rows).toHaveLength(6);
  expect(r2(0)).toBeGreaterThan(0.8);
  expect(r2(45)).toBeLessThan(0.3);
});

test('level curves are circles at round 0 and thin across the learned direction afterwards', async () => {
  const settings = { ...polynomialSettings.stepper.quick, n: 200, test: 100, rounds: 1 };
  const rows = await stepper({ ...settings, settings: settings.settings.slice(0, 1) }, 0, step);
  const curve = (round: number): { x: number; y: number }[] =>
    rows
      .filter((row) => row.part === 'level' && row.round === round && row.j === 1)
      .map(({ value, y }) => ({ x: value, y }));
  for (const { x, y } of curve(0)) expect(Math.hypot(x, y)).toBeCloseTo(1.5, 12);
  const radii = curve(1).map(({ x, y }) => Math.hypot(x, y));
  expect(Math.max(...radii) / Math.min(...radii)).toBeGreaterThan(3);
  // The nearest point lies along the direction that matters, up to sign.
  const nearest = curve(1)[radii.indexOf(Math.min(...radii))];
  const angle = (Math.atan(nearest.y / nearest.x) * 180) / Math.PI;
  expect(Math.abs(angle - settings.direction)).toBeLessThan(10);
});
