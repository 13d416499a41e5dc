import { dualValue } from '../../kernels/dual/dual-activation.js';
import { taxonomy } from '../../kernels/dual/taxonomy.js';
import type { Step } from '../../step.js';
import { namedDuals } from './named-duals.js';

export interface CobwebSettings {
  activations: string[];
  /** The inner product before the first layer. */
  start: number;
  layers: number;
  /** Points of the curve. */
  points: number;
}

export type CobwebRow = {
  activation: string;
  /**
   * D; the walk (ξ, ξ), (ξ, D(ξ)), (D(ξ), D(ξ)), ...; its tangents at 0 and 1, of slopes a and b; A² and the fixed
   * point.
   */
  part: 'D' | 'walk' | 'slope a' | 'slope b' | 'A²' | 'fixed point';
  order: number;
  x: number;
  y: number;
};

/** The iteration ξ <- D(ξ), layer by layer, with the three constants that decide where it ends. */
export async function cobweb(
  { activations, start, layers, points }: CobwebSettings,
  _seed: number,
  step: Step,
): Promise<CobwebRow[]> {
  const rows: CobwebRow[] = [];
  for (const [k, activation] of activations.entries()) {
    const dual = namedDuals[activation];
    const { meanSquared, a, b } = taxonomy(dual);
    const add = (part: CobwebRow['part'], path: [number, number][]): void => {
      path.forEach(([x, y], order) => rows.push({ activation, part, order, x, y }));
    };
    const grid = Array.from({ length: points }, (_, i) => i / (points - 1));
    add(
      'D',
      grid.map((xi) => [xi, dualValue(dual, xi)]),
    );
    const walk: [number, number][] = [[start, start]];
    let xi = start;
    for (let layer = 0; layer < layers; layer++) {
      const next = dualValue(dual, xi);
      walk.push([xi, next], [next, next]);
      xi = next;
    }
    add('walk', walk);
    // A quarter of the interval, or until the tangent leaves the square.
    const right = Math.min(0.25, a > 0 ? (1 - meanSquared) / a : 0.25);
    add('slope a', [
      [0, meanSquared],
      [right, meanSquared + a * right],
    ]);
    const left = Math.min(0.25, 1 / b);
    add('slope b', [
      [1 - left, 1 - b * left],
      [1, 1],
    ]);
    add('A²', [[0, meanSquared]]);
    for (let layer = 0; layer < 10_000; layer++) xi = dualValue(dual, xi);
    add('fixed point', [[xi, xi]]);
    await step(k + 1, activations.length);
  }
  return rows;
}
