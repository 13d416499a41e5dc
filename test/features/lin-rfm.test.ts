import { describe, expect, it } from 'vitest';
import { completionProblem, relativeError } from 'agop/experiments/lin-rfm';
import { completeRows } from 'agop/features/complete-rows';
import { irls } from 'agop/features/irls';
import { linRfm, linRfmAgop, linRfmSensing, metric } from 'agop/features/lin-rfm';
import { linRfmObjective, spectralPenalty } from 'agop/features/lin-rfm-objective';
import { observed, transposeObserved, zeroFilled, type Observed } from 'agop/features/observed';
import { complete, relativeDistance, svdFreeLinRfm } from 'agop/features/svd-free-lin-rfm';
import { luSolve } from 'agop/linalg/lu-solve';
import { matmul } from 'agop/linalg/matmul';
import { Matrix, transpose, zeros } from 'agop/linalg/matrix';
import { psdPower } from 'agop/linalg/psd-power';
import { Random } from 'agop/linalg/random';

// Rounding of some hundred operations on numbers of size 1; iterates of a few steps amplify it little at ridge 0.05.
const ROUNDING = 1e-10;

function problem(rows: number, cols: number, seed: number, share = 0.5): { y: Matrix; omega: Observed } {
  const random = new Random(seed);
  const y = matmul(random.normalMatrix(rows, 2), random.normalMatrix(2, cols));
  const positions = random.choice(rows * cols, Math.round(share * rows * cols));
  const values = Array.from(positions, (at) => y.data[at]);
  return { y, omega: observed(rows, cols, positions, values) };
}

/** completeRows by the definition: dense blocks and LU. */
function byDefinition(p: Matrix, omega: Observed, ridge: number): Matrix {
  const z = zeros(omega.rows, omega.cols);
  for (let i = 0; i < omega.rows; i++) {
    const o = Array.from(omega.columns.subarray(omega.start[i], omega.start[i + 1]));
    const y = Array.from(omega.values.subarray(omega.start[i], omega.start[i + 1]));
    if (o.length === 0) continue;
    const block = zeros(o.length, o.length);
    o.forEach((j, a) => o.forEach((k, b) => block.set(a, b, p.get(j, k) + (a === b ? ridge : 0))));
    const a = luSolve(block, new Matrix(o.length, 1, Float64Array.from(y)));
    for (let j = 0; j < omega.cols; j++) {
      z.set(
        i,
        j,
        o.reduce((sum, from, k) => sum + a.data[k] * p.get(from, j), 0),
      );
    }
    o.forEach((j, k) => z.set(i, j, y[k]));
  }
  return z;
}

function nth<T>(iterates: Iterable<T>, n: number): T {
  let t = 0;
  for (const z of iterates) if (++t === n) return z;
  throw new Error('ended early');
}

describe('completeRows', () => {
  it('solves each row as its definition says, rectangular and with empty rows', () => {
    const { y } = problem(9, 6, 1);
    const omega = observed(9, 6, [0, 3, 5, 8, 20, 21, 50], [1, 2, -1, 0.5, 3, 1, -2]);
    const p = linRfmAgop(y);
    const got = completeRows(p, omega, 0.05);
    expect(relativeError(got.data, byDefinition(p, omega, 0.05).data)).toBeLessThan(ROUNDING);
    expect(Array.from(got.row(2))).toEqual(new Array(6).fill(0));
  });

  it('is exact interpolation in the metric P + ridge: only off-diagonal entries of P matter for hidden ones', () => {
    const { y, omega } = problem(8, 8, 2);
    const p = linRfmAgop(y);
    const smoothed = p.clone();
    for (let i = 0; i < 8; i++) smoothed.data[i * 9] += 0.3;
    const [ridge, smoothing] = [completeRows(p, omega, 0.3), completeRows(smoothed, omega, 0)];
    expect(relativeError(ridge.data, smoothing.data)).toBeLessThan(ROUNDING);
  });
});

