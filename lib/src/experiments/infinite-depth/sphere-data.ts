import { logDistancesInto } from '../../elementwise/log-tables.js';
import { InputError } from '../../errors.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { rowView } from '../../linalg/row-view.js';

/** Points of the positive part of the sphere S^d with labels ±1, and the Bayes classifier's answer. */
export interface SphereData {
  /** `(n, d + 1)`, rows of length 1. */
  x: Matrix;
  y: Float64Array;
  bayes: Float64Array;
}

// Dirichlet parameters of the classes +1 (40 %) and -1, by the dimension of the sphere; the authors' code.
const PARAMETERS: Record<number, [number[], number[]]> = {
  1: [
    [1, 2],
    [2, 1],
  ],
  2: [
    [0.5, 0.5, 2.5],
    [2.5, 0.1, 0.5],
  ],
  4: [
    [3, 1, 2, 1, 1],
    [1, 2, 2, 2, 3],
  ],
  8: [
    [1, 2, 1, 2, 1, 1, 1, 1, 1],
    [1, 1, 1, 2, 3, 4, 2, 2, 1],
  ],
};

/**
 * n points, a simplex point of its class's Dirichlet distribution divided by its length; ⌊0.4 n⌋ of class +1, shuffled.
 */
export function sphereData(d: number, n: number, random: Random): SphereData {
  const parameters = PARAMETERS[d];
  if (parameters === undefined) throw new InputError('sphereData', 'd', `is ${d}`, 'give 1, 2, 4 or 8');
  const [plus, minus] = parameters;
  const x = zeros(n, d + 1);
  const [y, bayes] = [new Float64Array(n), new Float64Array(n)];
  const order = random.permutation(n);
  for (let k = 0; k < n; k++) {
    const i = order[k];
    y[i] = k < Math.floor(0.4 * n) ? 1 : -1;
    const s = random.dirichlet(y[i] > 0 ? plus : minus);
    bayes[i] = Math.log(0.4) + logDensity(s, plus) >= Math.log(0.6) + logDensity(s, minus) ? 1 : -1;
    const length = Math.sqrt(s.reduce((sum, value) => sum + value * value, 0));
    x.row(i).set(s.map((value) => value / length));
  }
  return { x, y, bayes };
}

/**
 * Training and test points, shuffled together and then parted as in the authors' code: the 40 % of class +1 hold for
 * both at once, so that of few training points more or fewer may be of it.
 */
export function splitSphereData(
  d: number,
  { train, test }: { train: number; test: number },
  random: Random,
): { train: SphereData; test: SphereData } {
  const all = sphereData(d, train + test, random);
  return { train: someOf(all, 0, train), test: someOf(all, train, train + test) };
}

/** The points from `from` to before `to`. */
export function someOf({ x, y, bayes }: SphereData, from: number, to: number): SphereData {
  return { x: rowView(x, from, to), y: y.subarray(from, to), bayes: bayes.subarray(from, to) };
}

function logDensity(s: Float64Array, alpha: readonly number[]): number {
  const total = alpha.reduce((sum, a) => sum + a, 0);
  return alpha.reduce((sum, a, k) => sum + (a - 1) * Math.log(s[k]) - logGamma(a), logGamma(total));
}

/** log Γ(x), x > 0: Stirling's series after shifting x above 10. */
function logGamma(x: number): number {
  let [shifted, product] = [x, 1];
  while (shifted < 10) product *= shifted++;
  const inverse = 1 / (shifted * shifted);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / shifted;
  return (
    (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product)
  );
}

/** Points t of an arc of the circle, t uniform on (0, π/2), with P(y = 1) = ½ + 0.35 sin 4t. */
export function arcData(n: number, random: Random): SphereData {
  const x = zeros(n, 2);
  const [y, bayes] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    const t = (Math.PI / 2) * random.uniform();
    x.set(i, 0, Math.cos(t));
    x.set(i, 1, Math.sin(t));
    const wave = Math.sin(4 * t);
    y[i] = random.uniform() < 0.5 + 0.35 * wave ? 1 : -1;
    bayes[i] = wave >= 0 ? 1 : -1;
  }
  return { x, y, bayes };
}

/**
 * log δ of each pair, δ = |z - x|²/2 from the differences of coordinates, `(m, n)`: 1 - ⟨z, x⟩ would forget near
 * points. Into `out` if given.
 */
export function logDistances(z: Matrix, x: Matrix, out: Matrix = zeros(z.rows, x.rows)): Matrix {
  logDistancesInto(z, x, out);
  return out;
}
