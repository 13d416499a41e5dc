import { dataset } from 'agop/data/dataset';
import { accuracy } from 'agop/experiments/rfm/accuracy';
import { hasZeroRow, split, unitRows, type SplitTable } from 'agop/experiments/rfm/split-table';
import { tabularSettings } from 'agop/experiments/rfm/settings-tabular';
import { uciProtocol } from 'agop/experiments/rfm/uci-protocol';
import { largeUciSets, smallUciSets, uciSets } from 'agop/experiments/rfm/uci-sets';
import { uciParts, uciTable } from 'agop/experiments/rfm/uci-table';
import { fromRows, Matrix } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { describe, expect, it } from 'vitest';

const grid = { bandwidth: 10, ridges: [1, 0.01], unitRows: [true, false], rounds: 2 };

/** Classes by the sign of x₀x₁, which M has to find among six inputs; quarters as folds. */
function product(n: number, edit: (x: Matrix) => void = () => {}): SplitTable {
  const x = new Random(3).normalMatrix(n, 6);
  edit(x);
  const labels = Array.from({ length: n }, (_, i) => Number(x.get(i, 0) * x.get(i, 1) > 0));
  const rows = Array.from({ length: n }, (_, i) => i);
  return {
    x,
    labels,
    classes: 2,
    tuning: { train: rows.filter((i) => i % 2 === 0), validation: rows.filter((i) => i % 2 === 1) },
    folds: [0, 1, 2, 3].map((k) => ({
      train: rows.filter((i) => i % 4 !== k),
      test: rows.filter((i) => i % 4 === k),
    })),
  };
}

describe('accuracy', () => {
  it('takes the first of equal outputs, as the far field of one-hot targets gives them', () => {
    const outputs = fromRows([[0, 0], [0, 1], [2, 1], [-1, -1]]); // prettier-ignore
    expect(accuracy(outputs, [0, 1, 0, 1])).toBe(0.75);
  });
});

describe('splits', () => {
  it('are the rows that they name, with one-hot targets', () => {
    const table = { ...product(4), x: fromRows([[1, 2], [3, 4], [5, 6], [7, 8]]), labels: [0, 2, 1, 2], classes: 3 }; // prettier-ignore
    const { train, test } = split(table, [3, 0], [1]);
    expect(train.x.toRows()).toEqual([[7, 8], [1, 2]]); // prettier-ignore
    expect(train.y.toRows()).toEqual([[0, 0, 1], [1, 0, 0]]); // prettier-ignore
    expect(test.x.toRows()).toEqual([[3, 4]]);
    expect(Array.from(test.labels)).toEqual([2]);
  });

  it('get rows of length one by a copy', () => {
    const x = fromRows([[3, 4], [0, 2]]); // prettier-ignore
    expect(unitRows(x).toRows()).toEqual([[0.6, 0.8], [0, 1]]); // prettier-ignore
    expect(x.get(0, 0)).toBe(3);
    expect(hasZeroRow(x)).toBe(false);
    expect(hasZeroRow(fromRows([[1, 0], [0, 0]]))).toBe(true); // prettier-ignore
  });
});

describe('the UCI protocol', () => {
  it('keeps the first setting and round of the best validation accuracy', async () => {
    const { trials, rfm, laplace } = await uciProtocol(product(120), grid);
    expect(trials.map(({ ridge, unitRows }) => [ridge, unitRows])).toEqual([[1, true], [1, false], [0.01, true], [0.01, false]]); // prettier-ignore
    const reached = trials.flatMap((trial) =>
      trial.validation.map((validation, round) => ({ ...trial, validation, round })),
    );
    const first = (of: typeof reached) => {
      const best = Math.max(...of.map(({ validation }) => validation));
      return of.find(({ validation }) => validation === best)!;
    };
    for (const [got, want] of [
      [rfm, first(reached)],
      [laplace, first(reached.filter(({ round }) => round === 0))],
    ] as const) {
      expect([got.ridge, got.unitRows, got.round]).toEqual([want.ridge, want.unitRows, want.round]);
      expect(got.validation).toBe(want.validation);
    }
  });

  it('learns what the plain kernel does not, and takes its M to the folds or learns it there again', async () => {
    const { rfm, laplace, folds } = await uciProtocol(product(240), { ...grid, rounds: 4 });
    const mean = (of: number[]): number => of.reduce((a, b) => a + b, 0) / of.length;
    expect(rfm.round).toBeGreaterThan(0);
    expect(laplace.metric).toBeUndefined();
    expect(mean(folds.leakFree)).toBeGreaterThan(mean(folds.laplace) + 0.05);
    expect(folds.published).not.toEqual(folds.leakFree);
  });

  it('is the plain kernel machine, leak or not, where there are no rounds', async () => {
    const { rfm, laplace, folds } = await uciProtocol(product(80), { ...grid, rounds: 0 });
    expect(rfm).toEqual(laplace);
    expect(folds.published).toEqual(folds.laplace);
    expect(folds.leakFree).toEqual(folds.laplace);
  });

  it('leaves rows as they are where one is 0 and has no direction', async () => {
    const { trials } = await uciProtocol(
      product(40, (x) => x.row(7).fill(0)),
      grid,
    );
    expect(trials.map(({ unitRows }) => unitRows)).toEqual([false, false]);
  });
});

// The archive is not downloaded for a test.
describe.skipIf(!process.env.DATA_MIRROR)('the UCI table', () => {
  it('names each set of the archive once, by its size', async () => {
    const uci = await dataset('uci-121');
    expect([...uciSets, ...largeUciSets].sort()).toEqual([...uci.names].sort());
    const counts = (names: readonly string[]): number[] => names.map((name) => uci.set(name).train.count);
    expect(Math.max(...counts(smallUciSets))).toBeLessThanOrEqual(1000);
    const middle = counts(uciSets.slice(smallUciSets.length));
    expect(Math.min(...middle)).toBeGreaterThan(1000);
    expect(Math.max(...middle)).toBeLessThanOrEqual(10_000);
    expect(Math.min(...counts(largeUciSets))).toBeGreaterThan(10_000);
  });

  it('has the same rows in parts as at once, and one of each method a set', async () => {
    const uci = await dataset('uci-121');
    const settings = { ...tabularSettings.uciTable.quick, sets: ['lenses', 'fertility'] };
    const run = uciTable(uci);
    const step = (): void => {};
    const whole = await run(settings, 0, step);
    const parts = await Promise.all(uciParts(settings).map((part) => run(part, 0, step)));
    expect(parts.flat()).toEqual(whole);
    expect(whole.map(({ set, method }) => `${set}: ${method}`)).toEqual(
      settings.sets.flatMap((set) =>
        ['RFM', 'RFM, leak-free', 'Laplace'].map((method) => `${set}: ${method}`),
      ),
    );
  });
});

it('large sets are one piece of the settings, the first, and all others each one of its own', () => {
  const sets = ['wine', 'adult', 'iris', 'connect-4'];
  const pieces = (some: string[]): (readonly string[])[] =>
    uciParts({ ...tabularSettings.uciTable.paper, sets: some }).map((piece) => piece.sets);
  expect(pieces(sets)).toEqual([['adult', 'connect-4'], ['wine'], ['iris']]);
  expect(pieces(['wine', 'iris'])).toEqual([['wine'], ['iris']]);
});
