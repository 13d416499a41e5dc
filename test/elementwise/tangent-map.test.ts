import { describe, expect, test } from 'vitest';
import { InputError } from 'agop/errors';
import { mapTangent } from 'agop/elementwise/map-tangent';
import { Matrix, zeros } from 'agop/linalg/matrix';
import { big, exact, PI } from './exact.js';

/** T and dT / dc in 50 digits. */
function recursion(
  c: number,
  depth: number,
): { t: number; slope: number; error: (t: number, dt: number) => [number, number] } {
  let x = exact(c);
  let t = x;
  let [dx, dt] = [big('1'), big('1')];
  for (let layer = 0; layer < depth; layer++) {
    const angle = PI.sub(x.acos());
    const height = big('1').sub(x.mul(x)).sqrt();
    const k0 = angle.div(PI);
    dt = dt.mul(k0).add(t.div(PI).div(height).mul(dx));
    dx = dx.mul(k0);
    dt = dt.add(dx);
    x = height.add(x.mul(angle)).div(PI);
    t = t.mul(k0).add(x);
  }
  const error = (got: number, gotSlope: number): [number, number] => [
    exact(got).sub(t).abs().toNumber(),
    exact(gotSlope).sub(dt).abs().toNumber(),
  ];
  return { t: t.toNumber(), slope: dt.toNumber(), error };
}

for (const [array, u, limit] of [
  [Float64Array, 2 ** -53, 1e-14],
  [Float32Array, 2 ** -24, 1e-6],
] as const) {
  describe(`mapTangent in a ${array.name}`, () => {
    for (const depth of [1, 2, 5]) {
      test(`keeps its stated errors at depth ${depth}`, () => {
        const c = array.from([
          ...Array.from({ length: 200 }, (_, i) => 2 * (((i + 1) * 0.6180339887498949) % 1) - 1),
          ...[0, 0.5, -0.5, 1 - 1e-3, -1 + 1e-3, 1 - 1e-5, -1 + 1e-5],
        ]);
        const [value, slopes] = [new Matrix(1, c.length, c.slice()), new Matrix(1, c.length, c.slice())];
        const lengths = { xLengths: [1], zLengths: new Array<number>(c.length).fill(1), depth };
        mapTangent(value, { ...lengths, slopes });
        const alone = new Matrix(1, c.length, c.slice());
        mapTangent(alone, lengths);
        expect(alone.data).toEqual(value.data);
        let [worst, worstSlope] = [0, 0];
        for (let i = 0; i < c.length; i++) {
          const [error, slopeError] = recursion(c[i], depth).error(value.data[i], slopes.data[i]);
          const [stated, gap] = [8 * (depth + 1) ** 2 * u, 1 - Math.abs(c[i])];
          worst = Math.max(worst, (error * gap ** 0.5) / stated);
          worstSlope = Math.max(worstSlope, (slopeError * gap ** 1.5) / stated);
        }
        expect(worst).toBeLessThanOrEqual(1);
        expect(worstSlope).toBeLessThanOrEqual(1);
      });
    }

    test('equal directions give depth + 1, opposite ones and the origin finite numbers', () => {
      const g = new Matrix(1, 5, array.from([1, 1 + limit, 1 - limit / 2, -1, 0]));
      const slopes = new Matrix(1, 5, new array(5));
      mapTangent(g, { xLengths: [1], zLengths: [1, 1, 1, 1, 0], depth: 3, slopes });
      expect(Array.from(g.data.subarray(0, 3))).toEqual([4, 4, 4]);
      expect(Array.from(slopes.data.subarray(0, 3))).toEqual([4, 4, 4]);
      expect(g.data[4]).toBe(0);
      expect(Array.from(slopes.data).every(Number.isFinite)).toBe(true);
    });
  });
}

test('bad input is named', () => {
  const lengths = { xLengths: [1, 1], zLengths: [1, 1, 1], depth: 1 };
  const cases: [() => void, string][] = [
    [() => mapTangent(zeros(2, 3), { ...lengths, depth: 0 }), 'mapTangent: depth is 0;'],
    [
      () => mapTangent(zeros(2, 3), { ...lengths, xLengths: [1] }),
      'mapTangent: xLengths has 1 numbers; gram needs 2',
    ],
    [() => mapTangent(zeros(2, 3), { ...lengths, slopes: zeros(2, 2) }), 'mapTangent: slopes has 2 columns;'],
    [
      () => mapTangent(zeros(2, 3), { ...lengths, slopes: zeros(2, 3, 'float32') }),
      'mapTangent: slopes is float32; gram is float64; use one precision',
    ],
  ];
  for (const [run, message] of cases) {
    expect(run).toThrow(InputError);
    expect(run).toThrow(message);
  }
});
