import type { Mlp } from './mlp-weights.js';

/** s_l of weight l. */
export function scaleOf({ scales }: Mlp, l: number): number {
  return scales?.[l] ?? 1;
}
