import { dataset } from 'agop/data/dataset';
import { counts, digitsRounds } from 'agop/experiments/rfm/digits-rounds';
import { eightTables } from 'agop/experiments/rfm/eight-tables';
import { forestFolds, svmFolds } from 'agop/experiments/rfm/peer-protocol';
import { pmlbComparison, r2 } from 'agop/experiments/rfm/pmlb-comparison';
import { tabularSettings } from 'agop/experiments/rfm/settings-tabular';
import { pairedDifferences, tableSummary } from 'agop/experiments/rfm/table-summary';
import { describe, expect, it } from 'vitest';

const step = (): void => {};
const row = (set: string, method: string, accuracy: number) => ({ set, method, accuracy });

describe('summaries of tables', () => {
  const rows = [
    row('a', 'p', 80), row('a', 'q', 90), row('a', 'q', 70),
    row('b', 'p', 100), row('b', 'q', 50),
    row('c', 'p', 10),
  ]; // prettier-ignore

  it('are over the sets that all methods have, rows of several seeds by their mean', () => {
    const [p, q] = tableSummary(rows, ['p', 'q']);
    expect(p).toMatchObject({ method: 'p', sets: 2, average: 90, pma: 100, friedmanRank: 1.25 });
    expect(q).toMatchObject({ method: 'q', sets: 2, average: 65, pma: 75, friedmanRank: 1.75 });
  });

  it('pair the methods set by set', () => {
    expect(pairedDifferences(rows, 'p', 'q')).toEqual([
      { set: 'b', difference: 50 },
      { set: 'a', difference: 0 },
    ]);
  });

  it('give R² 1 for the truth and 0 for the mean', () => {
    expect(r2([1, 2, 6], [1, 2, 6])).toBe(1);
    expect(r2([3, 3, 3], [1, 2, 6])).toBe(0);
  });
});

it('pixel counts come back from standardised columns', () => {
  const pixels = [3, 0, 16, 5, 4, 1, 0, 5];
  const standardised = Float64Array.from(pixels, (value, k) => (k % 2 ? 7.5 : 0.3) * value - (k % 2 ? 1 : 9));
  expect(Array.from(counts(standardised, 4))).toEqual([3, 0, 16, 5, 4, 1, 0, 5]);
});

describe.skipIf(!process.env.DATA_MIRROR)('tables of real data', () => {
  it('are eight, with four folds of training rows and others to test', async () => {
    const tables = eightTables(await dataset('uci-121'), 0);
    expect(tables.size).toBe(8);
    for (const { x, folds } of tables.values()) {
      expect(folds).toHaveLength(4);
      for (const { train, test } of folds) {
        expect(train.length + test.length).toBeGreaterThan(x.rows - 4);
        expect(Array.from(train).some((i) => Array.from(test).includes(i))).toBe(false);
      }
    }
  });

  it('are learned by the peers', async () => {
    const iris = eightTables(await dataset('uci-121'), 0).get('iris')!;
    for (const folds of [
      await svmFolds(iris, { costs: [1], gammas: [1] }),
      forestFolds(iris, { trees: 10, seed: 0 }),
    ]) {
      expect(Math.min(...folds)).toBeGreaterThan(0.8);
    }
  });

  it('of PMLB have one score a method, of the task, the same for the same seed', async () => {
    const settings = {
      ...tabularSettings.pmlbComparison.quick,
      sets: ['560_bodyfat', 'phoneme'],
      maxRows: 200,
      trees: 5,
    };
    const run = pmlbComparison(await dataset('tabular-pmlb'));
    const rows = await run(settings, 0, step);
    expect(rows.map(({ task, method }) => `${task}: ${method}`)).toEqual(
      ['regression', 'classification'].flatMap((task) =>
        ['RFM', 'Laplace', 'random forest'].map((m) => `${task}: ${m}`),
      ),
    );
    for (const { score } of rows) expect(score).toBeGreaterThan(0.5);
    expect(await run(settings, 0, step)).toEqual(rows);
  });

  it('digits are read by a kernel on few images', async () => {
    const settings = {
      train: { optical: 300, mnist: 300 },
      test: { optical: 200, mnist: 200 },
      ridge: 1e-3,
      rounds: 1,
    };
    const rows = await digitsRounds(await dataset('uci-121'), await dataset('mnist'))(settings, 0, step);
    expect(rows.map(({ source, round }) => `${source} ${round}`)).toEqual([
      '8 x 8 0',
      '8 x 8 1',
      'MNIST 0',
      'MNIST 1',
    ]);
    for (const { accuracy } of rows) expect(accuracy).toBeGreaterThan(0.7);
  });
});
