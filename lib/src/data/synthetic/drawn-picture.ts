import { checkInteger } from '../../check.js';
import { InputError } from '../../errors.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';

export type DrawnName = 'shapes' | 'stripes' | 'text' | 'houses';

type Colour = readonly [number, number, number];

// Points per pixel and axis: edges are smooth.
const POINTS = 4;

// Letters of 5 x 7 points, a row a number.
const LETTERS: Record<string, number[]> = {
  N: [17, 25, 21, 19, 17, 17, 17],
  T: [31, 4, 4, 4, 4, 4, 4],
  K: [17, 18, 20, 24, 20, 18, 17],
};

const mix = (a: Colour, b: Colour, t: number): Colour =>
  [0, 1, 2].map((c) => a[c] + t * (b[c] - a[c])) as never;

/** Colour at (x, y) of the unit square, y downwards. */
const drawings: Record<DrawnName, (x: number, y: number) => Colour> = {
  shapes(x, y) {
    if ((x - 0.32) ** 2 + (y - 0.36) ** 2 < 0.05)
      return mix([0.9, 0.35, 0.2], [1, 0.8, 0.3], 1.6 * (y - 0.15));
    if (x > 0.55 && x < 0.88 && Math.abs(y - 0.68 - 0.25 * (x - 0.7)) < 0.13) return [0.15, 0.35, 0.65];
    if (y > 0.62 && y < 0.9 && Math.abs(x - 0.28) < 0.5 * (y - 0.62)) return [0.2, 0.55, 0.35];
    return mix([0.93, 0.93, 0.88], [0.55, 0.7, 0.85], (x + y) / 2);
  },
  stripes(x, y) {
    const fine = 0.5 + 0.5 * Math.sin(2 * Math.PI * (3 * x + 5 * y));
    const broad = Math.sin(2 * Math.PI * (3 * x - 1.5 * y)) > 0 ? 1 : 0;
    return x + 0.15 * Math.sin(6 * y) < 0.5
      ? mix([0.1, 0.2, 0.4], [0.95, 0.9, 0.75], fine)
      : mix([0.75, 0.3, 0.2], [0.95, 0.85, 0.6], broad);
  },
  text(x, y) {
    const [column, row] = [Math.floor((x - 0.08) / 0.05), Math.floor((y - 0.22) / 0.08)];
    const letter = LETTERS['NTK'[Math.floor(column / 6)] ?? ''];
    const inked =
      column >= 0 && column % 6 < 5 && row >= 0 && row < 7 && letter && letter[row] & (16 >> (column % 6));
    return inked ? [0.12, 0.12, 0.2] : mix([0.98, 0.9, 0.7], [0.7, 0.85, 0.9], y);
  },
  houses(x, y) {
    const [tint, at] = x < 0.5 ? [[0.8, 0.35, 0.25] as Colour, 0.25] : [[0.3, 0.4, 0.7] as Colour, 0.75];
    const away = Math.abs(x - at);
    if (y > 0.5 && y < 0.85 && away < 0.15) {
      if (Math.abs(away - 0.07) < 0.03 && Math.abs(y - 0.62) < 0.05) return [0.95, 0.95, 0.7];
      return y > 0.7 && away < 0.035 ? [0.3, 0.2, 0.15] : tint;
    }
    if (y > 0.3 && y <= 0.5 && away < 0.95 * (y - 0.3)) return mix(tint, [0, 0, 0], 0.5);
    return y > 0.82 ? [0.4, 0.6, 0.35] : mix([0.6, 0.8, 0.95], [0.95, 0.95, 1], y);
  },
};

/**
 * A picture drawn by formula, `(3, side²)` with values in [0, 1]: smooth shades, edges, stripes or letters, free of any
 * rights.
 * @throws InputError on an unknown name or a side that is not a positive integer.
 */
export function drawnPicture(name: DrawnName, side: number): Matrix {
  checkInteger('drawnPicture', 'side', side, 1);
  if (!(name in drawings)) {
    const known = Object.keys(drawings).join(', ');
    throw new InputError('drawnPicture', 'name', `is ${JSON.stringify(name)}`, `give one of ${known}`);
  }
  const out = zeros(3, side * side);
  for (let p = 0; p < side * side; p++) {
    for (let k = 0; k < POINTS ** 2; k++) {
      const x = ((p % side) + ((k % POINTS) + 0.5) / POINTS) / side;
      const y = (Math.floor(p / side) + (Math.floor(k / POINTS) + 0.5) / POINTS) / side;
      drawings[name](x, y).forEach((value, c) => {
        out.data[c * side * side + p] += Math.min(Math.max(value, 0), 1) / POINTS ** 2;
      });
    }
  }
  return out;
}
