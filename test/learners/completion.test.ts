import { hourglass } from 'agop/kernels/cntk/cntk-layers';
import { stationaryCntk } from 'agop/kernels/cntk/stationary-cntk';
import { columnNtk } from 'agop/kernels/column-ntk';
import { gramCoordinates } from 'agop/kernels/gram-coordinates';
import { biharmonic } from 'agop/learners/completion/biharmonic';
import { completeColumns } from 'agop/learners/completion/complete-columns';
import { completePicture } from 'agop/learners/completion/complete-picture';
import { completeRatings } from 'agop/learners/completion/complete-ratings';
import { coordinateRegression } from 'agop/learners/completion/coordinate-regression';
import { gramEigenPro } from 'agop/learners/completion/gram-eigenpro';
import { harmonic } from 'agop/learners/completion/harmonic';
import { meanPixel } from 'agop/learners/completion/mean-pixel';
import { nearestPixel } from 'agop/learners/completion/nearest-pixel';
import { psnr } from 'agop/learners/completion/psnr';
import { ratingBiases } from 'agop/learners/completion/rating-biases';
import { ssim } from 'agop/learners/completion/ssim';
import { fromRows, identity, Matrix } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { describe, expect, it, test } from 'vitest';

const range = (from: number, to: number): Int32Array =>
  Int32Array.from({ length: to - from }, (_, i) => from + i);
const kernel = gramCoordinates(columnNtk(new Random(1).normalMatrix(20, 4)));
const observed = range(0, 14);
const y = new Random(2).normalMatrix(14, 2);

describe('coordinateRegression', () => {
  const fit = coordinateRegression(y, { kernel, observed });

  it('gives the observed values back without a ridge', () => {
    fit.predict(observed).data.forEach((value, i) => expect(value).toBeCloseTo(y.data[i], 9));
  });

  it('has the leave-one-out errors of refits', () => {
    for (const ridge of [0, 0.1]) {
      const errors = coordinateRegression(y, { kernel, observed, ridge }).leaveOneOut();
      // A refit adds its own mean diagonal; here all entries of the diagonal are equal.
      for (const left of [0, 7, 13]) {
        const rest = observed.filter((i) => i !== left);
        const values = fromRows(y.toRows().filter((_, i) => i !== left));
        const again = coordinateRegression(values, { kernel, observed: rest, ridge });
        const guess = again.predict(Int32Array.of(left));
        for (let c = 0; c < 2; c++)
          expect(errors.get(left, c)).toBeCloseTo(y.get(left, c) - guess.get(0, c), 9);
      }
    }
  });

  it('leaves no variance at observed coordinates and that of the Schur complement elsewhere', () => {
    fit.variance(observed).forEach((value) => expect(value).toBeLessThan(1e-9));
    const missing = range(14, 20);
    const inverse = coordinateRegression(identity(14), { kernel, observed }).alpha;
    const k = kernel.block(missing, observed);
    fit.variance(missing).forEach((value, i) => {
      let schur = kernel.diagonal(missing)[i];
      for (let a = 0; a < 14; a++)
        for (let b = 0; b < 14; b++) schur -= k.get(i, a) * inverse.get(a, b) * k.get(i, b);
      expect(value).toBeCloseTo(schur, 10);
      expect(value).toBeGreaterThan(0);
    });
  });

  it('is what EigenPro tends to', async () => {
    const exact = fit.predict(range(14, 20));
    let last: Matrix | undefined;
    for await (const { predict } of gramEigenPro(y, { kernel, observed, epochs: 400, pairs: 6 }))
      last = predict(range(14, 20));
    last!.data.forEach((value, i) => expect(value).toBeCloseTo(exact.data[i], 6));
  });
});

test('EigenPro chooses pairs and batches by itself and lowers the training error', async () => {
  const errors: number[] = [];
  const side = 16;
  const over = stationaryCntk({ layers: hourglass({ scales: 2, convolutions: 1 }) }).on(side, side);
  const values = fromRows(
    Array.from({ length: 200 }, (_, p) => [
      0.5 + 0.4 * Math.sin(Math.floor(p / 16) / 3) * Math.cos((p % 16) / 4),
    ]),
  );
  for await (const { trainError } of gramEigenPro(values, {
    kernel: over,
    observed: range(0, 200),
    epochs: 5,
  }))
    errors.push(trainError);
  expect(errors).toEqual([...errors].sort((a, b) => b - a));
  expect(errors[4]).toBeLessThan(0.5 * errors[0]);
});

