import { gramSpectrum, oneDataSet } from 'agop/experiments/tour';
import { expect, test } from 'vitest';

const settings = {
  ...{ n: 60, d: 6, width: 150, test: 100, below: 0.5, above: 1.8, steps: 200 },
  ...{ rounds: 2, bandwidth: 4, iterations: 20 },
};

test('six learners of one data set: normalised AGOPs, a spike where there is a catapult, features found', async () => {
  const rows = await oneDataSet(settings, 1, () => {});
  const byLearner = new Map<string, typeof rows>();
  for (const row of rows) byLearner.set(row.learner, [...(byLearner.get(row.learner) ?? []), row]);
  expect(byLearner.size).toBe(6);
  for (const entries of byLearner.values()) {
    expect(entries).toHaveLength(36);
    const trace = entries.filter(({ i, j }) => i === j).reduce((sum, { agop }) => sum + agop, 0);
    expect(trace).toBeCloseTo(1, 12);
    // Differences of one step, both sides: symmetric to rounding.
    for (const { i, j, agop } of entries) expect(agop).toBe(entries[j * 6 + i].agop);
  }
  const [start, below, catapult, quadratic, rfm, lin] = [...byLearner.values()].map(([first]) => first);
  expect(start.spike).toBe(1);
  expect(below.spike).toBe(1);
  expect(Math.min(catapult.spike, quadratic.spike)).toBeGreaterThan(1);
  for (const learnt of [below, catapult, quadratic, rfm])
    expect(learnt.alignment).toBeGreaterThan(start.alignment);
  // 60 measurements of a rank-two matrix with 21 entries of its own: found to the ridge.
  expect(lin.error).toBeLessThan(1e-3);
  expect(await oneDataSet(settings, 1, () => {})).toEqual(rows);
});

test('the histogram of a spectrum holds all eigenvalues, and so does the law', () => {
  const rows = gramSpectrum({ n: 100, d: 300, bins: 20 }, 0);
  const mass = (key: 'measured' | 'law'): number =>
    rows.reduce((sum, row) => sum + row[key] * (row.to - row.from), 0);
  expect(mass('measured')).toBeCloseTo(1, 12);
  // The midpoint rule at the edges of the law.
  expect(mass('law')).toBeCloseTo(1, 3);
});
