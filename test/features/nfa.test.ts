import { describe, expect, it } from 'vitest';
import { ansatzScores, cosine, mlpAgops, mlpAnsatz, nfm, pearson, weightChange } from 'agop/features/nfa';
import { fromRows, identity, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { copyMlp, mlp, predict } from 'agop/nets/mlp';
import { trainMlp } from 'agop/nets/train-mlp';

describe('similarities', () => {
  const [a, b] = [fromRows([[1, 2]]), fromRows([[2, 1]])];

  it('agree with the definition', () => {
    expect(cosine(a, b)).toBeCloseTo(4 / 5, 15);
    expect(pearson(a, b)).toBeCloseTo(-1, 15);
  });

  it('do not change with the scale, far below the squares of the smallest numbers', () => {
    const tiny = fromRows([[1e-200, 2e-200]]);
    expect(cosine(tiny, b)).toBeCloseTo(4 / 5, 15);
    expect(pearson(tiny, b)).toBeCloseTo(-1, 15);
  });

  it('are 0 where there is nothing to compare, never NaN', () => {
    expect(cosine(zeros(1, 2), b)).toBe(0);
    expect(pearson(fromRows([[3, 3]]), b)).toBe(0);
  });
});

describe('AGOPs of a network', () => {
  it('by the input of the first layer are those of the prediction by central differences', () => {
    const random = new Random(1);
    const net = mlp({ widths: [3, 6, 5, 2], random, init: { scale: 2 } });
    const x = random.normalMatrix(7, 3);
    const want = zeros(3, 3);
    const means = zeros(2, 3);
    const gradients = Array.from({ length: 7 }, (_, p) => {
      const columns = [0, 1, 2].map((k) => {
        const [above, below] = [1e-6, -1e-6].map((h) => {
          const moved = x.clone();
          moved.set(p, k, moved.get(p, k) + h);
          return predict(net, moved).row(p);
        });
        return [0, 1].map((o) => (above[o] - below[o]) / 2e-6);
      });
      return [0, 1].map((o) => columns.map((column) => column[o]));
    });
    const outer = (centred: boolean): number[] => {
      want.data.fill(0);
      for (const jacobian of gradients) {
        jacobian.forEach((row, o) => {
          const g = row.map((value, k) => value - (centred ? means.get(o, k) : 0));
          g.forEach((u, i) => g.forEach((v, j) => (want.data[i * 3 + j] += (u * v) / 7)));
        });
      }
      return Array.from(want.data);
    };
    gradients.forEach((jacobian) =>
      jacobian.forEach((row, o) => row.forEach((v, k) => means.set(o, k, means.get(o, k) + v / 7))),
    );
    const [{ plain, centred }] = mlpAgops(net, x);
    // Differences of step 1e-6 leave 1e-9 or so.
    outer(false).forEach((value, i) => expect(Math.abs(plain.data[i] - value)).toBeLessThan(1e-8));
    outer(true).forEach((value, i) => expect(Math.abs(centred.data[i] - value)).toBeLessThan(1e-8));
  });

  it('of a linear network are WᵀW of the product, centred they vanish, and the ansatz for a balanced one holds', () => {
    const a = fromRows([
      [2, 0],
      [0, 1],
    ]);
    const net = { weights: [a, a], activation: 'linear' as const };
    const agops = mlpAgops(net, new Random(0).normalMatrix(5, 2));
    expect(agops[0].plain.toRows()).toEqual([
      [16, 0],
      [0, 1],
    ]);
    expect(Math.max(...agops[0].centred.data.map(Math.abs))).toBeLessThan(1e-14);
    // NFM = diag(4, 1)/2 and AGOP^½ = diag(4, 1).
    const scores = ansatzScores(a, identity(2), agops[0]);
    expect(scores.pearsonRoot).toBeCloseTo(1, 12);
    expect(scores.cosineRoot).toBeCloseTo(1, 12);
    expect(scores.pearsonRootCentred).toBe(0);
  });
});

it('the ansatz holds exactly after one step of the first layer from zero, and with one output only', async () => {
  const random = new Random(3);
  for (const outputs of [1, 3]) {
    const a = random.normalMatrix(outputs, 9);
    const net = { weights: [zeros(9, 4), a], activation: 'tanh' as const };
    const x = random.normalMatrix(30, 4);
    const options = { learningRate: 0.5, epochs: 1, frozen: [1] };
    await trainMlp(net, x, random.normalMatrix(30, outputs), options);
    const gap = 1 - cosine(nfm(net.weights[0]), mlpAgops(net, x)[0].plain);
    // Exact but for rounding: some 1e-16 per product.
    if (outputs === 1) expect(Math.abs(gap)).toBeLessThan(1e-13);
    else expect(gap).toBeGreaterThan(1e-5);
  }
});

describe('bad input', () => {
  const net = mlp({ widths: [3, 4, 2], random: new Random(0) });
  const x = new Random(1).normalMatrix(5, 3);

  it('is named', () => {
    expect(() => weightChange(net.weights[0], net.weights[1])).toThrow('weightChange: initial has 2 rows');
    expect(() => cosine(net.weights[0], net.weights[1])).toThrow('cosine: b has 2 rows; 4 are needed');
    expect(() => mlpAnsatz(net, { ...net, weights: net.weights.slice(1) }, x)).toThrow(
      'mlpAnsatz: initial has 1 weights; the network has 2',
    );
    x.data[0] = Infinity;
    expect(() => mlpAnsatz(net, copyMlp(net), x)).toThrow('mlpJacobians: x has Infinity at position 0');
  });
});
