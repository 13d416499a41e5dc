import { heap } from 'agop/elementwise/heap';
import { Random } from 'agop/linalg/random';
import { HeapArrays } from 'agop/nets/heap-arrays';
import { adadelta } from 'agop/nets/optimisers/adadelta';
import { adagrad } from 'agop/nets/optimisers/adagrad';
import { adam } from 'agop/nets/optimisers/adam';
import { gradientDescent } from 'agop/nets/optimisers/gradient-descent';
import { momentum } from 'agop/nets/optimisers/momentum';
import type { Optimiser } from 'agop/nets/optimisers/optimiser';
import { rmsprop } from 'agop/nets/optimisers/rmsprop';
import { tensorflow } from 'agop/nets/tensorflow';
import { expect, test } from 'vitest';

const { tf } = await tensorflow();
const start = [0.5, -1, 2];
// Gradient of ½ Σ c w², c = 1, 2, 3.
const slope = (w: ArrayLike<number>): Float64Array => Float64Array.from(w, (value, i) => (i + 1) * value);

test.each<[string, (w: Float64Array) => Optimiser, () => { minimize: (f: () => never) => unknown }]>([
  ['gradient descent', (w) => gradientDescent([w], { learningRate: 0.1 }), () => tf.train.sgd(0.1) as never],
  ['momentum', (w) => momentum([w], { learningRate: 0.05 }), () => tf.train.momentum(0.05, 0.9) as never],
  ['Adam', (w) => adam([w], { learningRate: 0.05, epsilon: 1e-7 }), () => tf.train.adam(0.05) as never],
  [
    'RMSprop',
    (w) => rmsprop([w], { learningRate: 0.02, convention: 'tfjs' }),
    () => tf.train.rmsprop(0.02) as never,
  ],
  [
    'Adagrad',
    (w) => adagrad([w], { learningRate: 0.2, convention: 'tfjs' }),
    () => tf.train.adagrad(0.2) as never,
  ],
  [
    'Adadelta',
    (w) => adadelta([w], { learningRate: 1e-3, convention: 'tfjs' }),
    () => tf.train.adadelta(1e-3) as never,
  ],
])('%s steps as TensorFlow.js steps', (_, make, theirs) => {
  const ours = Float64Array.from(start);
  const update = make(ours);
  const variable = tf.variable(tf.tensor1d(start));
  const method = theirs();
  for (let t = 0; t < 10; t++) {
    update([slope(ours)]);
    method.minimize((() => tf.mul(tf.square(variable), tf.tensor1d([0.5, 1, 1.5])).sum()) as never);
  }
  // TensorFlow.js computes in single precision.
  Array.from(variable.dataSync()).forEach((value, i) => expect(ours[i]).toBeCloseTo(value, 4));
  variable.dispose();
});

test.each(['float64', 'float32'] as const)(
  'Adam moves weights in the heap to the same bits, %s',
  (precision) => {
    const random = new Random(3);
    const arrays = new HeapArrays(precision);
    const before = heap.used;
    const plain = [7, 12].map((length) => random.normalMatrix(1, length, precision).data);
    const held = plain.map((w) => {
      const copy = arrays.reals(w.length);
      copy.set(w);
      return copy;
    });
    const gradients = held.map((w) => arrays.reals(w.length));
    const options = { learningRate: 0.05, weightDecay: 0.1 };
    const [update, updateHeld] = [adam(plain, options), adam(held, { ...options, arrays })];
    for (let t = 0; t < 20; t++) {
      gradients.forEach((g) => g.set(random.normalMatrix(1, g.length, precision).data));
      update(gradients);
      updateHeld(gradients);
    }
    expect(held.map((w) => Array.from(w))).toEqual(plain.map((w) => Array.from(w)));
    arrays.free();
    expect(heap.used).toBe(before);
  },
);
