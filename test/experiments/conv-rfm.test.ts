import * as conv from 'agop/experiments/conv-rfm';
import { houseWorld } from 'agop/experiments/conv-rfm/house-numbers';
import { noisyWorld } from 'agop/experiments/conv-rfm/noisy-digits';
import { Random } from 'agop/linalg/random';
import { expect, test } from 'vitest';

const step = (): void => {};
const { settings } = conv;

/** Pictures in place of the digits: a bar whose row is the class, with noise. */
const random = new Random(7);
const labels = Uint8Array.from({ length: 120 }, (_, i) => i % 3);
const x = random.normalMatrix(120, 64);
labels.forEach((label, i) => {
  for (let k = 0; k < 64; k++)
    x.set(i, k, 0.05 * Math.abs(x.get(i, k)) + Number(Math.floor(k / 8) === 2 * label + 1));
});
const digits = { x, labels };
const few = { classes: [0, 1, 2], train: 40, test: 30, frame: 10, agopImages: 5, updates: 1 };

test('the patch AGOP is WᵀBW to rounding', async () => {
  const rows = await conv.patchIdentity(settings.patchIdentity.quick, 3);
  expect(rows.map(({ layer }) => layer)).toEqual([1, 2, 3]);
  // Central differences of step 1e-5 lose five digits of sixteen.
  rows.forEach(({ difference }) => expect(difference).toBeLessThan(1e-10));
});

test('a network that learns is compared with itself before, by layer', async () => {
  const one = {
    ...settings.digitCnfa.quick,
    train: 60,
    agopImages: 10,
    epochs: 12,
    batchSize: 20,
    init: 0.2,
    initAbove: 0.2,
  };
  const rows = await conv.digitCnfa(digits)(one, 0, step);
  expect(rows.map(({ state, layer }) => `${state} ${layer}`)).toEqual(
    ['start', 'trained'].flatMap((state) => [1, 2, 3].map((layer) => `${state} ${layer}`)),
  );
  rows.slice(0, 3).forEach(({ initialPearson }) => expect(initialPearson).toBeCloseTo(1, 6));
  rows.slice(3).forEach(({ initialPearson }) => expect(initialPearson).toBeLessThan(0.9999));
  expect(rows[3].accuracy).toBeGreaterThan(90);
  expect(rows[3].accuracy).toBeGreaterThan(rows[0].accuracy);
});

test('the sweep has nine networks, each other than the first', () => {
  const networks = Object.values(conv.cnfaVariants).map((change) =>
    JSON.stringify({ ...settings.digitCnfa.quick, ...change }),
  );
  expect(new Set(networks).size).toBe(9);
});

test('training, test and validation images are apart, and noise moves no digit', () => {
  const parts = [0, 4].map((sigma) =>
    noisyWorld(digits, { ...few, patch: 3, ridge: 1e-3 }, sigma, 1, 'float64'),
  );
  expect(Object.values(parts[0]).map((part) => part.x.rows)).toEqual([40, 30, 40]);
  const rows = Object.values(parts[0]).flatMap((part) => part.x.toRows().map(String));
  expect(new Set(rows).size).toBe(110);
  expect(parts[1].train.labels).toEqual(parts[0].train.labels);
});

test('the noise sweep says by which images a round or an epoch was chosen', async () => {
  const one = {
    ...settings.sweep.quick,
    ...few,
    sigmas: [1],
    selectionSigmas: [1],
    width: 4,
    epochs: 2,
    batchSize: 20,
  };
  const rows = await conv.noiseSweep(digits)(one, 0, step);
  expect(rows.map(({ method, selected }) => `${method}: ${selected}`)).toEqual([
    'CNTK: no choice',
    'ConvRFM: no choice',
    'Deep ConvRFM: test',
    'Deep ConvRFM: validation',
    'Deep, isotropic filters: test',
    'Deep, isotropic filters: validation',
    'CNN: test',
    'CNN: validation',
    'Laplace kernel: no choice',
  ]);
  const accuracy = (method: string, selected: string) =>
    rows.find((row) => row.method === method && row.selected === selected)!.accuracy;
  for (const method of ['Deep, isotropic filters', 'CNN'])
    expect(accuracy(method, 'test')).toBeGreaterThanOrEqual(accuracy(method, 'validation'));
});

test('house-number-like images stay in [0, 1], the classes in order of their list', () => {
  const { train, test: other } = houseWorld(digits, { ...settings.house.quick, ...few }, 0);
  expect([train.x.rows, other.x.rows]).toEqual([40, 30]);
  train.x.data.forEach((value) => expect(value >= 0 && value <= 1).toBe(true));
  expect(new Set(train.labels)).toEqual(new Set([0, 1, 2]));
});

test('a network and ConvRFM give directions of the same images', async () => {
  const one = { ...settings.houseNetwork.quick, ...few, epochs: 2, filters: 4, directions: 2 };
  const rows = await conv.houseNetwork(digits)(one, 0, step);
  expect(rows.map(({ machine, rank }) => `${machine} ${rank}`)).toEqual([
    'ConvRFM 1',
    'ConvRFM 2',
    'CNN 1',
    'CNN 2',
  ]);
  rows.forEach(({ trained, start }) =>
    expect(Math.max(Math.abs(trained), Math.abs(start))).toBeLessThanOrEqual(1),
  );
});

test('digit features are one value a pixel, at most 1 in size', async () => {
  const one = { ...settings.features.quick, ...few, sigmas: [2], directions: 2 };
  const rows = await conv.digitFeatures(digits)(one, 0, step);
  const count = (panel: string) => rows.filter((row) => row.panel === panel && row.round === 1).length;
  expect(['u1', 'u2', 'image', 'energy'].map(count)).toEqual([9, 9, 100, 64]);
  const energy = rows.filter(({ panel }) => panel === 'energy');
  expect(Math.max(...energy.map(({ value }) => value))).toBe(1);
  expect(Math.min(...energy.map(({ value }) => value))).toBeGreaterThanOrEqual(0);
  expect(Math.min(...energy.map(({ row }) => row))).toBe(1);
});