describe('lin-RFM for completion', () => {
  it.each([1 / 4, 1 / 3, 1 / 2, 1])(
    'has the iterates of IRLS-p with p = 2 - 4 alpha, alpha = %f',
    (alpha) => {
      const { omega } = problem(10, 7, 3);
      const ours = linRfm(omega, { alpha, ridge: () => 0.05, floor: 0 });
      const theirs = irls(omega, { p: 2 - 4 * alpha, smoothing: () => 0.05 });
      for (let t = 0; t < 10; t++) {
        expect(relativeError(ours.next().value.data, theirs.next().value.data)).toBeLessThan(1e-9);
      }
    },
  );

  it('at alpha 0 is one ridge regression, which predicts zero for hidden entries, at every iteration', () => {
    const { omega } = problem(6, 6, 4);
    expect(nth(linRfm(omega, { alpha: 0 }), 5).data).toEqual(zeroFilled(omega).data);
  });

  it('alternating solves the columns at odd iterations: on the transpose, with the AGOP of the transpose', () => {
    const { omega } = problem(7, 9, 5);
    const run = linRfm(omega, { alpha: 1, sides: 'alternating', ridge: () => 0.1, floor: 0 });
    const first = run.next().value;
    const columns = byDefinition(metric(linRfmAgop(transpose(first)), 1), transposeObserved(omega), 0.1);
    const second = run.next().value;
    expect(relativeError(second.data, transpose(columns).data)).toBeLessThan(ROUNDING);
    const rows = byDefinition(metric(linRfmAgop(second), 1), omega, 0.1);
    expect(relativeError(run.next().value.data, rows.data)).toBeLessThan(ROUNDING);
  });

  it('recovers a rank-2 matrix with rows and columns that are missing: those stay zero', () => {
    const random = new Random(6);
    const y = matmul(random.normalMatrix(30, 2), random.normalMatrix(2, 24));
    const positions = Array.from(random.choice(30 * 24, 430)).filter(
      (at) => Math.floor(at / 24) !== 4 && at % 24 !== 7,
    );
    const omega = observed(
      30,
      24,
      positions,
      positions.map((at) => y.data[at]),
    );
    const z = nth(linRfm(omega, { sides: 'alternating' }), 60);
    expect(Math.max(...Array.from(z.row(4), Math.abs))).toBe(0);
    let worst = 0;
    for (let i = 0; i < 30; i++) {
      expect(z.get(i, 7)).toBe(0);
      for (let j = 0; j < 24; j++)
        if (i !== 4 && j !== 7) worst = Math.max(worst, Math.abs(z.get(i, j) - y.get(i, j)));
    }
    // The ridge is 2e-4 at iteration 60, and the error is of its order times the entries' size.
    expect(worst).toBeLessThan(1e-2);
  });
});

