import { expect, test } from 'vitest';
import { numpyLegacyNormal } from 'agop/data/synthetic/numpy-legacy-normal';
import { InputError } from 'agop/errors';

test("the first numbers are those of numpy's RandomState(1717).randn", () => {
  const normal = numpyLegacyNormal(1717);
  // As numpy prints them to 8 decimals.
  for (const want of [-1.31358594, -0.80768155, -0.66779835]) expect(normal()).toBeCloseTo(want, 8);
});

test('beyond one refill of its state the stream still has mean 0 and variance 1', () => {
  const normal = numpyLegacyNormal(0);
  const n = 20_000;
  const draws = Array.from({ length: n }, () => normal());
  const mean = draws.reduce((a, b) => a + b) / n;
  // Five standard errors.
  expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(n));
  expect(Math.abs(draws.reduce((a, b) => a + b * b, 0) / n - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
});

test('a seed that is no integer is an error that names it', () => {
  expect(() => numpyLegacyNormal(0.5)).toThrow(InputError);
  expect(() => numpyLegacyNormal(0.5)).toThrow('numpyLegacyNormal: seed is 0.5');
});
