import { describe, expect, it } from 'vitest';
import { agop } from 'agop/features/agop';
import { Matrix } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { explicitAgop, relative } from './explicit-rfm.js';

// Rounding of sums of some hundred products.
const ROUNDING = 1e-13;
const [m, c, d] = [23, 3, 5];

/** Gradients whose means are large beside their spread: centring by subtraction at the end would lose digits. */
function gradients(mean: number, precision: 'float64' | 'float32' = 'float64'): Matrix {
  const g = new Random(0).normalMatrix(m, c * d, precision);
  for (let k = 0; k < g.data.length; k++) g.data[k] += mean * ((k % (c * d)) + 1);
  return g;
}

const nested = (g: Matrix): number[][][] =>
  g.toRows().map((row) => Array.from({ length: c }, (_, l) => row.slice(l * d, (l + 1) * d)));

describe('agop', () => {
  it.each([false, true, 'pooled'] as const)(
    'is its definition, centred %s, full, diagonal and in blocks',
    (center) => {
      const g = gradients(1);
      const rows = nested(g);
      const before = g.clone();
      const full = explicitAgop(rows, { center });
      expect(relative(agop(g, { outputs: c, center }), full)).toBeLessThan(ROUNDING);
      expect(
        relative(
          agop(g, { outputs: c, center, diagonal: true }),
          full.map((row, i) => row[i]),
        ),
      ).toBeLessThan(ROUNDING);
      const blocks: [number, number][] = [
        [0, 2],
        [2, 5],
      ];
      expect(
        relative(agop(g, { outputs: c, center, blocks }), explicitAgop(rows, { center, blocks })),
      ).toBeLessThan(ROUNDING);
      expect(g.data).toEqual(before.data);
    },
  );

  it.each([false, true, 'pooled'] as const)('is the same from row blocks, centred %s', (center) => {
    const g = gradients(1);
    const source = (most: number) => ({
      rows: m,
      cols: c * d,
      most,
      block: (from: number, to: number) =>
        new Matrix(to - from, c * d, g.data.slice(from * c * d, to * c * d)),
    });
    for (const diagonal of [false, true]) {
      const whole = agop(g, { outputs: c, center, diagonal });
      const want = Array.from(whole instanceof Matrix ? whole.data : whole);
      for (const most of [1, 7, 22]) {
        expect(relative(agop(source(most), { outputs: c, center, diagonal }), want)).toBeLessThan(ROUNDING);
      }
    }
  });

  it('does not lose digits to means that are 1e6 times the spread', () => {
    const g = gradients(1e6);
    const want = explicitAgop(nested(g), { center: true });
    // The gradients themselves hold the spread to 1e-16 * 1e7 only.
    expect(relative(agop(g, { outputs: c, center: true }), want)).toBeLessThan(1e-8);
  });

  it('is exactly symmetric and has no negative diagonal', () => {
    const g = gradients(3, 'float32');
    const full = agop(g, { outputs: c, center: true });
    for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) expect(full.get(i, j)).toBe(full.get(j, i));
    const constant = new Matrix(4, 2, Float64Array.of(1, 2, 1, 2, 1, 2, 1, 2));
    expect(Array.from(agop(constant, { center: true, diagonal: true }))).toEqual([0, 0]);
  });

  it('centred per output and pooled are the same for one output and differ for more (G7)', () => {
    const g = gradients(1);
    const one = new Matrix(m * c, d, g.data);
    expect(
      relative(agop(one, { center: 'pooled' }), Array.from(agop(one, { center: true }).data)),
    ).toBeLessThan(ROUNDING);
    const [output, pooled] = ([true, 'pooled'] as const).map((center) => agop(g, { outputs: c, center }));
    expect(relative(pooled, Array.from(output.data))).toBeGreaterThan(0.1);
  });
});
