import { InputError } from 'agop/errors';
import { deepKernels } from 'agop/kernels/dual/deep-kernels';
import { hermiteDual } from 'agop/kernels/dual/hermite-dual';
import { leakyReluDual } from 'agop/kernels/dual/leaky-relu-dual';
import { optimalDual } from 'agop/kernels/dual/optimal-dual';
import { reluDual } from 'agop/kernels/dual/relu-dual';
import { sineDual } from 'agop/kernels/dual/sine-dual';
import { singularLimit } from 'agop/kernels/dual/singular-limit';
import { expect, it } from 'vitest';

it.each([
  ['a constant', () => hermiteDual([1]), /hermiteDual: weights leave a constant/],
  ['a negative square', () => hermiteDual([0, -1]), /weights has -1 at position 1/],
  ['a sphere of dimension 0', () => optimalDual(0), /optimalDual: d is 0/],
  ['a frequency of 0', () => sineDual(0), /sineDual: v is 0/],
  ['a leak above 1', () => leakyReluDual(2), /leakyReluDual: s is 2/],
  ['an obtuse angle', () => deepKernels(reluDual, 1.5, 2), /deepKernels: delta is 1.5/],
  ['NaN', () => deepKernels(reluDual, NaN, 2), /deepKernels: delta is NaN/],
  ['half a layer', () => deepKernels(reluDual, 0.5, 0.5), /deepKernels: depth is 0.5/],
  [
    'a majority voter',
    () => singularLimit(reluDual, 0.5),
    /singularLimit: dual \(ReLU\) is of class majority/,
  ],
  ['coincident points', () => singularLimit(optimalDual(1), 0), /singularLimit: delta is 0/],
])('%s is a typed error that names function, argument and value', (_what, call, message) => {
  expect(call).toThrow(InputError);
  expect(call).toThrow(message);
});
