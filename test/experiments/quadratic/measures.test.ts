import * as charts from 'agop/experiments/quadratic/charts';
import * as measure from 'agop/experiments/quadratic/measures';
import { expect, test } from 'vitest';

type Sweep = Parameters<typeof measure.shownAs>[1][number];

const row = (seed: number, model: Sweep['model'], ratio: number, testLoss: number | null): Sweep => ({
  seed,
  model,
  ratio,
  testLoss,
  accuracy: testLoss,
  diverged: testLoss === null ? 1 : 0,
});

const sweep = [0, 1].flatMap((seed) => [
  row(seed, 'network', 0.9, 2),
  row(seed, 'network', 1.1, 1),
  row(seed, 'network', 1.5, 1.5 + seed),
  row(seed, 'quadratic model', 0.9, 4),
  row(seed, 'quadratic model', 1.1, seed === 0 ? 3 : null),
  row(seed, 'quadratic model', 1.5, 1 + seed),
  row(seed, 'linear model', 0.9, 2.5),
  row(seed, 'linear model', 1.1, null),
  row(seed, 'linear model', 2.5, 1),
]);

test('a figure of sweeps has the converged runs up to r = 1.5, under the name of their task', () => {
  const shown = measure.shownAs('digits', sweep);
  expect(shown).toHaveLength(13);
  expect(new Set(shown.map((one) => one.task))).toEqual(new Set(['digits']));
});

test('a gain is the best loss above the critical rate over the best below; a diverged run is never best', () => {
  expect(measure.gains(sweep)).toEqual([0.5, 0.5, 0.25, 0.5]);
  const shown = measure.shownAs('digits', sweep);
  expect(measure.taskGains(shown)).toEqual([
    { name: 'digits, network', got: 0.5 },
    { name: 'digits, quadratic model', got: 1.5 / 4 },
  ]);
});

test('gaps to the network are relative, at r = 0.9 and by seed', () => {
  expect(measure.gapsToNetwork(sweep, 'quadratic model')).toEqual([1, 1]);
  expect(measure.taskGaps(measure.shownAs('digits', sweep)).map(({ got }) => got)).toEqual([1, 0.25]);
});

test('linear models that survive r = 1.1 are counted, and what diverged is a share', () => {
  expect(measure.linearSurvivors(sweep)).toBe(0);
  expect(measure.linearSurvivors([...sweep, row(2, 'linear model', 1.1, 9)])).toBe(1);
  expect(measure.divergedShare(sweep, 'quadratic model', 1.1)).toBe(0.5);
});

test('runs are split by seed first, then by each column', () => {
  const runs = measure.runsOf(sweep, 'model');
  expect(runs.map(([{ seed, model }]) => `${seed} ${model}`).slice(1, 4)).toEqual([
    '0 quadratic model',
    '0 linear model',
    '1 network',
  ]);
  expect(measure.runsOf(sweep)).toHaveLength(2);
});

test('a path rises where u is larger than before', () => {
  const path = [1, 2, 1, 1, 3].map((u, step) => ({ u, step }));
  expect(measure.rises(path).map(({ step }) => step)).toEqual([1, 4]);
});

test('along the top eigenvector only the residual terms of a large loss count', () => {
  const losses = [1, 10, 100, 4, 1];
  const run = losses.map((loss, step) => ({
    model: 'network' as const,
    step,
    loss,
    top: 0.5 * loss,
    residualTerm: step,
    kernelTerm: 3 * loss,
  }));
  const terms = measure.directionTerms([run]);
  expect(terms.residual).toEqual([1, 2]);
  expect(terms.correlations[0]).toBeCloseTo(1, 12);
  expect(terms.shares).toEqual([0.5]);
});

test('spreads over widths are those of one run, and slopes those of a power law', () => {
  const run = [128, 2048].map((width, k) => ({
    model: 'network' as const,
    width,
    peak: 2 + k,
    sharpness: 0.5 + 0.25 * k,
    steps: 1,
    diverged: 0,
  }));
  expect(measure.relativeSpreads([run], 'peak')).toEqual([0.5]);
  expect(measure.spreads([run], 'sharpness')).toEqual([0.25]);
  const lengths = [128, 512, 2048].map((width) => ({ width, ratio: 1, distance: width ** 0.5, loss: 0 }));
  expect(measure.distanceSlope(lengths, 1)).toBeCloseTo(0.5, 12);
});

test('the universal curve is that of the map between 1.5 and 3, with the ends of networks as points', () => {
  const end = (v0: number) => ({
    part: 'end' as const,
    v0,
    step: 1,
    u: 0,
    v: 0,
    ratio: 0.4,
    peak: 1,
    diverged: 0,
  });
  const width = { model: 'network' as const, width: 9, peak: 1, sharpness: 0.3, steps: 1, diverged: 0 };
  expect(charts.universalCurve([end(1), end(2), end(3.5)], [width], []).rows).toEqual([
    { v0: 2, ratio: 0.4, what: 'map' },
    { v0: 2.8, ratio: 0.3, what: 'network' },
  ]);
});