describe('the SVD-free routine', () => {
  it.each(['rows', 'alternating'] as const)(
    'has the iterates of the general one at alpha 1/2, %s',
    (sides) => {
      const { omega } = problem(11, 8, 7);
      const general = linRfm(omega, { sides });
      let t = 0;
      for (const { z, turned } of svdFreeLinRfm(omega, { sides })) {
        const plain = turned ? transpose(z) : z;
        expect(relativeError(plain.data, general.next().value.data)).toBeLessThan(1e-8);
        if (++t === 12) break;
      }
    },
  );

  it('gives its working memory back when the loop ends, by break or by an error', async () => {
    const { heap } = await import('agop/elementwise/heap');
    const { omega } = problem(11, 8, 8);
    const before = heap.used;
    for (const { t } of svdFreeLinRfm(omega)) if (t === 2) break;
    expect(() => {
      for (const { t } of svdFreeLinRfm(omega)) if (t === 1) throw new Error('stop');
    }).toThrow('stop');
    expect(heap.used).toBe(before);
  });

  it('agrees in single precision to single precision', () => {
    const { truth, omega } = completionProblem({ d: 30, rank: 2, count: 400 }, new Random(9));
    const run = (precision: 'float32' | 'float64'): Matrix => {
      for (const { t, z } of svdFreeLinRfm(omega, { sides: 'alternating', precision, floor: 1e-6 })) {
        if (t === 20) return z.clone();
      }
      throw new Error('ended early');
    };
    // 2e-7 of rounding, amplified by the condition of the blocks, which the ridge of iteration 20 holds near 1e3.
    expect(relativeError(run('float32').data, run('float64').data)).toBeLessThan(1e-2);
    expect(relativeError(run('float64').data, truth.data)).toBeLessThan(1e-2);
  });

  it('complete stops by the observable rule and says whether it converged', async () => {
    const problem = completionProblem({ d: 40, rank: 2, count: 600 }, new Random(10));
    const done = await complete(problem.omega);
    expect(done.converged).toBe(true);
    // The bound that was measured over 35 problems for this rule.
    expect(relativeError(done.z.data, problem.truth.data)).toBeLessThan(1.2e-4);
    const cut = await complete(problem.omega, { maxIterations: 3 });
    expect(cut).toMatchObject({ converged: false, iterations: 3 });
  });

  it('relativeDistance of a matrix to the transpose of another is that to the other, transposed', () => {
    const [a, b] = [new Random(1).normalMatrix(40, 33), new Random(2).normalMatrix(40, 33)];
    expect(relativeDistance(a, transpose(b), true)).toBeCloseTo(relativeDistance(a, b), 14);
  });
});

describe('dense sensing', () => {
  it('is the reweighted least-squares problem with weight P⁻¹, solved in Z directly', () => {
    const random = new Random(11);
    // More rows than columns, so that P has an inverse.
    const [d1, d2, n] = [5, 3, 7];
    const a = random.normalMatrix(n, d1 * d2);
    const y = Float64Array.from({ length: n }, () => random.normal());
    const run = linRfmSensing(a, y, { d1, alpha: 0.5, ridge: () => 0.1 });
    const inverse = psdPower(linRfmAgop(run.next().value), -1);
    // Normal equations in vec Z: (AᵀA + ρ I ⊗ P⁻¹) vec Z = Aᵀ y.
    const normal = matmul(a, a, { transA: true });
    for (let i = 0; i < d1; i++) {
      for (let j = 0; j < d2; j++) {
        for (let k = 0; k < d2; k++)
          normal.data[(i * d2 + j) * d1 * d2 + i * d2 + k] += 0.1 * inverse.get(j, k);
      }
    }
    const direct = luSolve(normal, matmul(a, new Matrix(n, 1, y), { transA: true }));
    // The inverse of P spans some four orders here.
    expect(relativeError(run.next().value.data, direct.data)).toBeLessThan(1e-8);
  });
});

describe('the objective', () => {
  it.each([1 / 4, 1 / 2, 1])('has closed forms that agree with quadrature, alpha = %f', (alpha) => {
    for (const [lambda, ridge] of [
      [0.3, 0.05],
      [40, 1e-3],
      [1e-4, 1e-6],
    ]) {
      // A power that differs by one part in 1e12 is not recognised as the closed form.
      const near = spectralPenalty(lambda, alpha * (1 + 1e-12), ridge);
      expect(Math.abs(spectralPenalty(lambda, alpha, ridge) / near - 1)).toBeLessThan(1e-9);
    }
  });

  it('is not increased by an iteration at a fixed ridge', () => {
    const { omega } = problem(8, 8, 12);
    for (const alpha of [0.25, 1 / 3, 0.5, 1]) {
      const run = linRfm(omega, { alpha, ridge: () => 0.01, floor: 0 });
      let before = Infinity;
      for (let t = 0; t < 20; t++) {
        const now = linRfmObjective(run.next().value, alpha, 0.01);
        expect(now).toBeLessThanOrEqual(before * (1 + 1e-12));
        before = now;
      }
    }
  });
});
