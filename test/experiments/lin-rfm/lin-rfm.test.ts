import { describe, expect, it } from 'vitest';
import * as lin from 'agop/experiments/lin-rfm';
import { powerOf } from 'agop/experiments/lin-rfm/local-order';
import { median, medianError } from 'agop/experiments/summary';
import { norm } from 'agop/linalg/norm';
import { svd } from 'agop/linalg/svd';
import { Random } from 'agop/linalg/random';

const step = (): void => {};

describe('problems', () => {
  it('have exactly the rank, the number of entries and the scale that are asked for', () => {
    const { truth, omega, oversampling } = lin.completionProblem(
      { d: 20, rank: 3, count: 150 },
      new Random(1),
    );
    const { s } = svd(truth);
    expect(s[2]).toBeGreaterThan(0.1);
    expect(s[3]).toBeLessThan(1e-12 * s[0]);
    expect(omega.values.length).toBe(150);
    expect(norm(truth) ** 2).toBeCloseTo(400, 9);
    expect(oversampling).toBeCloseTo(150 / 111, 12);
  });

  it('measure the hidden error over hidden entries alone, also of a transposed estimate', () => {
    const problem = lin.completionProblem({ d: 6, rank: 1, count: 10 }, new Random(2));
    const z = problem.truth.clone();
    for (let k = 0; k < 36; k++) z.data[k] += 1;
    const { start, columns } = problem.omega;
    for (let i = 0; i < 6; i++) for (let k = start[i]; k < start[i + 1]; k++) z.data[i * 6 + columns[k]] -= 1;
    expect(lin.hiddenMse(problem, z)).toBeCloseTo(1, 12);
  });

  it('give the first rows of the same design to a smaller sample of one seed', () => {
    const [few, many] = [5, 9].map((n) =>
      lin.sparseProblem({ n, d: 7, k: 2, values: 'ones' }, new Random(3)),
    );
    expect(Array.from(few.y)).toEqual(Array.from(many.y.subarray(0, 5)));
    expect(many.beta.reduce((a, b) => a + b)).toBe(2);
  });
});

describe('experiments', () => {
  it('give the same rows for the same seed, to the bit, and others for another', async () => {
    const settings = { ...lin.settings.completionCurve.quick, counts: [400] };
    const [a, b, c] = [
      await lin.completionCurve(settings, 0, step),
      await lin.completionCurve(settings, 0, step),
      await lin.completionCurve(settings, 1, step),
    ];
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
  });

  it('show the order 4 alpha in 1200 digits, also for powers that are not whole', async () => {
    const rows = await lin.localOrder(lin.settings.localOrder.quick, 0, step);
    for (const { alpha, order } of rows) expect(Math.abs(order - 4 * alpha)).toBeLessThan(0.1);
  });

  it.each([
    [2, 4, 3],
    [0.3, 6, 5],
    [1.7, 3, 1],
    [0, 4, 3],
  ])('raise %f to %i/%i as Math.pow does', (value, p, q) => {
    expect(powerOf(value, p, q)).toBeCloseTo(value ** (p / q), 13);
  });

  it('end the authors run below the target that they report as reached', async () => {
    const settings = { ...lin.settings.timeToTarget.quick, sizes: [{ d: 60, rank: 2, count: 1200 }] };
    for (const row of await lin.timeToTarget(settings, 0, step)) expect(row.reached).toBe(1);
    const cut = await lin.timeToTarget({ ...settings, maxIterations: 2 }, 0, step);
    for (const row of cut) expect(row).toMatchObject({ reached: 0, iterations: 2 });
  });

  it('report an interrupt of the step to the caller and free their memory', async () => {
    const { heap } = await import('agop/elementwise/heap');
    const before = heap.used;
    const stop = (): never => {
      throw new Error('interrupted');
    };
    await expect(lin.scheduleAndSide(lin.settings.scheduleAndSide.quick, 0, stop)).rejects.toThrow(
      'interrupted',
    );
    expect(heap.used).toBe(before);
  });
});

describe('the real-data panel', () => {
  it.skipIf(!process.env.DATA_MIRROR)(
    'beats the biases on held-out ratings with lin-RFM and the nuclear norm',
    async () => {
      const { dataset } = await import('agop/data/dataset');
      const settings = {
        ...lin.settings.movieRatings.quick,
        minRatings: 100,
        alphas: [0.5],
        ridges: [0.1],
        lambdas: [10],
      };
      const rows = await lin.movieRatings(await dataset('ml-latest-small'))(settings, 0, step);
      const [bias, nuclear, linRfm] = lin.chosenByValidation(rows).map((row) => row.test);
      expect(nuclear).toBeLessThan(bias);
      expect(linRfm).toBeLessThan(bias);
    },
  );
});

describe('summaries', () => {
  it('take the mean of the middle two, and NaN of nothing, which no claim accepts', () => {
    expect(median([3, 1, 2, 10])).toBe(2.5);
    expect(medianError([{ error: 1, method: 'a' }], { method: 'b' })).toBeNaN();
  });
});
