import { describe, expect, it } from 'vitest';
import { type RfmRound, rfmRounds } from 'agop/features/rfm';
import { gaussian } from 'agop/kernels/gaussian';
import type { Kernel } from 'agop/kernels/kernel';
import { laplace } from 'agop/kernels/laplace';
import { eigenPro, type EigenProEpoch, type EigenProOptions } from 'agop/learners/eigenpro';
import { batchSizeFor, eigenProPreconditioner, stepFor } from 'agop/learners/eigenpro-preconditioner';
import { eigenProSolver } from 'agop/learners/eigenpro-solver';
import { cholesky, choleskySolve } from 'agop/linalg/cholesky';
import { eigh } from 'agop/linalg/eigh';
import { matmul } from 'agop/linalg/matmul';
import { fromRows, identity, Matrix, type Precision, transpose, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';

const kernel = laplace({ bandwidth: 3 });

function problem(n: number, d: number, seed = 0, precision: Precision = 'float64'): { x: Matrix; y: Matrix } {
  const x = new Random(seed).normalMatrix(n, d, precision);
  const rows = x.toRows().map((row) => [row[0] * row[1], row[0] - row[2]]);
  return { x, y: fromRows(rows, precision) };
}

async function all(x: Matrix, y: Matrix, options: EigenProOptions): Promise<EigenProEpoch[]> {
  const epochs = [];
  for await (const epoch of eigenPro(x, y, options)) epochs.push(epoch);
  return epochs;
}

function gap(a: Matrix, b: Matrix): number {
  return Math.max(...a.data.map((value, k) => Math.abs(value - b.data[k])));
}

function mse(a: Matrix, b: Matrix): number {
  let sum = 0;
  for (let k = 0; k < b.data.length; k++) sum += (a.data[k] - b.data[k]) ** 2;
  return sum / b.data.length;
}

/**
 * The same steps with the dense preconditioner: a step moves all of α by -(η/b) (E_B g - E_S P K(S, B) g), with
 * P = Σᵢ (1 - (λ_q / λᵢ)^0.95) / (s λᵢ) uᵢ uᵢᵀ from its definition.
 */
function byDefinition(
  k: Matrix,
  y: Matrix,
  chosen: Int32Array,
  pairs: number,
  batches: Int32Array[],
  stepSize: number,
): Matrix {
  const s = chosen.length;
  const sub = zeros(s, s);
  chosen.forEach((a, i) => chosen.forEach((b, j) => sub.set(i, j, k.get(a, b) / s)));
  const { values, vectors } = eigh(sub);
  const p = zeros(s, s);
  const tail = values[s - pairs];
  for (let at = s - pairs + 1; at < s; at++) {
    const weight = (1 - (tail / values[at]) ** 0.95) / (s * values[at]);
    for (let i = 0; i < s; i++) {
      for (let j = 0; j < s; j++) p.data[i * s + j] += weight * vectors.get(i, at) * vectors.get(j, at);
    }
  }
  const alpha = zeros(k.rows, y.cols);
  for (const batch of batches) {
    const f = matmul(k, alpha);
    for (let l = 0; l < y.cols; l++) {
      const g = Array.from(batch, (row) => f.get(row, l) - y.get(row, l));
      const kg = Array.from(chosen, (row) => batch.reduce((sum, b, i) => sum + k.get(row, b) * g[i], 0));
      batch.forEach((row, i) => alpha.set(row, l, alpha.get(row, l) - stepSize * g[i]));
      chosen.forEach((row, i) => {
        const moved = kg.reduce((sum, value, j) => sum + p.get(i, j) * value, 0);
        alpha.set(row, l, alpha.get(row, l) + stepSize * moved);
      });
    }
  }
  return alpha;
}

describe('the preconditioner', () => {
  const gram = kernel.matrix(new Random(1).normalMatrix(60, 4));
  const { values } = eigh(gram);
  const spectrum = Float64Array.from(values)
    .reverse()
    .map((value) => value / 60);

  it('brings the largest eigenvalues down to (λᵢ λ_q^-1)^0.05 times the q-th and leaves the others', () => {
    const { vectors, damping, largest, scale } = eigenProPreconditioner(gram, { pairs: 10 });
    const k = new Matrix(
      60,
      60,
      gram.data.map((value) => value / 60),
    );
    // (I - s V D Vᵀ K/s) has on uᵢ the eigenvalue (λ_q / λᵢ)^0.95.
    const vd = vectors!.clone();
    for (let i = 0; i < vd.data.length; i++) vd.data[i] *= damping[i % 9];
    const flattener = identity(60);
    const removed = matmul(matmul(vd, vectors!, { transB: true }), gram);
    for (let i = 0; i < flattener.data.length; i++) flattener.data[i] -= removed.data[i];
    const flat = matmul(k, flattener);
    const symmetric = new Matrix(
      60,
      60,
      flat.data.map((value, at) => (value + transpose(flat).data[at]) / 2),
    );
    const got = Float64Array.from(eigh(symmetric).values).reverse();
    const want = spectrum
      .map((value, i) => (i < 9 ? value * (spectrum[9] / value) ** 0.95 : value))
      .sort()
      .reverse();
    // Rounding of products of 60 terms of size 1.
    got.forEach((value, i) => expect(Math.abs(value - want[i])).toBeLessThan(1e-13));
    expect(got[0]).toBeCloseTo(largest, 12);
    expect(scale).toBeCloseTo((spectrum[0] / spectrum[9]) ** 0.95, 10);
  });

  it('of one pair is none: the step is 1 / k(x, x) and batches stay small', () => {
    const plain = eigenProPreconditioner(gram, { pairs: 1 });
    expect(plain).toMatchObject({ vectors: undefined, scale: 1, beta: 1 });
    expect(batchSizeFor(plain)).toBe(Math.floor(1 / spectrum[0] + 1));
    expect(stepFor(plain, 1)).toBe(1);
  });

  it('allows larger batches with more pairs', () => {
    const sizes = [1, 5, 10, 20].map((pairs) => batchSizeFor(eigenProPreconditioner(gram, { pairs })));
    sizes.slice(1).forEach((size, i) => expect(size).toBeGreaterThan(sizes[i]));
  });

  it('takes smaller steps a row beyond the batch whose step still grows in proportion', () => {
    const preconditioner = eigenProPreconditioner(gram, { pairs: 10 });
    const most = batchSizeFor(preconditioner);
    expect(stepFor(preconditioner, most - 1)).toBe(1 / preconditioner.beta);
    // 1.98 instead of 2 at the edge, then as 1 / b.
    expect(stepFor(preconditioner, 10 * most)).toBeLessThan(stepFor(preconditioner, most) / 4);
  });
});

describe('eigenPro', () => {
  const { x, y } = problem(70, 4);
  const chosen = new Random(5).choice(70, 30);

  it('takes the steps of its definition, with dense matrices', async () => {
    const batches = [0, 1, 2, 3, 4].map((seed) => new Random(seed).choice(70, 20));
    const options = { kernel, subsample: chosen, pairs: 8, batchSize: 20, epochs: 1, batches: () => batches };
    const [{ alpha, stepSize }] = await all(x, y, options);
    const want = byDefinition(kernel.matrix(x), y, chosen, 8, batches, stepSize);
    expect(gap(alpha, want)).toBeLessThan(1e-12);
  });

  it.each([70 ** 2, 1200, 1])(
    'takes the same steps over all rows, neighbours together, with %i numbers of K held',
    async (held) => {
      const options = { kernel, subsample: chosen, pairs: 8, batchSize: 20, epochs: 3, held, seed: 4 };
      const runs = await all(x, y, options);
      // Blocks of 20, 20, 20 and 10 rows in a new order each epoch.
      const batches = [1, 2, 3].flatMap((epoch) =>
        Array.from(new Random(4).fork(epoch).permutation(4), (block) =>
          Int32Array.from({ length: block === 3 ? 10 : 20 }, (_, i) => 20 * block + i),
        ),
      );
      const k = kernel.matrix(x);
      runs.forEach(({ alpha, stepSize }, e) => {
        const want = byDefinition(k, y, chosen, 8, batches.slice(0, 4 * (e + 1)), stepSize);
        expect(gap(alpha, want)).toBeLessThan(1e-12);
      });
      const [plain] = await all(x, y, { kernel, held, batchSize: 20, subsample: 1, pairs: 1, epochs: 1 });
      expect(plain.alpha.toRows().filter(([a, b]) => a === 0 && b === 0)).toHaveLength(0);
    },
  );

  it('makes one triangle of K once where there is room, and the rest in each epoch', async () => {
    const entries = async (held: number): Promise<number> => {
      let made = 0;
      const counting: Kernel = {
        ...kernel,
        matrix: (a, b = a, options) => {
          made += a.rows * b.rows;
          return kernel.matrix(a, b === a ? undefined : b, options);
        },
      };
      await all(x, y, { kernel: counting, batchSize: 35, subsample: 1, pairs: 1, epochs: 4, held });
      // The subsample's own matrix.
      return made - 1;
    };
    // Blocks (0, 0), (1, 0) and (1, 1); in each epoch both steps use (1, 0).
    expect(await entries(3 * 35 ** 2)).toBe(3 * 35 ** 2);
    expect(await entries(3 * 35 ** 2 - 1)).toBeGreaterThan(3 * 35 ** 2);
    expect(await entries(1)).toBe(4 * 4 * 35 ** 2);
  });

  it.each(['float64', 'float32'] as const)(
    'keeps K in an array that is given, and leaves it to the next solve (%s)',
    async (precision) => {
      const [n, subsample, batchSize] = [1500, 40, 200];
      const large = problem(n, 4, 0, precision);
      const solve = async (held: EigenProOptions['held']): Promise<Matrix> => {
        const options = { kernel, subsample, batchSize, epochs: 2, held };
        return (await all(large.x, large.y, options))[1].alpha;
      };
      const alpha = await solve(n ** 2);
      // What is in it does not matter, and neither does how much longer it is.
      const held = zeros(1, n ** 2, precision).data.fill(NaN);
      const blocks = Array.from({ length: n }, (_, i) =>
        Math.min(n, batchSize * (1 + Math.floor(i / batchSize))),
      );
      const used = n * subsample + blocks.reduce((sum, length) => sum + length, 0);
      for (let k = 0; k < 2; k++) {
        expect((await solve(held)).data).toEqual(alpha.data);
        expect(held.findIndex(Number.isNaN)).toBe(used);
      }
    },
  );

  it('sees each row at most once an epoch and drops the last incomplete batch', async () => {
    const calls: number[] = [];
    const counting: Kernel = {
      ...kernel,
      matrix: (a, b, options) => {
        if (b === x) calls.push(a.rows);
        return kernel.matrix(a, b, options);
      },
    };
    const epochs = await all(x, y, { kernel: counting, batchSize: 20, subsample: 40, epochs: 2 });
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(calls).toEqual(new Array(6).fill(20));
    // The 10 rows of the incomplete batch that are no rows of the subsample are untouched.
    const [one] = await all(x, y, { kernel, batchSize: 20, subsample: 1, pairs: 1, epochs: 1 });
    expect(one.alpha.toRows().filter(([a, b]) => a === 0 && b === 0)).toHaveLength(10);
  });

  it('reaches the interpolant: 20 passes, train MSE below 1e-3, test within 1 % of the direct solution', async () => {
    const train = problem(1500, 20);
    const test = problem(1500, 20, 1);
    const wide = laplace({ bandwidth: 10 });
    const epochs = await all(train.x, train.y, { kernel: wide, subsample: 1000, epochs: 20 });
    const last = epochs[19];
    expect(mse(last.predict(train.x), train.y)).toBeLessThan(1e-3);
    const direct = choleskySolve(cholesky(wide.matrix(train.x)), train.y);
    const want = mse(matmul(wide.matrix(test.x, train.x), direct), test.y);
    expect(Math.abs(mse(last.predict(test.x), test.y) / want - 1)).toBeLessThan(0.01);
  });

  it.each([0, 70 ** 2])('agrees between the precisions, %i numbers of K held', async (held) => {
    const options = { kernel, subsample: 40, pairs: 8, epochs: 5, held };
    const double = (await all(x, y, options))[4];
    const single = (
      await all(...(Object.values(problem(70, 4, 0, 'float32')) as [Matrix, Matrix]), options)
    )[4];
    expect(single.alpha.precision).toBe('float32');
    // float32 carries 7 digits; the points themselves are rounded to them, weights are of size 1.
    expect(gap(double.alpha, single.alpha)).toBeLessThan(1e-4);
  });

  it('is the same for the same seed, and under a metric as on moved points', async () => {
    const options = { subsample: chosen, pairs: 8, epochs: 3, seed: 2 };
    const first = (await all(x, y, { ...options, kernel }))[2];
    expect((await all(x, y, { ...options, kernel }))[2].alpha.data).toEqual(first.alpha.data);
    const factor = new Random(3).normalMatrix(4, 4);
    const moved = matmul(x, factor, { transB: true });
    const wide = gaussian({ bandwidth: 5 });
    const underMetric = (await all(x, y, { ...options, kernel: wide, metric: { factor } }))[2];
    expect(gap(underMetric.alpha, (await all(moved, y, { ...options, kernel: wide }))[2].alpha)).toBeLessThan(
      1e-9,
    );
  });

  it('solves an RFM to what the direct solver gives', async () => {
    const solver = eigenProSolver({ epochs: 400 });
    const iterative: RfmRound[] = [];
    for await (const round of rfmRounds(x, y, { kernel, rounds: 1, solver, normalise: true }))
      iterative.push(round);
    const direct: RfmRound[] = [];
    for await (const round of rfmRounds(x, y, { kernel, rounds: 1, ridge: 0, normalise: true }))
      direct.push(round);
    expect(iterative[0].solve).toMatchObject({ solver: 'eigenpro', ridge: 0 });
    const z = new Random(9).normalMatrix(30, 4);
    // Small eigenvalues converge last and weigh little in predictions of size 1.
    iterative.forEach((round, t) => expect(gap(round.predict(z), direct[t].predict(z))).toBeLessThan(1e-2));
  });
});
