import { describe, expect, it } from 'vitest';
import { tabularMetrics } from 'agop/learners/tabular-metrics';
import { fromRows } from 'agop/linalg/matrix';

describe('tabularMetrics', () => {
  it('gives what a hand gives: two methods that share a data set each and tie in the third', () => {
    const [a, b] = tabularMetrics(
      fromRows([
        [100, 47.25, 80],
        [90, 50, 80],
      ]),
    );
    expect(a.average).toBeCloseTo(227.25 / 3, 12);
    expect(a.pma).toBeCloseTo((100 + 94.5 + 100) / 3, 12);
    expect([a.p90, b.p90]).toEqual([100, 100]);
    expect(a.p95).toBeCloseTo(200 / 3, 12);
    expect([a.friedmanRank, b.friedmanRank]).toEqual([1.5, 1.5]);
    expect(b.pmaDeviation).toBeCloseTo(Math.sqrt((2 * (10 / 3) ** 2 + (20 / 3) ** 2) / 3), 12);
  });

  it('gives ties their average rank, so that ranks have the same sum in each data set', () => {
    const rows = tabularMetrics(fromRows([[70], [90], [90], [90], [50]]));
    expect(rows.map(({ friedmanRank }) => friedmanRank)).toEqual([4, 2, 2, 2, 5]);
  });

  it('changes with the methods in the table: the best is theirs', () => {
    const alone = tabularMetrics(fromRows([[80, 60]]))[0];
    expect(alone).toMatchObject({ pma: 100, p95: 100, friedmanRank: 1, averageDeviation: 10 });
    const [beside] = tabularMetrics(
      fromRows([
        [80, 60],
        [100, 60],
      ]),
    );
    expect(beside).toMatchObject({ pma: 90, p90: 50, friedmanRank: 1.75 });
  });
});
