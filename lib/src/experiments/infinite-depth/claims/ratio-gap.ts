import { where } from '../../summary.js';
import type { RatioRow } from '../depth.js';

/** |K_L(δ)/K_L(1) - limit| of orthogonal points (δ = 1). */
export function ratioGap(
  rows: readonly RatioRow[],
  activation: string,
  depth: number,
  limit: number,
): number {
  return Math.abs(where(rows, { activation, depth, delta: 1 })[0].ratio - limit);
}