describe('completion of tables', () => {
  it('gives the shrunken mean for missing samples when the prior knows nothing', () => {
    const blind = completeColumns(y, identity(16), { damping: 0 });
    const factor = 1 / Math.PI / (2 - 1 / Math.PI + 14 / Math.PI);
    const sums = [0, 1].map((c) => y.toRows().reduce((sum, row) => sum + row[c], 0));
    for (let i = 0; i < 2; i++)
      for (let c = 0; c < 2; c++) expect(blind.get(i, c)).toBeCloseTo(factor * sums[c], 12);
  });

  const list = { user: [0, 0, 1, 1, 1], item: [0, 1, 0, 1, 2], rating: [5, 3, 4, 2, 1] };

  it('predicts ratings by the biases alone for a user without ratings, within the scale', () => {
    const biases = ratingBiases(list, { users: 3, items: 4, shrinkage: 0 });
    const items = gramCoordinates(columnNtk(identity(4), { damping: 1.5 }));
    const wanted = { user: [2, 2, 0], item: [0, 3, 2] };
    const found = completeRatings(list, wanted, { biases, kernel: items });
    expect(found[0]).toBe(4.5);
    expect(found[1]).toBe(3);
    expect(found[2]).toBeGreaterThanOrEqual(0.5);
    expect(completeRatings(list, wanted, { biases })[0]).toBe(4.5);
  });
});

describe('pictures', () => {
  const side = 12;
  const mask = Uint8Array.from(new Random(4).uniformMatrix(side, side).data, (u) => (u < 0.6 ? 1 : 0));
  const plane = (of: (r: number, c: number) => number): Matrix =>
    fromRows([Array.from({ length: side * side }, (_, p) => of(Math.floor(p / side), p % side))]);
  const values = plane((r, c) => 0.5 + 0.3 * Math.sin(r) * Math.cos(c));
  const picture = { values, height: side, width: side, mask };

  it('keep their observed pixels under every method, and do not read the others', () => {
    const hidden = values.clone();
    mask.forEach((seen, p) => seen === 0 && hidden.set(0, p, NaN));
    const over = stationaryCntk({ layers: hourglass({ scales: 1 }) }).on(side, side);
    const methods = [
      harmonic,
      biharmonic,
      nearestPixel,
      meanPixel,
      (p: typeof picture) => completePicture(p, { kernel: over }),
    ];
    for (const method of methods) {
      const found = method({ ...picture, values: hidden });
      expect(found.data).toEqual(method(picture).data);
      mask.forEach((seen, p) => seen === 1 && expect(found.get(0, p)).toBe(values.get(0, p)));
    }
  });

  it('are harmonic where each missing pixel is the mean of its neighbours', () => {
    const found = harmonic(picture);
    for (let p = 0; p < side * side; p++) {
      const [r, c] = [Math.floor(p / side), p % side];
      if (mask[p] === 1 || r === 0 || c === 0 || r === side - 1 || c === side - 1) continue;
      const around = [p - 1, p + 1, p - side, p + side].map((q) => found.get(0, q));
      expect(found.get(0, p)).toBeCloseTo(around.reduce((a, b) => a + b) / 4, 12);
    }
  });

  it('that are linear are found again by the biharmonic surface inside of a hole', () => {
    const linear = plane((r, c) => 0.1 + 0.03 * r + 0.02 * c);
    const hole = Uint8Array.from({ length: side * side }, (_, p) => {
      const [r, c] = [Math.floor(p / side), p % side];
      return r > 3 && r < 8 && c > 3 && c < 8 ? 0 : 1;
    });
    const found = biharmonic({ values: linear, height: side, width: side, mask: hole });
    found.data.forEach((value, p) => expect(value).toBeCloseTo(linear.data[p], 10));
  });

  it('have a PSNR of 20 dB for an error of 0.1 and an SSIM of 1 with themselves', () => {
    const off = values.clone();
    off.data.forEach((value, p) => (off.data[p] = value + (p % 2 ? 0.1 : -0.1)));
    expect(psnr(off, values)).toBeCloseTo(20, 10);
    expect(ssim(values, values, { height: side, width: side })).toBeCloseTo(1, 12);
    expect(ssim(off, values, { height: side, width: side })).toBeLessThan(0.95);
    expect(psnr(values, values)).toBe(Infinity);
  });
});
