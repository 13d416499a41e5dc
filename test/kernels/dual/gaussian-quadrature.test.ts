import { byQuadrature, closedForms } from 'agop/experiments/infinite-depth/named-duals';
import { dualValue } from 'agop/kernels/dual/dual-activation';
import {
  activationConstants,
  gaussianMean,
  hermiteCoefficients,
  quadratureDual,
} from 'agop/kernels/dual/gaussian-quadrature';
import { kernelTable } from 'agop/kernels/dual/kernel-table';
import { optimalDual } from 'agop/kernels/dual/optimal-dual';
import { singularLimit } from 'agop/kernels/dual/singular-limit';
import { taxonomy } from 'agop/kernels/dual/taxonomy';
import { textActivation } from 'agop/kernels/dual/text-activation';
import { evaluate } from 'mathjs';
import { expect, test } from 'vitest';

test('Gaussian moments are 1, 0, 1, 0, 3, 0, 15', () => {
  [1, 0, 1, 0, 3, 0, 15].forEach((moment, k) => expect(gaussianMean((z) => z ** k)).toBeCloseTo(moment, 12));
});

test.each(closedForms)(
  'the constants of $activation.name are those of its closed form',
  ({ dual, activation }) => {
    const [got, want] = [activationConstants(activation), taxonomy(dual)];
    for (const key of ['meanSquared', 'a', 'b'] as const) expect(got[key]).toBeCloseTo(want[key], 12);
    const { value, slope } = quadratureDual(activation, 0.6);
    expect(value).toBeCloseTo(dualValue(dual, 0.6), 12);
    expect(slope).toBeCloseTo(dual.slope(0.6, 0.4), 12);
  },
);

test.each(byQuadrature)('the slope of $name is the derivative of its value', ({ value, slope }) => {
  const h = 1e-5;
  for (const x of [-3.1, -0.7, 0.4, 2.2]) {
    expect((value(x + h) - value(x - h)) / (2 * h)).toBeCloseTo(slope(x), 8);
  }
});

test('squared Hermite coefficients sum to 1 and to the constants', () => {
  const sine = textActivation('sin(x)');
  const weights = Array.from(hermiteCoefficients(sine, 40), (c) => c * c);
  const { a, b } = activationConstants(sine);
  expect(weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 12);
  expect(weights[1]).toBeCloseTo(a, 12);
  expect(weights.reduce((sum, w, k) => sum + k * w, 0)).toBeCloseTo(b, 12);
});

test('a typed activation is the function, with its derivative', () => {
  const typed = textActivation('x^3 - 3*x + tanh(2*x)');
  for (const x of [-1.3, 0.2, 2]) {
    expect(typed.value(x)).toBeCloseTo(x ** 3 - 3 * x + Math.tanh(2 * x), 12);
    expect(typed.slope(x)).toBeCloseTo(3 * x * x - 3 + 2 * (1 - Math.tanh(2 * x) ** 2), 12);
  }
  expect(activationConstants(textActivation('(x + abs(x))/2')).a).toBeCloseTo(0.5, 12);
});

test.each([
  'x^3 - 3*x + tanh(2*x)',
  '-x^2 + 1',
  'erf(x) / 2',
  'x * exp(-x^2 / 2) + pi',
  'pow(abs(x), 1.5) - cube(x) / e',
  '(sqrt(x^2 + 1) + x) * sin(log(x^2 + 1, 2))',
  '-(+x)',
  'max(x, 0) - min(tanh(x), 1/3)',
  'x * (1 + erf(x / sqrt(2))) / 2',
  'erf(x - erf(x^2)) * sign(x) * square(x)',
])(
  '%s at many points at once is what mathjs evaluates, and its slope that of central differences',
  (text) => {
    const x = Float64Array.from({ length: 41 }, (_, i) => (i - 20) / 7);
    const typed = textActivation(text);
    const values = typed.values!(x);
    x.forEach((at, i) => {
      expect(values[i]).toBeCloseTo(Number(evaluate(text, { x: at })), 12);
      const off = at + 0.01; // off the kinks
      const difference = (typed.value(off + 1e-5) - typed.value(off - 1e-5)) / 2e-5;
      expect(typed.slope(off)).toBeCloseTo(difference, 7);
    });
  },
);

test.each([
  ['sqrt(x)', 'it is NaN at x = -3.3'],
  ['foo(x)', '"foo" is no elementary function'],
  ['y + 1', '"y" is not known'],
  ['x = 3', 'Assignment is not allowed'],
  ['import("fs")', '"import" is no elementary function'],
  ['x.constructor', 'Accessor is not allowed'],
  ['[x, x]', 'Array is not allowed'],
  ['max(x)', '"max" has two arguments here'],
  ['sin(', 'textActivation: text is "sin("'],
])('%s is refused', (text, message) => {
  expect(() => textActivation(text)).toThrow(message);
});

test('what is constant or not square-integrable is refused', () => {
  expect(() => activationConstants(textActivation('exp(x^2)'))).toThrow('is not square-integrable');
  expect(() => activationConstants(textActivation('5'))).toThrow('(5) is constant');
  const jump = { name: 'a hidden jump', value: (x: number) => Math.sign(x - 0.317), slope: () => 0.5 };
  expect(() => activationConstants(jump)).toThrow('give its kinks');
});

test('a table of log ψ is ψ between its points too, and refuses a bad range', () => {
  const dual = optimalDual(2);
  const table = kernelTable((delta) => singularLimit(dual, delta).logPsi, { points: 1500, least: 1e-16 });
  for (const delta of [1e-13, 3e-7, 0.02, 0.7]) {
    // Linear interpolation over steps of 1/40 in log δ.
    const gap = table(Math.log(delta)) - singularLimit(dual, delta).logPsi;
    expect(Math.abs(gap)).toBeLessThan(1e-3);
  }
  expect(() => kernelTable(() => 0, { points: 1 })).toThrow('kernelTable: points is 1');
  expect(() => kernelTable(() => 0, { least: 2 })).toThrow('kernelTable: least is 2');
});
