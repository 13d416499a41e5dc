import * as transfer from 'agop/experiments/transfer';
import { corrupted, digitCorruptions, pictureCorruptions } from 'agop/experiments/transfer/corruptions';
import { part } from 'agop/experiments/transfer/image-world';
import { oneHot } from 'agop/experiments/rfm/classify';
import { laplace } from 'agop/kernels/laplace';
import { kernelRegression } from 'agop/learners/transfer/predictor';
import { translate } from 'agop/learners/transfer/transfer';
import { zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { expect, test } from 'vitest';

const step = (): void => {};

test.each([
  ...Object.entries(digitCorruptions).map(([name, change]) => [name, change, 1] as const),
  ...Object.entries(pictureCorruptions).map(([name, change]) => [name, change, 3] as const),
])('%s keeps pixels in [0, 1], changes the image and repeats with the seed', (_, change, channels) => {
  const shape = { channels, side: 12 };
  const x = new Random(0).uniformMatrix(3, channels * 144);
  const [a, b] = [1, 1].map((seed) => corrupted(x, change, shape, new Random(seed)));
  expect(a.data).toEqual(b.data);
  expect(a.data).not.toEqual(x.data);
  for (const value of a.data) {
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(1);
  }
});

test('a blur keeps a constant image, a rotation the middle of a square one', () => {
  const flat = zeros(1, 144);
  flat.data.fill(0.4);
  const shape = { channels: 1, side: 12 };
  const blurred = corrupted(flat, digitCorruptions.blur, shape, new Random(0));
  for (const value of blurred.data) expect(value).toBeCloseTo(0.4, 12);
  const turned = corrupted(flat, digitCorruptions.rotate, shape, new Random(0));
  expect(turned.get(0, 6 * 12 + 6)).toBeCloseTo(0.4, 12);
});

test('projection from many classes gains in the made-up world, from two it loses', async () => {
  const settings = {
    sizes: [40],
    subsets: 2,
    combined: [40],
    sources: [
      { n: 600, classes: 30 },
      { n: 600, classes: 2 },
    ],
  };
  const rows = await transfer.syntheticProjection(settings, 0, step);
  const at = (method: string, classes: number): number => {
    const found = rows.filter(
      (row) => row.method === method && row.sourceClasses === classes && row.n === 40,
    );
    return found.reduce((sum, row) => sum + row.accuracy, 0) / found.length;
  };
  expect(at('projected', 30)).toBeGreaterThan(at('projected', 2));
  expect(at('safe transfer', 2)).toBeGreaterThan(at('projected', 2));
  expect(await transfer.syntheticProjection(settings, 0, step)).toEqual(rows);
});

test('simulated risks lie on the linear laws', async () => {
  const laws = [
    ...(await transfer.translationLaw(
      { d: 15, outputs: 2, sourceSamples: [0, 9], targetSamples: [0, 6], distances: [0.5], trials: 300 },
      0,
      step,
    )),
    ...(await transfer.projectionLaw(
      {
        d: 30,
        sourceOutputs: 5,
        trials: 300,
        runs: [{ sourceSamples: 30, outside: 0.3, targetSamples: [2, 5, 12] }],
      },
      0,
      step,
    )),
  ];
  for (const { law, risk, error } of laws) {
    // Four standard errors, or rounding where nothing is random.
    if (law !== null) expect(Math.abs(risk - law)).toBeLessThan(4 * error + 1e-12);
  }
  expect(laws.filter(({ law }) => law === null)).toHaveLength(1);
});

test('drug screens give every method at every size', async () => {
  const cells = { sourceCells: 4, targetCells: 2, drugs: 20, testDrugs: 6, genes: 8 };
  const rows = await transfer.expressionTranslation({ ...cells, measured: [1, 5], ridge: 0.05 }, 1, step);
  expect(rows).toHaveLength(8);
  const screen = { cells: 8, drugs: 20, genes: 10, sourcePairs: 80, testPairs: 30, sizes: [10, 40] };
  const pairs = await transfer.viabilityProjection(screen, 1, step);
  expect(pairs).toHaveLength(4);
  for (const { pearson } of pairs) expect(Math.abs(pearson)).toBeLessThanOrEqual(1);
});

test('the explained correction is the translated predictor, taken apart', async () => {
  // Class l is bright in row l of the image.
  const images = (n: number, seed: number): { x: ReturnType<typeof zeros>; labels: Uint8Array } => {
    const x = new Random(seed).uniformMatrix(n, 16);
    const labels = Uint8Array.from({ length: n }, (_, i) => i % 4);
    labels.forEach((label, i) => x.row(i).fill(1, 4 * label, 4 * label + 3));
    return { x, labels };
  };
  const [source, target, shape] = [images(20, 1), images(60, 2), { channels: 1, side: 4 }];
  const settings = { corruption: 'invert', bandwidth: 10, targetTrain: 40, shown: 2, nearest: 3 };
  const rows = await transfer.explainedCorrection(source, target, shape)(settings, 0, step);
  expect(rows).toHaveLength(2 * (3 * 4 + 3));
  const kernel = laplace({ bandwidth: 10 });
  const bad = corrupted(target.x, digitCorruptions.invert, shape, new Random(0));
  const { x, labels } = part({ x: bad, labels: target.labels }, 0, 40);
  const fit = kernelRegression(source.x, oneHot(source.labels, 4), { kernel });
  const whole = translate(fit, x, oneHot(labels, 4), { kernel }).predict(
    part({ x: bad, labels: target.labels }, 40, 60).x,
  );
  const shown = rows.filter(({ what, image }) => what === 'sum' && image === 1).map(({ value }) => value);
  const gaps = Array.from({ length: 20 }, (_, i) =>
    Math.max(...shown.map((value, l) => Math.abs(value - whole.get(i, l)))),
  );
  expect(Math.min(...gaps)).toBeLessThan(1e-10);
  const ranks = rows.filter(({ what, image }) => what === 'example' && image === 2).map(({ rank }) => rank);
  expect(ranks).toEqual([1, 2, 3]);
});
