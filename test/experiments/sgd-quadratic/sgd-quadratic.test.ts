import * as adaptive from 'agop/experiments/sgd-quadratic';
import { conditioned, startWithResidual } from 'agop/experiments/sgd-quadratic/problem';
import { inverseResidual } from 'agop/learners/adaptive-sgd/inverse-residual';
import { norm } from 'agop/linalg/norm';
import { Random } from 'agop/linalg/random';
import { svd } from 'agop/linalg/svd';
import { expect, test } from 'vitest';

const step = (): void => {};
const small = { d: 8, kappa: 10, scaled: false, residual: 0.5 };

test('matrices have the condition number asked for, starts the residual', () => {
  const random = new Random(0);
  const a = conditioned(6, 100, random.fork('a'));
  const { s } = svd(a);
  expect(s[0] / s[5]).toBeCloseTo(100, 8);
  const x = startWithResidual(a, 0.3, random.fork('x'));
  // The inverse loses κ times the rounding.
  expect(norm(inverseResidual(a, x))).toBeCloseTo(0.3, 11);
});

test('every method runs, and only those with steps of the iterate reach rounding in ten epochs', async () => {
  const methods = [
    'Newton-Schulz' as const,
    'SGD, adaptive step' as const,
    'right step' as const,
    'with replacement' as const,
    'Kaczmarz' as const,
    'gradient descent' as const,
    'SGD, fixed rate' as const,
    'AdaGrad' as const,
    'Adam' as const,
  ];
  const rows = await adaptive.inversionByEpoch({ ...small, methods, epochs: 10 }, 0, step);
  const last = (method: string): number => rows.filter((row) => row.method === method).at(-1)!.error;
  for (const method of methods.slice(0, 3)) expect(last(method)).toBeLessThan(1e-12);
  for (const method of methods.slice(4)) expect(last(method)).toBeGreaterThan(1e-4);
  expect(await adaptive.inversionByEpoch({ ...small, methods, epochs: 10 }, 0, step)).toEqual(rows);
});

test('the measured linear factor is the predicted one', async () => {
  const settings = { n: 5, d: 10, width: 40, coherences: [0.2], epochs: 40, last: 8 };
  const [{ measured, predicted }] = await adaptive.linearFactor(settings, 1, step);
  expect(Math.abs(measured / predicted - 1)).toBeLessThan(0.15);
});

test('orthogonal inputs converge in three epochs, coherent ones do not', async () => {
  const settings = {
    ...{ n: 4, d: 8, width: 30, coherences: [0, 0.3], epochs: 4 },
    methods: [{ name: 'one', batch: 1, c: 1 }],
  };
  const rows = await adaptive.coherenceSweep(settings, 2, step);
  const errors = (coherence: number): number[] =>
    rows.filter((row) => row.coherence === coherence).map((row) => row.error);
  expect(Math.min(...errors(0))).toBeLessThan(1e-9);
  expect(Math.min(...errors(0.3))).toBeGreaterThan(1e-6);
});

test('division squares its error, and the identities hold to rounding', async () => {
  const scalar = await adaptive.scalarDivision({ a: 7, start: 0.05, steps: 5, fixedRate: 1e-5 }, 0, step);
  const newton = scalar.filter((row) => row.method === 'η = w⁴').map((row) => row.error);
  newton.slice(1).forEach((error, k) => expect(error).toBeCloseTo(newton[k] ** 2, 14));
  for (const { squares, gradient, bound } of await adaptive.identities({ d: 5, trials: 4 }, 0, step)) {
    expect(squares).toBeLessThan(1e-13);
    expect(gradient).toBeLessThan(1e-12);
    expect(bound).toBeLessThanOrEqual(1);
  }
});

test('the basin, the condition number and the leading term give rows within their ranges', async () => {
  const basin = await adaptive.basin({ d: 6, radii: [0.5], trials: 3, epochs: 12 }, 0, step);
  expect(basin.map((row) => row.success)).toEqual([1, 1]);
  const condition = { d: 6, kappas: [3, 30], residual: 0.5, target: 1e-6, most: 20 };
  const epochs = (await adaptive.conditionNumber(condition, 0, step)).filter(
    (row) => row.method !== 'Kaczmarz',
  );
  expect(new Set(epochs.map((row) => row.epochs)).size).toBeLessThanOrEqual(2);
  for (const { remainder } of await adaptive.leadingTerm({ d: 6, residuals: [1e-3] }, 0, step)) {
    expect(remainder).toBeLessThan(1);
  }
});

test('full steps of columns end half of the start’s off-diagonal residual away from the polar factor', async () => {
  const rows = await adaptive.polarFactor({ d: 8, residuals: [1e-3], epochs: 3 }, 0, step);
  const last = (method: string) => rows.filter((row) => row.method === method).at(-1)!;
  expect(last('Newton-Schulz').distance).toBeLessThan(1e-12);
  expect(last('columns, full steps').error).toBeLessThan(1e-12);
  expect(last('columns, full steps').distance / rows[0].half).toBeCloseTo(1, 2);
});
