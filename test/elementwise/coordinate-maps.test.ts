import { describe, expect, test } from 'vitest';
import type { BigNumber } from 'mathjs';
import { coordinateGradients, coordinatePairs, type CoordinateShape } from 'agop/elementwise/coordinate-maps';
import { Matrix, type Precision, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { big, exact } from './exact.js';

// Parameters that both precisions hold exactly.
const shapes: Record<string, CoordinateShape> = {
  'lpq, p = 1': { sum: 'lpq', p: 1, scale: 0.25, a: 1, b: 1 },
  'lpq, p = 2, q = 1': { sum: 'lpq', p: 2, scale: 0.25, a: 0.5, b: 1 },
  'lpq, p = 1.5, q = 1.125': { sum: 'lpq', p: 1.5, scale: 0.25, a: 0.75, b: 1.125 },
  'sumPower, p = 1': { sum: 'sumPower', p: 1, scale: 0.5, a: 0.125, b: 2 },
  'sumPower, p = 1.25': { sum: 'sumPower', p: 1.25, scale: 0.5, a: 0.0625, b: 3 },
};

/** k and w by their definition in 50 digits. */
function definition(
  { sum, p, scale, a, b }: CoordinateShape,
  u: number[],
  v: number[],
): { k: BigNumber; w: BigNumber } {
  const [one, P, S, A, B] = [big('1'), exact(p), exact(scale), exact(a), exact(b)];
  const powers = u.map((x, i) => {
    const size = exact(x).sub(exact(v[i])).abs();
    return size.isZero() ? size : size.pow(P);
  });
  if (sum === 'lpq') {
    const s = powers.reduce((x, y) => x.add(y));
    const t = s.mul(S).pow(A);
    const k = t.neg().exp();
    return { k, w: B.mul(t).mul(k).div(s) };
  }
  const short = powers.map((size) => one.sub(size.mul(S).neg().exp())).reduce((x, y) => x.add(y));
  const base = one.sub(A.mul(short));
  return {
    k: base.pow(B),
    w: A.mul(B)
      .mul(P)
      .mul(S)
      .mul(base.pow(B.sub(one))),
  };
}

const d = 5;

/** Multiples of 1/64, whose differences are exact. */
function grid(n: number, seed: number, precision: Precision): Matrix {
  const x = new Random(seed).normalMatrix(n, d, precision);
  for (let k = 0; k < x.data.length; k++) x.data[k] = Math.round(x.data[k] * 64) / 64;
  return x;
}

for (const precision of ['float64', 'float32'] as const) {
  const u = precision === 'float64' ? 2 ** -53 : 2 ** -24;
  for (const [name, shape] of Object.entries(shapes)) {
    describe(`${name} in ${precision}`, () => {
      const [x, z] = [grid(9, 0, precision), grid(7, 1, precision)];
      const values = zeros(9, 7, precision);
      const slopes = zeros(9, 7, precision);
      coordinatePairs(shape, x, z, { values, slopes });

      test('values and slopes keep their stated relative error', () => {
        const relative = (got: number, want: BigNumber): number =>
          exact(got).div(want).sub(1).abs().toNumber();
        let [worst, worstSlope] = [0, 0];
        for (let i = 0; i < 9; i++) {
          for (let j = 0; j < 7; j++) {
            const { k, w } = definition(shape, Array.from(x.row(i)), Array.from(z.row(j)));
            worst = Math.max(worst, relative(values.get(i, j), k));
            worstSlope = Math.max(worstSlope, relative(slopes.get(i, j), w));
          }
        }
        expect(worst).toBeLessThanOrEqual((2 * d + 50) * u);
        expect(worstSlope).toBeLessThanOrEqual(2 * (2 * d + 50) * u);
      });

      test('values alone, and from the lower triangle, are the same to the bit', () => {
        const alone = zeros(9, 7, precision);
        coordinatePairs(shape, x, z, { values: alone });
        expect(alone.data).toEqual(values.data);
        const [all, lower] = [zeros(9, 9, precision), zeros(9, 9, precision)];
        coordinatePairs(shape, x, x, { values: all });
        coordinatePairs(shape, x, x, { values: lower, lower: true });
        for (let i = 0; i < 9; i++) {
          expect(all.get(i, i)).toBe(1);
          for (let j = 0; j <= i; j++) expect(lower.get(i, j)).toBe(all.get(i, j));
        }
      });

      test('gradient sums are those of a loop over pairs, coordinates and outputs', () => {
        const alpha = new Random(2).normalMatrix(9, 3, precision);
        const out = zeros(7 * 3, d, precision);
        const back = zeros(7, 9, precision);
        coordinatePairs(shape, z, x, { values: zeros(7, 9, precision), slopes: back });
        coordinateGradients(shape, x, z, alpha, {
          out,
          slopes: (target, from, to) => target.set(back.data.subarray(from * 9, to * 9)),
        });
        let [worst, largest] = [0, 0];
        for (let j = 0; j < 7; j++) {
          for (let l = 0; l < 3; l++) {
            for (let k = 0; k < d; k++) {
              let want = 0;
              for (let i = 0; i < 9; i++) {
                const difference = x.get(i, k) - z.get(j, k);
                const size = Math.abs(difference);
                if (size === 0) continue;
                let g = Math.sign(difference) * size ** (shape.p - 1);
                if (shape.sum === 'sumPower') g *= Math.exp(-shape.scale * size ** shape.p);
                want += alpha.get(i, l) * back.get(j, i) * g;
              }
              worst = Math.max(worst, Math.abs(out.get(j * 3 + l, k) - want));
              largest = Math.max(largest, Math.abs(want));
            }
          }
        }
        // Nine terms of some 20 u each.
        expect(worst).toBeLessThanOrEqual(200 * u * Math.max(1, largest));
      });
    });
  }
}

test('many points go through in blocks and by threads, with the result of a few', () => {
  const shape = shapes['lpq, p = 1'];
  const x = new Random(3).normalMatrix(1100, 3);
  const values = new Matrix(1100, 1100, new Float64Array(new SharedArrayBuffer(1100 * 1100 * 8)));
  const slopes = zeros(1100, 1100);
  coordinatePairs(shape, x, x, { values, slopes });
  const alpha = new Random(4).normalMatrix(1100, 1);
  const out = zeros(1100, 3);
  coordinateGradients(shape, x, x, alpha, {
    out,
    slopes: (target, from, to) => target.set(slopes.data.subarray(from * 1100, to * 1100)),
  });
  const rows = new Matrix(10, 3, x.data.slice(1090 * 3));
  const few = zeros(10, 3);
  coordinateGradients(shape, x, rows, alpha, {
    out: few,
    slopes: (target, from, to) => target.set(slopes.data.subarray((1090 + from) * 1100, (1090 + to) * 1100)),
  });
  expect(out.data.slice(1090 * 3)).toEqual(few.data);
});
