import { screeningTable } from 'agop/experiments/ntk-completion/charts';
import * as measure from 'agop/experiments/ntk-completion/measures';
import { expect, test } from 'vitest';

test('the slope in the width is that of mean errors: of width^(-1/2) with equal errors around it, -1/2', () => {
  const rows = [100, 400, 1600].flatMap((width) =>
    [0.9, 1.1].map((factor, seed) => ({ width, error: factor / Math.sqrt(width), trainError: 0, seed })),
  );
  expect(measure.widthSlope(rows)).toBeCloseTo(-0.5, 12);
});

test('the lead of the best prior is a difference of means over screens', () => {
  const row = (method: string, r2: number) => ({ method, r2, cosine: 2 * r2, pearson: 0 });
  const rows = [row(measure.bestPrior, 0.5), row(measure.bestPrior, 0.7), row('DNPP', 0.4), row('DNPP', 0.2)];
  expect(measure.lead(rows, 'DNPP')).toBeCloseTo(0.3, 12);
  expect(measure.lead(rows, 'DNPP', 'cosine')).toBeCloseTo(0.6, 12);
  expect(measure.lead(rows, 'no such method')).toBeNaN();
  const table = screeningTable([{ depth: 0, r2: 0.1, cosine: 0.2 }], { 'few drugs': rows });
  expect(table.map((line) => line.setting)).toEqual(['linear kernel', 'few drugs', 'few drugs']);
  expect(table[2]).toMatchObject({ method: 'DNPP', 'R²': expect.closeTo(0.3, 12) as number });
});

test('gains over the biases compare within a split', () => {
  const row = (prior: string, rmse: number, seed: number) => ({
    ...{ prior, rmse, seed },
    ...{ movies: 1, users: 1, ratings: 1 },
  });
  const rows = [0, 1].flatMap((seed) => [
    row('none: biases alone', 0.9 + seed, seed),
    row('genres', 0.88 + seed, seed),
  ]);
  measure.ratingGains(rows, 'genres').forEach((gain) => expect(gain).toBeCloseTo(0.02, 12));
});

test('epochs to a training error are those of the first row below it, or all', () => {
  const rows = [0.5, 0.05, 0.005].map((trainError, epoch) => ({
    ...{ method: 'EigenPro' as const, pairs: 1 },
    ...{ trainError, epoch },
  }));
  expect(measure.epochsTo(rows, 'EigenPro', 0.05)).toBe(1);
  expect(measure.epochsTo(rows, 'EigenPro', 1e-9)).toBe(3);
});

test('the loss of tuning is the best PSNR of missing pixels less that of the design chosen', () => {
  const row = (picture: string, leaveOneOut: number, missing: number) => ({
    ...{ picture, scales: 1, convolutions: 1, window: 3 },
    ...{ leaveOneOut, missing },
  });
  const rows = [row('a', 20, 18), row('a', 21, 17), row('b', 20, 19), row('b', 19, 18)];
  expect(measure.tuningLoss(rows)).toBeCloseTo(0.5, 12);
});

test('the CNTK in a hole is the one with five scales', () => {
  const row = (method: string, scales: number, psnr: number) => ({
    ...{ picture: 'vase', hole: 0.2 },
    ...{ method, scales, psnr },
  });
  expect(
    measure.holeLead([row('CNTK', 3, 1), row('CNTK', 5, 9), row('harmonic', 0, 7)], 'vase', 'harmonic'),
  ).toBe(2);
});

test('columns whose prior is orthogonal to all others are the shrunken mean', () => {
  expect(measure.blindGap({ rows: 12, columns: 2 })).toBeLessThan(1e-10);
});
