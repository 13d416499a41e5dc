import { expect, it } from 'vitest';
import { cosine, mlpAnsatz, nfm, pearson, weightChange } from 'agop/features/nfa';
import { fromRows, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { copyMlp, mlp, predict } from 'agop/nets/mlp';
import { trainMlp } from 'agop/nets/train-mlp';

const net = mlp({ widths: [3, 4, 2], random: new Random(0) });
const x = new Random(1).normalMatrix(5, 3);
const square = fromRows([
  [1, 2],
  [2, 5],
]);

it.each([
  ['NaN', NaN],
  ['Infinity', Infinity],
])('similarities name an entry that is %s on either side', (name, value) => {
  const broken = square.clone();
  broken.data[2] = value;
  expect(() => cosine(broken, square)).toThrow(`cosine: a has ${name} at position 2`);
  expect(() => pearson(square, broken)).toThrow(`pearson: b has ${name} at position 2`);
});

it('the correlation with a constant is 0, also where its mean would be rounded', () => {
  // Nine times 0.1, summed and divided by 9, is not 0.1: the rest would be correlated with anything.
  const constant = zeros(3, 3);
  constant.data.fill(0.1);
  const other = new Random(2).normalMatrix(3, 3);
  expect(pearson(constant, other)).toBe(0);
  expect(pearson(other, constant)).toBe(0);
});

it('shapes that do not fit are named', () => {
  expect(() => nfm(zeros(0, 3))).toThrow('nfm: w is empty, (0, 3)');
  expect(() => weightChange(net.weights[0], net.weights[1])).toThrow('weightChange: initial has 2 rows');
  expect(() => pearson(square, zeros(2, 3))).toThrow('pearson: b has 3 columns; 2 are needed');
  expect(() => mlpAnsatz(net, { ...net, weights: net.weights.slice(1) }, x)).toThrow(
    'mlpAnsatz: initial has 1 weights; the network has 2',
  );
  expect(() => mlpAnsatz(net, net, zeros(5, 4))).toThrow('x has 4 columns; 3 are needed');
});

it('a weight that is not finite is named before it spoils a prediction, a score or a training', async () => {
  const broken = copyMlp(net);
  broken.weights[1].data[3] = NaN;
  expect(() => predict(broken, x)).toThrow('predict: weights[1] has NaN at position 3');
  expect(() => mlpAnsatz(broken, net, x)).toThrow('weights[1] has NaN at position 3');
  const training = trainMlp(broken, x, zeros(5, 2), { learningRate: 0.1, epochs: 1 });
  await expect(training).rejects.toThrow('trainMlp: weights[1] has NaN at position 3');
});
