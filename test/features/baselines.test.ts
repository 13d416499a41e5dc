import { describe, expect, it } from 'vitest';
import { completionProblem, relativeError, sparseProblem } from 'agop/experiments/lin-rfm';
import { adam } from 'agop/nets/optimisers/adam';
import { basisPursuit } from 'agop/features/basis-pursuit';
import {
  deepDiagonalLoss,
  squaredLoss,
  trainDeepDiagonal,
  trainDeepDiagonals,
} from 'agop/features/deep-diagonal';
import { deepLinearLoss, featureGram, product, trainDeepLinear } from 'agop/features/deep-linear';
import { linRfmSparse } from 'agop/features/lin-rfm-sparse';
import { minNuclearNorm, shrinkSpectrum } from 'agop/features/nuclear-norm';
import { observed } from 'agop/features/observed';
import { softImpute } from 'agop/features/soft-impute';
import { gram } from 'agop/linalg/gram';
import { matmul } from 'agop/linalg/matmul';
import { Matrix } from 'agop/linalg/matrix';
import { psdPower } from 'agop/linalg/psd-power';
import { Random } from 'agop/linalg/random';
import { svd } from 'agop/linalg/svd';

// Central differences at step 1e-5 err by 1e-10 (truncation) and 1e-11 (rounding) for functions of size 1.
const DIFFERENCES = 1e-7;

function numericalGradient(parameters: Float64Array, loss: () => number): number[] {
  return Array.from(parameters, (value, i) => {
    parameters[i] = value + 1e-5;
    const above = loss();
    parameters[i] = value - 1e-5;
    const below = loss();
    parameters[i] = value;
    return (above - below) / 2e-5;
  });
}

describe('deep linear networks', () => {
  it.each([1, 2, 3, 4])('have the gradients that finite differences give, depth %i, rectangular', (depth) => {
    const random = new Random(depth);
    const omega = observed(5, 4, [0, 3, 7, 8, 14, 19], [1, -1, 2, 0.5, 1, -2]);
    const factors = Array.from({ length: depth }, (_, l) => random.normalMatrix(l === 0 ? 5 : 4, 4));
    const { gradients } = deepLinearLoss(factors, omega);
    factors.forEach((w, l) => {
      const numerical = numericalGradient(w.data as Float64Array, () => deepLinearLoss(factors, omega).loss);
      expect(relativeError(gradients[l].data, numerical)).toBeLessThan(DIFFERENCES);
    });
  });

  it('follow the neural feature ansatz exactly when their factors are balanced', () => {
    const random = new Random(5);
    const { u, s, vt } = svd(random.normalMatrix(6, 6));
    const depth = 3;
    const root = (m: Matrix): Matrix => {
      for (let i = 0; i < 6; i++) for (let j = 0; j < 6; j++) m.data[i * 6 + j] *= s[j] ** (1 / depth);
      return m;
    };
    const eye = (): Matrix => psdPower(gram(random.normalMatrix(6, 6)), 0);
    // W₁ = U S^(1/3), W₂ = S^(1/3), W₃ = S^(1/3) Vᵀ.
    const factors = [root(u), root(eye()), matmul(root(eye()), vt)];
    const z = product(factors);
    const expected = psdPower(gram(z, { of: 'columns' }), (depth - 1) / depth);
    expect(relativeError(featureGram(factors).data, expected.data)).toBeLessThan(1e-10);
  });

  it('train to the stop loss and are reproducible from the seed', async () => {
    const { omega } = completionProblem({ d: 10, rank: 1, count: 70 }, new Random(1));
    const train = () =>
      trainDeepLinear(omega, { depth: 2, steps: 3000, stopLoss: 1e-6, random: new Random(2) });
    const [a, b] = [await train(), await train()];
    expect(a.loss).toBeLessThanOrEqual(1e-6);
    expect(a.z.data).toEqual(b.z.data);
  });
});

