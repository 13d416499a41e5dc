import { expect, it } from 'vitest';
import { InputError } from 'agop/errors';
import { zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import type { ActivationName } from 'agop/nets/activations';
import { mlp, type MlpOptions, predict } from 'agop/nets/mlp';
import { trainMlp, type TrainOptions } from 'agop/nets/train-mlp';

const random = new Random(0);
const net = mlp({ widths: [3, 4, 2], random });
const [x, y] = [random.normalMatrix(5, 3), random.normalMatrix(5, 2)];
const options: TrainOptions = { learningRate: 0.1, epochs: 1 };
const poisoned = x.clone();
poisoned.data[4] = NaN;

it.each<[string, Partial<MlpOptions>, string]>([
  ['an empty layer', { widths: [3, 0, 2] }, 'mlp: widths[1] is 0'],
  ['no layer', { widths: [3] }, 'mlp: widths is [3]'],
  ['an unknown activation', { activation: 'softsign' as ActivationName }, 'mlp: activation is softsign'],
  ['a negative deviation', { init: { std: -1 } }, 'mlp: init[0].std is -1'],
  ['a scale that is not finite', { init: { scale: NaN } }, 'mlp: init[0].scale is NaN'],
  ['too few starts', { init: [undefined] }, 'mlp: init has 1 entries'],
])('mlp rejects %s', (_, wrong, message) => {
  const make = (): unknown => mlp({ widths: [3, 4, 2], random, ...wrong });
  expect(make).toThrow(InputError);
  expect(make).toThrow(message);
});

it.each<[string, Partial<TrainOptions>, string]>([
  ['a learning rate that is not finite', { learningRate: Infinity }, 'learningRate is Infinity'],
  ['a negative weight decay', { weightDecay: -1 }, 'weightDecay is -1'],
  ['half an epoch', { epochs: 0.5 }, 'epochs is 0.5'],
  ['a batch larger than the data', { batchSize: 6 }, 'batchSize is 6; there are 5 samples'],
  ['batches without an order', { batchSize: 2 }, 'random is missing'],
  ['a frozen layer that is not there', { frozen: [2] }, 'frozen has 2; weights go from 0 to 1'],
])('trainMlp rejects %s', async (_, wrong, message) => {
  await expect(trainMlp(net, x, y, { ...options, ...wrong })).rejects.toThrow(`trainMlp: ${message}`);
});

it('trainMlp and predict name inputs that are not finite or do not fit', async () => {
  await expect(trainMlp(net, poisoned, y, options)).rejects.toThrow('trainMlp: x has NaN at position 4');
  await expect(trainMlp(net, x, zeros(4, 2), options)).rejects.toThrow('trainMlp: y has 4 rows');
  await expect(trainMlp(net, x, zeros(5, 3), options)).rejects.toThrow('trainMlp: y has 3 columns');
  await expect(trainMlp(net, zeros(5, 3, 'float32'), y, options)).rejects.toThrow('x is float32');
  expect(() => predict(net, zeros(5, 4))).toThrow('predict: x has 4 columns; 3 are needed');
  expect(() => predict({ ...net, weights: [] }, x)).toThrow('weights is empty');
  const apart = { ...net, weights: [net.weights[0], zeros(2, 5)] };
  expect(() => predict(apart, x)).toThrow('predict: weights[1] has 5 columns; 4 are needed');
});
