import { InputError } from '../../errors.js';
import { eigh } from '../../linalg/eigh.js';
import { gram } from '../../linalg/gram.js';
import { fromRows, type Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';

/**
 * cos(Bᵖ q₁, Bᵖ q₂) = (s₀ + γ)/(1 + γ s₀), γ = (l₁²ᵖ - l₂²ᵖ)/(l₁²ᵖ + l₂²ᵖ): how an encoder with eigenvalues l₁ ≥ l₂
 * along (1, 1) and (1, -1) turns two unit vectors that mirror each other and have cosine s₀: a velocity addition.
 * Jain, Radhakrishnan, Uhler (2021), 2DGaussianCheck of their code.
 * @throws InputError unless s₀ is in [-1, 1] and l₁ ≥ l₂ > 0.
 */
export function turnedCosine(cosine: number, [l1, l2]: readonly [number, number], power = 1): number {
  const fn = 'turnedCosine';
  if (!(Math.abs(cosine) <= 1))
    throw new InputError(fn, 'cosine', `is ${String(cosine)}`, 'give one in [-1, 1]');
  if (!(l2 > 0 && l1 >= l2 && Number.isFinite(l1))) {
    throw new InputError(fn, 'eigenvalues', `are ${l1} and ${l2}`, 'give the larger first, both positive');
  }
  const ratio = (l2 / l1) ** (2 * power);
  const gamma = (1 - ratio) / (1 + ratio);
  return (cosine + gamma) / (1 + gamma * cosine);
}

/**
 * The components N((1, 0), [[c+2, 1], [1, 2]]) and N((0, 1), [[2, 1], [1, c+2]]), and what they are in the population.
 */
export function gaussianPair(c: number): {
  means: [number[], number[]];
  covariances: [Matrix, Matrix];
  /** (l₁, l₂) = (c + 7, c + 3) of (1/N) Xᵀ X over the 2N points, along (1, 1) and (1, -1). */
  eigenvalues: [number, number];
  /** cos(q₁, q₂) = 2/√(c² + 4) of the main axes, both with positive entries. */
  cosine: number;
} {
  return {
    means: [
      [1, 0],
      [0, 1],
    ],
    covariances: [
      fromRows([
        [c + 2, 1],
        [1, 2],
      ]),
      fromRows([
        [2, 1],
        [1, c + 2],
      ]),
    ],
    eigenvalues: [c + 7, c + 3],
    cosine: 2 / Math.hypot(c, 2),
  };
}

/** Main axis of a covariance, with a positive entry where it is largest. */
export function mainAxis(covariance: Matrix): [number, number] {
  const { vectors } = eigh(covariance);
  const [p, q] = [vectors.get(0, 1), vectors.get(1, 1)];
  const sign = Math.sign(Math.abs(p) > Math.abs(q) ? p : q);
  return [sign * p, sign * q];
}

export interface TwoGaussiansSettings {
  cs: number[];
  /** Points a component. */
  n: number;
  powers: number[];
  /** Points a component that are kept as rows. */
  shown: number;
}

export type TwoGaussiansRow = {
  part: 'cosine' | 'point' | 'axis';
  c: number;
  power: number;
  component: number;
  x: number;
  y: number;
  /** cos(Bᵖ q₁, Bᵖ q₂) of the drawn points' main axes. */
  empirical: number;
  /** `turnedCosine` with the axes' cosine and the eigenvalues of the drawn points. */
  formula: number;
  /** The same in the population. */
  population: number;
};

const cosineOf = ([a, b]: number[], [c, d]: number[]): number =>
  (a * c + b * d) / Math.hypot(a, b) / Math.hypot(c, d);

const times = (m: Matrix, [a, b]: readonly number[]): [number, number] => [
  m.get(0, 0) * a + m.get(0, 1) * b,
  m.get(1, 0) * a + m.get(1, 1) * b,
];

/** Cosine of the main axes of two Gaussians after the encoder B = (1/N) Xᵀ X and its powers, beside the closed form. */
export async function twoGaussians(
  { cs, n, powers, shown }: TwoGaussiansSettings,
  seed: number,
  step: Step,
): Promise<TwoGaussiansRow[]> {
  const rows: TwoGaussiansRow[] = [];
  for (const [k, c] of cs.entries()) {
    const pair = gaussianPair(c);
    const random = new Random(seed).fork(`c = ${c}`);
    const clouds = [0, 1].map((i) => cloud(pair.means[i], pair.covariances[i], n, random.fork(i)));
    const axes = clouds.map((points) => mainAxis(covariance(points)));
    const b = zeros(2, 2);
    for (const points of clouds) gram(points, { of: 'columns', alpha: 1 / n, beta: 1, out: b });
    const { values, vectors } = eigh(b);
    const powerOf = (p: number): Matrix => {
      const into = zeros(2, 2);
      for (let i = 0; i < 2; i++)
        for (let j = 0; j < 2; j++)
          for (let e = 0; e < 2; e++)
            // Scaled by the larger eigenvalue, which no cosine sees.
            into.data[2 * i + j] += vectors.get(i, e) * vectors.get(j, e) * (values[e] / values[1]) ** p;
      return into;
    };
    const original = cosineOf(axes[0], axes[1]);
    for (const power of powers) {
      const encoder = powerOf(power);
      const common = {
        c,
        power,
        empirical: cosineOf(times(encoder, axes[0]), times(encoder, axes[1])),
        formula: turnedCosine(original, [values[1], values[0]], power),
        population: turnedCosine(pair.cosine, pair.eigenvalues, power),
      };
      rows.push({ part: 'cosine', component: 0, x: 0, y: 0, ...common });
      axes.forEach((axis, component) => {
        const [x, y] = times(encoder, axis);
        const length = Math.hypot(x, y);
        rows.push({ part: 'axis', component, x: x / length, y: y / length, ...common });
      });
      clouds.forEach((points, component) => {
        for (let i = 0; i < Math.min(shown, n); i++) {
          const [x, y] = times(encoder, Array.from(points.row(i)));
          rows.push({ part: 'point', component, x, y, ...common });
        }
      });
    }
    await step(k + 1, cs.length);
  }
  return rows;
}

/** n points of N(mean, covariance), `(n, 2)`. */
function cloud([m0, m1]: number[], covariance: Matrix, n: number, random: Random): Matrix {
  // The lower factor of a 2 x 2 covariance.
  const l00 = Math.sqrt(covariance.get(0, 0));
  const l10 = covariance.get(1, 0) / l00;
  const l11 = Math.sqrt(covariance.get(1, 1) - l10 * l10);
  const points = random.normalMatrix(n, 2);
  for (let i = 0; i < n; i++) {
    const row = points.row(i);
    const [a, b] = row;
    row[0] = m0 + l00 * a;
    row[1] = m1 + l10 * a + l11 * b;
  }
  return points;
}

function covariance(points: Matrix): Matrix {
  const centred = points.clone();
  for (let k = 0; k < 2; k++) {
    let mean = 0;
    for (let i = 0; i < points.rows; i++) mean += points.get(i, k) / points.rows;
    for (let i = 0; i < points.rows; i++) centred.set(i, k, points.get(i, k) - mean);
  }
  return gram(centred, { of: 'columns', alpha: 1 / points.rows });
}
