import { tableVotes } from '../../elementwise/log-tables.js';
import { centredDual } from '../../kernels/dual/centred-dual.js';
import type { DualActivation } from '../../kernels/dual/dual-activation.js';
import { hermiteDual } from '../../kernels/dual/hermite-dual.js';
import { numericDual } from '../../kernels/dual/numeric-dual.js';
import { taxonomy } from '../../kernels/dual/taxonomy.js';
import { textActivation } from '../../kernels/dual/text-activation.js';
import { Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { type DeepKind, deepRegression, majority, nearestLabels } from './classifiers.js';
import { psiTable } from './depth.js';
import { classOf } from './duals.js';
import { namedDuals } from './named-duals.js';
import { logDistances, type SphereData, sphereData } from './sphere-data.js';

interface MapSettings {
  /** Training points, d = 2. */
  n: number;
  /** Points a side of the triangle. */
  resolution: number;
}

export interface DecisionMapSettings extends MapSettings {
  maps: { activation: string; kind: DeepKind; depths: number[] }[];
}

/**
 * A point of the positive octant of the sphere, drawn as the triangle of its simplex points, and the answer ±1 there.
 */
export type DecisionMapRow = { map: string; x: number; y: number; label: number };

/** Decisions of deep kernels, and in the last map of each activation those of infinite depth. */
export async function decisionMaps(
  { n, resolution, maps }: DecisionMapSettings,
  seed: number,
  step: Step,
): Promise<DecisionMapRow[]> {
  const train = sphereData(2, n, new Random(seed).fork('map'));
  const octant = new Octant(resolution);
  const rows: DecisionMapRow[] = [];
  for (const [k, { activation, kind, depths }] of maps.entries()) {
    const dual = namedDuals[activation];
    for (const depth of depths) {
      const { outputs } = deepRegression(train, octant.points, { dual, kind, depth });
      rows.push(...octant.rows(`${activation}, L = ${depth}`, outputs));
    }
    rows.push(...octant.rows(`${activation}, L = ∞`, atInfiniteDepth(dual, train, octant.points)));
    await step(k + 1, maps.length);
  }
  return rows;
}

export interface TypedMapSettings extends MapSettings {
  /** The activation, an expression in x. */
  text: string;
}

/** The map of an activation that is typed, as it is and less its mean. */
export async function typedMaps(
  { n, resolution, text }: TypedMapSettings,
  seed: number,
  step: Step,
): Promise<DecisionMapRow[]> {
  const train = sphereData(2, n, new Random(seed).fork('map'));
  const octant = new Octant(resolution);
  const typed = numericDual(textActivation(text));
  await step(1, 2);
  const duals = { 'as it is': typed, centred: centredDual(typed) };
  const rows = Object.entries(duals).flatMap(([name, dual]) =>
    octant.rows(`${name}: ${described(dual)}`, atInfiniteDepth(dual, train, octant.points)),
  );
  await step(2, 2);
  return rows;
}

export interface DialSettings extends MapSettings {
  /** Exponents of the singular kernel, above 1/2. */
  alphas: number[];
}

export type DialRow = DecisionMapRow & { alpha: number };

/**
 * Maps of the activations with D(ξ) = c ξ³ + (1 - 2c) ξ² + c ξ, c = 2^(-α), for α ≥ 1, and w ξ + (1 - w) ξ³ with
 * -log w / log(3 - 2w) = α below: a mixture of the first three Hermite polynomials for any exponent.
 */
export async function dialMaps(
  { n, resolution, alphas }: DialSettings,
  seed: number,
  step: Step,
): Promise<DialRow[]> {
  const train = sphereData(2, n, new Random(seed).fork('map'));
  const octant = new Octant(resolution);
  const rows: DialRow[] = [];
  for (const [k, alpha] of alphas.entries()) {
    const outputs = atInfiniteDepth(mixtureOf(alpha), train, octant.points);
    rows.push(...octant.rows(`α = ${alpha}`, outputs).map((row) => ({ ...row, alpha })));
    await step(k + 1, alphas.length);
  }
  return rows;
}

/** The mixture of He₁, He₂ and He₃ with the exponent α > 1/2. */
export function mixtureOf(alpha: number): DualActivation {
  if (alpha >= 1) return hermiteDual([0, 2 ** -alpha, 1 - 2 * 2 ** -alpha, 2 ** -alpha]);
  // The exponent falls from 1 at w = 1/2 to 1/2 at w = 1.
  let [low, high] = [0.5, 1];
  for (let round = 0; round < 60; round++) {
    const w = (low + high) / 2;
    if (-Math.log(w) / Math.log(3 - 2 * w) > alpha) low = w;
    else high = w;
  }
  return hermiteDual([0, low, 0, 1 - low]);
}

/** The outputs of the classifier that infinite depth makes of an activation. */
function atInfiniteDepth(dual: DualActivation, train: SphereData, points: Matrix): Float64Array {
  const far = logDistances(points, train.x);
  const { classifier } = taxonomy(dual);
  if (classifier === '1-NN') return nearestLabels(far, train.y);
  if (classifier === 'singular') return tableVotes(far, train.y, psiTable(dual));
  return majority(train.y, points.rows);
}

function described(dual: DualActivation): string {
  const { classifier, alpha } = classOf(taxonomy(dual));
  return alpha === null ? classifier : `${classifier}, α = ${alpha.toFixed(2)}`;
}

/** A grid on the positive octant of the sphere. */
class Octant {
  /** `(count, 3)`, of length 1. */
  readonly points: Matrix;
  readonly #simplex: [number, number, number][] = [];

  constructor(resolution: number) {
    for (let i = 0; i < resolution; i++) {
      for (let j = 0; j < resolution - i; j++) {
        const [p, q] = [(i + 1 / 3) / resolution, (j + 1 / 3) / resolution];
        this.#simplex.push([p, q, 1 - p - q]);
      }
    }
    this.points = new Matrix(
      this.#simplex.length,
      3,
      Float64Array.from(this.#simplex.flatMap((s) => s.map((value) => value / Math.hypot(...s)))),
    );
  }

  rows(map: string, outputs: Float64Array): DecisionMapRow[] {
    return this.#simplex.map(([p, q], i) => ({
      map,
      x: p + q / 2,
      y: (q * Math.sqrt(3)) / 2,
      label: outputs[i] >= 0 ? 1 : -1,
    }));
  }
}