describe('deep diagonal networks', () => {
  it('have the gradients that finite differences give', () => {
    const random = new Random(3);
    const x = random.normalMatrix(4, 6);
    const y = Float64Array.from({ length: 4 }, () => random.normal());
    const factors = [1, 2, 3].map(() => Float64Array.from({ length: 6 }, () => random.normal()));
    const { gradients } = deepDiagonalLoss(x, y, factors);
    factors.forEach((w, l) => {
      const numerical = numericalGradient(w, () => deepDiagonalLoss(x, y, factors).loss);
      expect(relativeError(gradients[l], numerical)).toBeLessThan(DIFFERENCES);
    });
  });

  it('descend along the gradient of the loss in u and v', async () => {
    const { x, y } = sparseProblem({ n: 5, d: 8, k: 2, values: 'gaussian' }, new Random(4));
    const one = await trainDeepDiagonal(x, y, { depth: 3, start: 0.5, learningRate: 1e-6, steps: 1 });
    const { gradient } = squaredLoss(x, y, new Float64Array(8));
    // θ = u³ - v³: one small step moves θ by -2 lr g (3 · 0.25)².
    const expected = Array.from(gradient, (g) => -2e-6 * g * 0.75 ** 2);
    expect(relativeError(one.theta, expected)).toBeLessThan(1e-4);
  });

  it('train together as each of them alone, whenever each ends', async () => {
    const { x, y } = sparseProblem({ n: 20, d: 30, k: 2, values: 'gaussian' }, new Random(5));
    const networks = [
      { depth: 2, start: 0.1, learningRate: 1e-2 },
      { depth: 3, start: 0.3, learningRate: 5e-3 },
      { depth: 2, start: 1e-2, learningRate: 2e-2 },
    ];
    const training = { steps: 4000, stopLoss: 1e-3 };
    const together = await trainDeepDiagonals(x, y, networks, training);
    expect(new Set(together.map(({ steps }) => steps)).size).toBeGreaterThan(1);
    for (const [k, network] of networks.entries()) {
      const alone = await trainDeepDiagonal(x, y, { ...network, ...training });
      expect(together[k].steps).toBe(alone.steps);
      // Sums in another order, over some hundred steps.
      expect(relativeError(together[k].theta, alone.theta)).toBeLessThan(1e-10);
    }
  });
});

describe('Adam', () => {
  it('moves by the learning rate in the first step, whatever the size of the gradient', () => {
    const w = Float64Array.of(1, -1);
    adam([w], { learningRate: 0.01 })([Float64Array.of(1e-3, -50)]);
    // Up to epsilon over the gradient, 1e-5.
    expect(w[0]).toBeCloseTo(0.99, 6);
    expect(w[1]).toBeCloseTo(-0.99, 6);
  });
});

describe('basis pursuit', () => {
  it('certifies its optimum by a feasible dual point of the same value', () => {
    for (let seed = 0; seed < 10; seed++) {
      const { x, y } = sparseProblem({ n: 20, d: 60, k: 5, values: 'gaussian' }, new Random(seed));
      const { theta, l1, dual, gap } = basisPursuit(x, y);
      expect(relativeError(matmul(x, new Matrix(60, 1, theta)).data, y)).toBeLessThan(1e-8);
      const slope = matmul(x, new Matrix(20, 1, dual), { transA: true });
      expect(Math.max(...Array.from(slope.data, Math.abs))).toBeLessThan(1 + 1e-12);
      expect(gap).toBeLessThan(1e-8 * l1);
    }
  });

  it('recovers a sparse vector from enough samples, as lin-RFM with alpha 1/4 does', () => {
    const { x, y, beta } = sparseProblem({ n: 60, d: 200, k: 10, values: 'gaussian' }, new Random(1));
    expect(relativeError(basisPursuit(x, y).theta, beta)).toBeLessThan(1e-6);
    const run = linRfmSparse(x, y, { alpha: 1 / 4 });
    let theta = run.next().value;
    for (let t = 1; t < 120; t++) theta = run.next().value;
    expect(relativeError(theta, beta)).toBeLessThan(1e-3);
  });

  it('of a zero right-hand side is zero', () => {
    expect(basisPursuit(new Random(1).normalMatrix(3, 5), new Float64Array(3)).l1).toBe(0);
  });
});

describe('the nuclear norm', () => {
  it('of a completion is certified by a dual point within the stated gap', async () => {
    const { omega } = completionProblem({ d: 12, rank: 1, count: 90 }, new Random(2));
    const { z, nuclearNorm, gap } = await minNuclearNorm(omega, { tolerance: 1e-7 });
    expect(gap).toBeGreaterThan(-1e-9 * nuclearNorm);
    expect(gap).toBeLessThan(1e-5 * nuclearNorm);
    const k = omega.start[3];
    expect(z.get(3, omega.columns[k])).toBe(omega.values[k]);
  });

  it('shrinks singular values by the threshold and keeps the vectors', () => {
    const z = new Random(3).normalMatrix(6, 4);
    const [before, after] = [svd(z).s, svd(shrinkSpectrum(z, 0.7)).s];
    after.forEach((s, i) => expect(s).toBeCloseTo(Math.max(before[i] - 0.7, 0), 12));
  });

  it.each([
    ['flat', 6, 9],
    ['tall', 9, 6],
  ])(
    'softImpute through the Gram matrix agrees with the singular value decomposition, %s',
    (_, rows, cols) => {
      const omega = observed(rows, cols, [0, 10, 20, 30, 40], [1, 2, 3, 4, 5]);
      const z = new Random(4).normalMatrix(rows, cols);
      const filled = z.clone();
      [0, 10, 20, 30, 40].forEach((at, k) => (filled.data[at] = k + 1));
      expect(relativeError(softImpute(omega, z, 0.5).data, shrinkSpectrum(filled, 0.5).data)).toBeLessThan(
        1e-10,
      );
    },
  );
});
