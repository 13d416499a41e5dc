import { accuracy } from 'agop/experiments/rfm/accuracy';
import type { SplitTable } from 'agop/experiments/rfm/split-table';
import { stoppedEigenPro, validatedEigenPro } from 'agop/experiments/rfm/uci-eigenpro';
import { uciProtocol } from 'agop/experiments/rfm/uci-protocol';
import { ridgeSolver } from 'agop/features/rfm/ridge-solver';
import type { Problem } from 'agop/features/rfm/solver';
import { laplace } from 'agop/kernels/laplace';
import { matmul } from 'agop/linalg/matmul';
import { type Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { describe, expect, it } from 'vitest';

const kernel = laplace({ bandwidth: 10 });
const n = 160;
const way = { epochs: 60, subsample: 80, held: n ** 2 };

/** Classes by the sign of x₀x₁, which M has to find among six inputs; quarters as folds. */
function product(): SplitTable {
  const x = new Random(3).normalMatrix(n, 6);
  const labels = Array.from({ length: n }, (_, i) => Number(x.get(i, 0) * x.get(i, 1) > 0));
  const rows = Array.from({ length: n }, (_, i) => i);
  const folds = [0, 1, 2, 3].map((k) => ({
    train: rows.filter((i) => i % 4 !== k),
    test: rows.filter((i) => i % 4 === k),
  }));
  const tuning = { train: rows.filter((i) => i % 2 === 0), validation: rows.filter((i) => i % 2 === 1) };
  return { x, labels, classes: 2, tuning, folds };
}

function problem(): Problem {
  const { x, labels } = product();
  const y = zeros(n, 2);
  for (let i = 0; i < n; i++) y.set(i, labels[i], 1);
  const gram = (): Matrix => kernel.matrix(x);
  return { x, y, kernel, metric: undefined, ridge: 0, gram, upperGram: gram };
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const z = new Random(5).normalMatrix(200, 6);
const outputs = (alpha: Matrix): Matrix => matmul(kernel.matrix(z, problem().x), alpha);

describe('EigenPro in the UCI protocol', () => {
  it('tends to the exact solve, whether kernel matrices are held or made again in each pass', async () => {
    const exact = outputs((await ridgeSolver(problem())).alpha);
    const gap = async (held: number, epochs: number): Promise<number> => {
      const { alpha } = await stoppedEigenPro({ ...way, held }, [epochs])(problem());
      const f = outputs(alpha);
      return Math.max(...f.data.map((value, k) => Math.abs(value - exact.data[k])));
    };
    for (const held of [n ** 2, 0]) {
      expect(await gap(held, 400)).toBeLessThan(0.02);
      expect(await gap(held, 400)).toBeLessThan(0.5 * (await gap(held, 20)));
    }
  });

  it('stops at the epoch that validates best, which a run of so many epochs repeats', async () => {
    const t = new Random(7).normalMatrix(90, 6);
    const labels = Uint8Array.from({ length: 90 }, (_, i) => Number(t.get(i, 0) * t.get(i, 1) > 0));
    const reached = (alpha: Matrix): number => accuracy(matmul(kernel.matrix(t, problem().x), alpha), labels);
    let epoch = 0;
    const best = await validatedEigenPro(way, { x: t, labels }, (found) => (epoch = found))(problem());
    for (let other = 1; other <= way.epochs; other++) {
      const { alpha } = await stoppedEigenPro(way, [other])(problem());
      if (other < epoch) expect(reached(alpha)).toBeLessThan(reached(best.alpha));
      else expect(reached(alpha)).toBeLessThanOrEqual(reached(best.alpha));
      if (other === epoch) expect(alpha.data).toEqual(best.alpha.data);
    }
  });

  it('gives a large table what the solves give it, without a ridge', async () => {
    const grid = { bandwidth: 10, ridges: [1e-3, 1e-5], unitRows: [false, true], rounds: 2 };
    const exact = await uciProtocol(product(), grid);
    const passes = await uciProtocol(product(), { ...grid, large: { ...way, above: n - 1 } });
    expect(passes.trials.map(({ ridge, unitRows }) => [ridge, unitRows])).toEqual([[null, false], [null, true]]); // prettier-ignore
    expect(passes.rfm.round).toBeGreaterThan(0);
    expect(passes.rfm.epochs).toHaveLength(passes.rfm.round + 1);
    expect(passes.laplace.epochs).toHaveLength(1);
    for (const method of ['published', 'leakFree', 'laplace'] as const)
      expect(Math.abs(mean(passes.folds[method]) - mean(exact.folds[method]))).toBeLessThan(0.08);
    expect(mean(passes.folds.published)).toBeGreaterThan(mean(passes.folds.laplace));
  });

  it('leaves smaller tables to the solves', async () => {
    const grid = { bandwidth: 10, ridges: [1], unitRows: [false], rounds: 1 };
    const { rfm } = await uciProtocol(product(), { ...grid, large: { ...way, above: n } });
    expect([rfm.ridge, rfm.epochs]).toEqual([1, []]);
  });
});
