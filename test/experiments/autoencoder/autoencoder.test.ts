import { dataset } from 'agop/data/dataset';
import * as ae from 'agop/experiments/autoencoder';
import { signatureCosines } from 'agop/experiments/autoencoder/drug-signatures';
import { turnedCosine } from 'agop/experiments/autoencoder/two-gaussians';
import { fromRows } from 'agop/linalg/matrix';
import { expect, test } from 'vitest';

const step = (): void => {};
const surrogate = { d: 12, words: 120, relations: 3, pairs: 6, rated: 60 };

test('singular values go to the stretching law, and twice the rate doubles the drift', async () => {
  const small = { d: 3, n: 6, data: 5, steps: 6000, start: 'covariance' as const, states: 10 };
  const end = async (learningRate: number, steps: number): Promise<{ drift: number; gap: number }> => {
    const rows = await ae.stretchingLaw({ ...small, learningRate, steps }, 0, step);
    const last = rows.filter((row) => row.step === steps);
    return {
      drift: last[0].drift!,
      gap: Math.max(...last.map((row) => Math.abs(row.value! - row.predicted))),
    };
  };
  const [a, b] = [await end(1e-3, 40_000), await end(2e-3, 20_000)];
  expect(a.gap).toBeLessThan(0.01);
  expect(b.drift / a.drift).toBeGreaterThan(1.7);
  expect(b.drift / a.drift).toBeLessThan(2.5);
});

test('stretching adds cosines as velocities add', () => {
  const gamma = turnedCosine(0, [3, 1]);
  expect(gamma).toBeCloseTo(0.8, 14);
  expect(turnedCosine(0.5, [3, 1])).toBeCloseTo((0.5 + gamma) / (1 + 0.5 * gamma), 14);
  expect(turnedCosine(0.2, [3, 1], 0)).toBe(0.2);
  expect(turnedCosine(-0.2, [3, 1], 100)).toBeCloseTo(1, 12);
  expect(() => turnedCosine(2, [3, 1])).toThrow('turnedCosine: cosine is 2');
  expect(() => turnedCosine(0, [1, 3])).toThrow('eigenvalues are 1 and 3');
});

test('made-up words align as the degree grows, and the same seed makes the same words', async () => {
  const words = ae.wordSurrogate(surrogate, 1);
  expect(ae.wordSurrogate(surrogate, 1).x.data).toEqual(words.x.data);
  const rows = await ae.wordStretch(words)({ degrees: [0, 2, 5], shown: [2] }, 0, step);
  const sizes = rows.filter(({ part }) => part === 'space').map(({ meanSize }) => meanSize);
  expect(sizes[1]).toBeGreaterThan(sizes[0]);
  expect(sizes[2]).toBeGreaterThan(sizes[1]);
  expect(rows.filter(({ part }) => part === 'question')).toHaveLength(words.questions.length);
});

test('networks, alternatives, maps and the designer give finite rows', async () => {
  const words = ae.wordSurrogate(surrogate, 2);
  const nets = {
    nets: [{ activation: 'leakyRelu' as const, width: 14, start: 'degree 2' as const }],
    learningRate: 0.01,
    momentum: 0.9,
    batchSize: 50,
    epochs: 4,
    every: 2,
  };
  const runs = [
    await ae.wordNetworks(words)(nets, 0, step),
    await ae.alternativesToStretching(words)({ degrees: [2] }, 0, step),
    await ae.topDirectionFrequency(words)({ count: 50 }, 0, step),
    await ae.oppositesMap(words)({ category: 'relation 1', degrees: [0, 2] }, 0, step),
    await ae.alignmentInTime(words)({ starts: ['degree 2'], times: [0.1, 10] }, 0, step),
    await ae.stretchDesigner(words)({ stretches: [1, 10] }, 0, step),
  ];
  for (const rows of runs) {
    expect(rows.length).toBeGreaterThan(1);
    for (const value of rows.flatMap((row) => Object.values(row))) {
      if (typeof value === 'number') expect(value).toSatisfy(Number.isFinite);
    }
  }
});

test('a drug that shifts both cells alike has cosine 1, and a cell without controls is refused', () => {
  const profiles = fromRows([
    [0, 0],
    [5, 1],
    [1, 2],
    [6, 3],
    [-1, 0],
  ]);
  const labels = [
    { cell: 0, drug: -1 },
    { cell: 1, drug: -1 },
    { cell: 0, drug: 4 },
    { cell: 1, drug: 4 },
    { cell: 0, drug: 7 },
  ];
  expect(signatureCosines(profiles, labels)).toEqual([{ drug: 4, cosine: expect.closeTo(1, 12) }]);
  expect(() => signatureCosines(profiles, labels.slice(2))).toThrow('labels have no control in cell 0');
});

test('real signatures and words give the published counts', async ({ skip }) => {
  if (!process.env.DATA_MIRROR) skip('DATA_MIRROR is not set');
  const rows = await ae.l1000Stretch(await dataset('l1000'))({ degrees: [0] }, 0, step);
  expect(new Set(rows.map(({ drug }) => drug))).toEqual(
    new Set(['vemurafenib', 'atorvastatin', 'venlafaxine']),
  );
  const [glove, analogies, rated] = [
    await dataset('glove'),
    await dataset('word-analogy'),
    await dataset('word-similarity'),
  ];
  const words = ae.coveredWords(glove, analogies.questions, { MEN: rated.MEN });
  expect(words.questions).toHaveLength(3130);
  expect(words.rated.MEN.pairs).toHaveLength(1478);
});

test('units along orthogonal samples end at the law of one sample, and every unit keeps |b|² - |a|²', async () => {
  const runs = (['relu', 'leakyRelu'] as const).flatMap((activation) => [
    { activation, neurons: 1, start: 'along' as const },
    { activation, neurons: 3, start: 'any' as const },
  ]);
  const settings = { d: 8, etas: [1, 2], runs, learningRate: 0.05, steps: 4000 };
  const rows = await ae.severalSamples(settings, 3, step);
  expect(rows).toHaveLength(8);
  for (const { after, law, drift } of rows) {
    // Both deviations are of the size of the rate.
    if (law !== null) expect(Math.abs(after / law - 1)).toBeLessThan(2e-3);
    expect(drift).toBeLessThan(1e-2);
  }
  expect(rows.filter(({ law }) => law !== null)).toHaveLength(4);
});

test('networks on a table of signatures are measured along their training', async () => {
  const values = Float64Array.from({ length: 5 * 6 }, (_, i) => Math.sin(3 * i));
  const columns = ['a', 'b', 'c', 'd', 'e', 'f'];
  const columnFields = {
    pert_iname: ['x', 'x', 'x', 'y', 'y', 'y'],
    cell_id: ['1', '2', '3', '1', '2', '2'],
  };
  const table = { rows: ['1', '2', '3', '4', '5'], columns, rowFields: {}, columnFields, values };
  const settings = {
    activations: ['linear' as const],
    learningRate: 0.1,
    momentum: 0.9,
    epochs: 4,
    every: 2,
  };
  const rows = await ae.drugNetworks(table as never)(settings, 0, step);
  expect(rows.map(({ activation, drug, epoch }) => `${activation} ${drug} ${epoch}`)).toEqual([
    'original x 0',
    'original y 0',
    ...[0, 2, 4].flatMap((epoch) => [`linear x ${epoch}`, `linear y ${epoch}`]),
  ]);
  for (const { meanSize } of rows) expect(meanSize).toBeLessThanOrEqual(1 + 1e-12);
});
