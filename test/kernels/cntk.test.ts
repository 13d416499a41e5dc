import { allPairs } from 'agop/kernels/cntk/all-pairs';
import { bilinearUpsample, bilinearWeights } from 'agop/kernels/cntk/bilinear-upsample';
import { cntk } from 'agop/kernels/cntk/cntk';
import { hourglass } from 'agop/kernels/cntk/cntk-layers';
import { downsample } from 'agop/kernels/cntk/downsample';
import { dualValue } from 'agop/kernels/dual/dual-activation';
import { leakyReluDual } from 'agop/kernels/dual/leaky-relu-dual';
import { nearestUpsample } from 'agop/kernels/cntk/nearest-upsample';
import { pairsKernel } from 'agop/kernels/cntk/pairs-kernel';
import { patchSums } from 'agop/kernels/cntk/patch-sums';
import { priorPairs, stationaryPrior } from 'agop/kernels/cntk/prior-pairs';
import { releasedKernel } from 'agop/kernels/cntk/released-cntk';
import { stationaryCntk } from 'agop/kernels/cntk/stationary-cntk';
import { stationaryExtremes } from 'agop/kernels/cntk/stationary-extremes';
import { columnNtk } from 'agop/kernels/column-ntk';
import { reluNtk } from 'agop/kernels/relu-ntk';
import { matmul } from 'agop/linalg/matmul';
import { fromRows, Matrix } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { describe, expect, it } from 'vitest';

const range = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);
const gap = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

describe('the layers', () => {
  it.each([1, 2, 3, 4, 5])('patchSums adds the %i x %i window with one shift for both pixels', (q) => {
    const d = 6;
    const pairs = priorPairs(new Random(q).normalMatrix(2, d * d));
    const summed = patchSums(pairs, q);
    const wrap = (a: number): number => (a + 2 * d) % d;
    const shifted = (p: number, s: number, t: number): number =>
      wrap(Math.floor(p / d) + s) * d + wrap((p % d) + t);
    const first = -Math.floor(q / 2);
    for (const [p, other] of [
      [0, 0],
      [5, 17],
      [35, 2],
    ]) {
      let sum = 0;
      for (let s = first; s < first + q; s++) {
        for (let t = first; t < first + q; t++)
          sum += pairs.values.get(shifted(p, s, t), shifted(other, s, t));
      }
      expect(summed.values.get(p, other)).toBeCloseTo(sum, 12);
    }
  });

  it('slices of one period give the same layers as all pairs', () => {
    const prior = stationaryPrior(8);
    const layers = hourglass({ scales: 2, convolutions: 2, window: 5 });
    const slices = allPairs(cntk(prior, { layers }));
    const whole = cntk(allPairs(prior), { layers });
    // Sums are added in another order.
    expect(gap(slices.values.data, whole.values.data)).toBeLessThan(1e-14);
  });

  it('down after nearest up gives the pairs back', () => {
    const pairs = priorPairs(new Random(0).normalMatrix(3, 16));
    expect(downsample(nearestUpsample(pairs)).values.data).toEqual(pairs.values.data);
  });

  it('bilinear weights sum to 1, keep the corners and reproduce linear functions', () => {
    const u = bilinearWeights(5);
    for (let r = 0; r < 10; r++) {
      const row = Array.from(u.row(r));
      expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
      expect(row.reduce((sum, weight, i) => sum + weight * i, 0)).toBeCloseTo((4 * r) / 9, 13);
    }
    expect([u.get(0, 0), u.get(9, 4)]).toEqual([1, 1]);
  });

  it('bilinear up-sampling of the prior is up-sampling of its channels', () => {
    const channels = new Random(1).normalMatrix(2, 9);
    const u = bilinearWeights(3);
    const up = new Matrix(2, 36);
    for (let k = 0; k < 2; k++) {
      for (let p = 0; p < 36; p++) {
        let sum = 0;
        for (let i = 0; i < 9; i++) {
          sum += u.get(Math.floor(p / 6), Math.floor(i / 3)) * u.get(p % 6, i % 3) * channels.get(k, i);
        }
        up.set(k, p, sum);
      }
    }
    expect(gap(bilinearUpsample(priorPairs(channels)).values.data, priorPairs(up).values.data)).toBeLessThan(
      1e-13,
    );
  });

  it.each([0, 0.01, 0.3, 1])('the dual of slope %f is its expectation', (slope) => {
    // The trapezoid rule over the angle of a standard normal pair; radial parts are known. 4000 points: about 1e-6 at kinks.
    const phi = (x: number): number => (x > 0 ? x : slope * x);
    const step = (x: number): number => (x > 0 ? 1 : slope);
    for (const rho of [-0.9, -0.2, 0, 0.5, 0.99]) {
      let [value, derivative] = [0, 0];
      const n = 4000;
      for (let k = 0; k < n; k++) {
        const t = (2 * Math.PI * (k + 0.5)) / n;
        const [u, v] = [Math.cos(t), rho * Math.cos(t) + Math.sqrt(1 - rho * rho) * Math.sin(t)];
        value += (2 * phi(u) * phi(v)) / n;
        derivative += (step(u) * step(v)) / n;
      }
      const dual = leakyReluDual(slope);
      const scale = 2 / (1 + slope ** 2);
      expect(dualValue(dual, rho)).toBeCloseTo(scale * value, 5);
      expect(dual.slope(rho, 1 - rho)).toBeCloseTo(scale * derivative, 2);
    }
  });
});

