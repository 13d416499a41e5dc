import { newtonSchulz } from 'agop/learners/adaptive-sgd/newton-schulz';
import { orderOfConvergence } from 'agop/learners/adaptive-sgd/order-of-convergence';
import { scalarReciprocal } from 'agop/learners/adaptive-sgd/scalar-reciprocal';
import { singleEquationStep } from 'agop/learners/adaptive-sgd/single-equation';
import { stochasticInversion } from 'agop/learners/adaptive-sgd/stochastic-inversion';
import { gaussNewtonEpoch } from 'agop/learners/adaptive-sgd/two-layer-tanh';
import { identity, zeros } from 'agop/linalg/matrix';
import { expect, test } from 'vitest';

const eye = identity(3);
const net = { w: identity(2), a: Float64Array.of(1, 1) };
const epoch = (batches: number[][], x = identity(2)): void =>
  gaussNewtonEpoch(net, x, Float64Array.of(0, 0), { batches });

test.each<[string, () => unknown, RegExp]>([
  ['a matrix that is not square', () => newtonSchulz(zeros(2, 3), eye), /newtonSchulz: a has shape \(2, 3\)/],
  ['an estimate of another size', () => newtonSchulz(eye, identity(2)), /newtonSchulz: x has 2 rows/],
  ['mixed precisions', () => newtonSchulz(eye, identity(3, 'float32')), /newtonSchulz: x is float32/],
  [
    'a column that is not there',
    () => stochasticInversion(eye, identity(3), [0, 3]),
    /order has 3 at position 1/,
  ],
  ['blocks of nothing', () => stochasticInversion(eye, identity(3), [0], { block: 0 }), /block is 0/],
  ['the reciprocal of zero', () => scalarReciprocal(0, 1, { steps: 1 }), /scalarReciprocal: a is 0/],
  ['a start of NaN', () => scalarReciprocal(1, NaN, { steps: 1 }), /start is NaN/],
  [
    'a gradient of zero',
    () => singleEquationStep(Float64Array.of(1), 1, Float64Array.of(0)),
    /gradient is 0/,
  ],
  ['two errors', () => orderOfConvergence([1, 0.1]), /errors has 2 numbers/],
  ['an error of zero', () => orderOfConvergence([1, 0, 1]), /errors has 0 at position 1/],
  ['a sample that is not there', () => epoch([[2]]), /batches have 2/],
  ['an empty batch', () => epoch([[]]), /batches have an empty one/],
  ['a batch with dependent gradients', () => epoch([[0, 0]]), /linearly dependent/],
])('%s is an error that says so', (_, call, message) => {
  expect(call).toThrow(message);
});
