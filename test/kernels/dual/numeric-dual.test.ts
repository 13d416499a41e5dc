import { closedForms } from 'agop/experiments/infinite-depth/named-duals';
import { centredDual } from 'agop/kernels/dual/centred-dual';
import { deepKernels } from 'agop/kernels/dual/deep-kernels';
import { dualValue } from 'agop/kernels/dual/dual-activation';
import { activationConstants } from 'agop/kernels/dual/gaussian-quadrature';
import { numericDual } from 'agop/kernels/dual/numeric-dual';
import { singularLimit } from 'agop/kernels/dual/singular-limit';
import { taxonomy } from 'agop/kernels/dual/taxonomy';
import { textActivation } from 'agop/kernels/dual/text-activation';
import { expect, test } from 'vitest';

test.each(closedForms)(
  'the dual of $activation.name by quadrature is its closed form',
  ({ dual, activation }) => {
    const numeric = numericDual(activation);
    for (const xi of [0, 0.01, 0.3, 0.5, 0.7, 0.99, 1]) {
      expect(dualValue(numeric, xi)).toBeCloseTo(dualValue(dual, xi), 11);
      expect(numeric.slope(xi, 1 - xi)).toBeCloseTo(dual.slope(xi, 1 - xi), 8); // a derivative of an interpolant
    }
    for (const delta of [1e-15, 1e-6, 0.2])
      expect(numeric.distance(delta) / dual.distance(delta)).toBeCloseTo(1, 8);
    expect(taxonomy(numeric).classifier).toBe(taxonomy(dual).classifier);
    expect(deepKernels(numeric, 0.01, 10).ntk).toBeCloseTo(deepKernels(dual, 0.01, 10).ntk, 7);
  },
);

test('a centred ReLU by quadrature has the singular limit of its closed form', () => {
  const { dual, activation } = closedForms[0];
  const [numeric, exact] = [centredDual(numericDual(activation)), centredDual(dual)];
  for (const delta of [1e-8, 0.01, 0.6]) {
    expect(singularLimit(numeric, delta).logPsi).toBeCloseTo(singularLimit(exact, delta).logPsi, 6);
  }
});

test('an activation that jumps is refused: its slope is not all of its derivative', () => {
  expect(() => activationConstants(textActivation('abs(x) / x'))).toThrow('a continuous activation');
});

test('kinks that are not known show as a difference of the two routes or of finer panels', () => {
  const hidden = {
    name: 'a hidden kink',
    value: (x: number) => Math.abs(x - 0.317),
    slope: (x: number) => Math.sign(x - 0.317),
  };
  expect(() => numericDual(hidden)).toThrow('give its kinks');
});

test('the dual of an activation is that of its values at many points at once', () => {
  const typed = textActivation('sin(2*x) + x/3');
  const scalar = { name: typed.name, value: typed.value, slope: typed.slope, kinks: [] };
  const [one, other] = [numericDual({ ...scalar, values: typed.values! }), numericDual(scalar)];
  for (const delta of [1e-9, 0.3, 0.9]) expect(one.distance(delta)).toBe(other.distance(delta));
});
