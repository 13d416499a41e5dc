import { InputError } from 'agop/errors';
import { Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { topEigenpairs } from 'agop/linalg/top-eigenpairs';
import { batchOrder } from 'agop/nets/batch-order';
import { criticalLearningRate } from 'agop/nets/critical-learning-rate';
import { mlp, type Parametrisation } from 'agop/nets/mlp';
import { networkModel } from 'agop/nets/network-model';
import { optimiser, type OptimiserName } from 'agop/nets/optimisers/optimisers';
import { generalQuadraticRun } from 'agop/nets/quadratic/general-quadratic';
import { jetQuadratic } from 'agop/nets/quadratic/jet-quadratic';
import { oneDimensionalRun } from 'agop/nets/quadratic/one-dimensional';
import { normalisedRun, oneExampleRun } from 'agop/nets/quadratic/one-example-map';
import { twoLayerModels } from 'agop/nets/quadratic/two-layer-models';
import { tangentKernel } from 'agop/nets/tangent-kernel';
import { trajectory, type TrajectoryOptions } from 'agop/nets/trajectory';
import { expect, test } from 'vitest';

const random = new Random(0);
const x = random.normalMatrix(4, 3);
const y = Float64Array.of(1, 2, 3, 4);
const net = (outputs = 1) => mlp({ widths: [3, 5, outputs], parametrisation: 'ntk', random });
const broken = zeros(4, 3);
broken.data[5] = NaN;
const run = (options: Partial<TrajectoryOptions>, targets = y) => [
  ...trajectory(networkModel(net(), x), targets, { learningRate: 0.1, steps: 2, ...options }),
];

test.each<[string, () => unknown, RegExp]>([
  ['a learning rate of zero', () => run({ learningRate: 0 }), /trajectory: learningRate is 0/],
  ['a learning rate of NaN', () => run({ learningRate: NaN }), /trajectory: learningRate is NaN/],
  ['a rule that gives NaN', () => run({ learningRate: () => NaN }), /learningRate is NaN at step 0/],
  ['a sample that is not there', () => run({ batches: [Int32Array.of(4)] }), /batches have the sample 4/],
  ['targets of another length', () => run({}, y.slice(1)), /trajectory: y has 3/],
  ['targets with NaN', () => run({}, Float64Array.of(1, NaN, 1, 1)), /trajectory: y has NaN/],
  ['half a step', () => run({ steps: 1.5 }), /steps is 1.5/],
  ['a batch above n', () => batchOrder(4, 5, random), /batchOrder: b is 5; there are 4 samples/],
  ['an empty batch', () => batchOrder(4, 0, random), /batchOrder: b is 0/],
  ['two outputs', () => tangentKernel(net(2), x), /tangentKernel: net has 2 outputs/],
  ['inputs with NaN', () => networkModel(net(), broken), /networkModel: x has NaN/],
  ['inputs of another width', () => tangentKernel(net(), random.normalMatrix(4, 2)), /x has 2 columns/],
  ['an empty layer', () => mlp({ widths: [3, 0, 1], random }), /widths\[1\] is 0/],
  [
    'an unknown parametrisation',
    () => mlp({ widths: [3, 2, 1], parametrisation: 'mup' as Parametrisation, random }),
    /parametrisation is mup; give standard or ntk/,
  ],
  ['scales of another length', () => tangentKernel({ ...net(), scales: [1] }, x), /scales has 1 numbers/],
  ['a scale of zero', () => tangentKernel({ ...net(), scales: [1, 0] }, x), /scales\[1\] is 0/],
  ['a kernel with NaN', () => criticalLearningRate(new Matrix(1, 1, Float64Array.of(NaN))), /NaN/],
  ['too many eigenpairs', () => topEigenpairs(tangentKernel(net(), x), 5), /k is 5; a has 4 rows/],
  [
    'an unknown optimiser',
    () => optimiser('lion' as OptimiserName, [y], { learningRate: 1 }),
    /optimiser: name is lion/,
  ],
  [
    'an optimiser without a rate',
    () => optimiser('adadelta', [y], { learningRate: 0 }),
    /adadelta: learningRate is 0/,
  ],
  [
    'a gradient of another length',
    () => optimiser('rmsprop', [y], { learningRate: 1 })([x.data]),
    /gradients\[0\] has 12/,
  ],
  ['a quadratic model of two outputs', () => jetQuadratic(net(2), x), /jetQuadratic: net has 2 outputs/],
  [
    'second weights of another length',
    () => twoLayerModels({ u0: random.normalMatrix(5, 3), v0: y, x }),
    /v0 has 4/,
  ],
  ['a negative start of the map', () => normalisedRun({ u: -1, v: 2 }), /normalisedRun: u is -1/],
  [
    'a map without a rate',
    () => [...oneExampleRun({ output: 1, lambda: 1 }, { gamma: 1, learningRate: 0, steps: 1 })],
    /learningRate is 0/,
  ],
  [
    'a general model of two lengths',
    () => [...generalQuadraticRun({ phi: y, sigma: y.slice(1), gamma: 1 }, y, { learningRate: 1, steps: 1 })],
    /sigma has 3 numbers/,
  ],
  [
    'one-dimensional targets of another length',
    () => [...oneDimensionalRun({ x: y, y: y.slice(1), u0: y, v0: y }, { learningRate: 1, steps: 1 })],
    /y has 3/,
  ],
])('%s is named', (_, act, message) => {
  expect(act).toThrow(InputError);
  expect(act).toThrow(message);
});