describe('the whole kernel', () => {
  it('is that of the released recursion for nearest sampling, whatever the prior', () => {
    const prior = priorPairs(new Random(3).normalMatrix(2, 64));
    for (const slope of [0, 0.01]) {
      const options = { layers: hourglass({ scales: 2, convolutions: 1, window: 3 }), slope };
      const [ours, theirs] = [cntk(prior, options), releasedKernel(prior, options)];
      // arccos near 1 loses half of the digits.
      expect(gap(ours.values.data, theirs.values.data) / Math.max(...ours.values.data)).toBeLessThan(2e-7);
    }
  });

  it('is not for bilinear sampling', () => {
    const prior = priorPairs(new Random(3).normalMatrix(3, 16));
    const options = { layers: hourglass({ scales: 1, convolutions: 1, up: 'bilinear' }) };
    const [ours, theirs] = [cntk(prior, options), releasedKernel(prior, options)];
    expect(gap(ours.values.data, theirs.values.data) / Math.max(...ours.values.data)).toBeGreaterThan(0.03);
  });

  it('is zero for a pixel whose windows are empty in the prior', () => {
    const channels = new Matrix(1, 64);
    channels.set(0, 0, 1);
    const { values } = cntk(priorPairs(channels), { layers: [{ convolution: 3 }, { convolution: 3 }] });
    expect(values.data.every(Number.isFinite)).toBe(true);
    expect(values.get(36, 36)).toBe(0);
    expect(values.get(0, 0)).toBeGreaterThan(0);
  });

  it.each([1, 2, 3])(
    'expanded from 2P is the direct one on pictures that are not square, s = %i',
    (scales) => {
      const layers = hourglass({ scales });
      const period = 2 ** scales;
      const made = stationaryCntk({ layers });
      const d = 4 * period;
      const direct = pairsKernel(cntk(stationaryPrior(d), { layers }));
      const [square, wide] = [made.on(d, d), made.on(d, 3 * period)];
      const some = Int32Array.from([0, 1, d + 2, d * d - 1, (d * d) / 2 + 3]);
      const all = range(d * d);
      expect(gap(direct.block(some, all).data, square.block(some, all).data)).toBeLessThan(1e-15);
      // Pixels near to each other and to the corner see the same as on the square.
      expect(wide.block(Int32Array.of(0), Int32Array.of(1)).data[0]).toBe(
        square.block(Int32Array.of(0), Int32Array.of(1)).data[0],
      );
      expect(Array.from(square.diagonal(some))).toEqual(Array.from(direct.diagonal(some)));
    },
  );

  it('has the products of its blocks', () => {
    const kernel = stationaryCntk({ layers: hourglass({ scales: 2 }) }).on(16, 8);
    const [rows, cols] = [Int32Array.of(0, 17, 127, 17), Int32Array.from({ length: 40 }, (_, i) => 3 * i)];
    const x = new Random(0).normalMatrix(40, 3);
    const got = kernel.times!(rows, cols, x);
    expect(gap(got.data, matmul(kernel.block(rows, cols), x).data)).toBeLessThan(1e-13);
  });

  it('answers for repeated coordinates', () => {
    const kernel = stationaryCntk({ layers: hourglass({ scales: 1 }) }).on(4, 4);
    const k = kernel.block(Int32Array.of(5, 5), Int32Array.of(5, 6, 5));
    expect(k.get(0, 0)).toBe(k.get(0, 2));
    expect(Array.from(k.row(0))).toEqual(Array.from(k.row(1)));
  });

  it('has the extremes of the closed form', () => {
    const layers = hourglass({ scales: 2, convolutions: 2, window: 5 });
    const { pairs, far } = stationaryCntk({ layers, slope: 0.2 });
    const { max, min } = stationaryExtremes({ convolutions: 9, window: 5, slope: 0.2 });
    expect(pairs.values.get(0, 0)).toBeCloseTo(max, 12);
    expect(far).toBeCloseTo(min, 12);
  });
});

describe('columnNtk', () => {
  it('is the cosine without hidden layers', () => {
    const k = columnNtk(
      fromRows([
        [3, 4],
        [4, 3],
      ]),
      { damping: 0, depth: 0 },
    );
    expect(k.get(0, 1)).toBeCloseTo(24 / 25, 15);
    expect(k.get(0, 0)).toBeCloseTo(1, 15);
  });

  it('is reluNtk of the rows of [P, ω I], of length 1', () => {
    const prior = new Random(5).normalMatrix(6, 3);
    const rows = prior.toRows().map((row, i) => {
      const long = [...row, ...Array.from({ length: 6 }, (_, j) => (i === j ? 1.5 : 0))];
      return long.map((value) => value / Math.hypot(...long));
    });
    for (const depth of [1, 3]) {
      const expected = reluNtk({ depth }).matrix(fromRows(rows));
      expect(gap(columnNtk(prior, { depth }).data, expected.data)).toBeLessThan(1e-13);
    }
  });
});
