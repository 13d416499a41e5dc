import { normalisedRun, normalisedStep } from '../../nets/quadratic/one-example-map.js';
import type { Step } from '../../step.js';

export interface MapRegimesSettings {
  /** v₀ = η λ₀. */
  starts: number[];
  /** u₀. */
  u0: number;
  steps: number;
  /** v₀ of the universal curve. */
  curve: number[];
}

export type MapRegimesRow = {
  part: 'path' | 'end';
  v0: number;
  step: number;
  u: number;
  v: number;
  /** v_end / v₀ = λ_end / λ₀; null on a path and where the run diverges. */
  ratio: number | null;
  peak: number;
  diverged: number;
};

/** The exact map of one example with target zero: paths from several v₀, and where every v₀ ends. */
export async function mapRegimes(
  { starts, u0, steps, curve }: MapRegimesSettings,
  _seed: number,
  step: Step,
): Promise<MapRegimesRow[]> {
  const rows: MapRegimesRow[] = [];
  for (const v0 of starts) {
    let state = { u: u0, v: v0 };
    for (let t = 0; t <= steps && state.u < 1e3 && state.u > 1e-12; t++) {
      rows.push({ part: 'path', v0, step: t, ...state, ratio: null, peak: 0, diverged: 0 });
      const { u, v } = normalisedStep(state);
      state = { u, v };
    }
  }
  for (const [k, v0] of curve.entries()) {
    const { end, peak, diverged, updates } = normalisedRun({ u: u0, v: v0 });
    const ended = diverged ? { v: v0, ratio: null, peak: 0 } : { v: end, ratio: end / v0, peak };
    rows.push({ part: 'end', v0, step: updates, u: u0, ...ended, diverged: Number(diverged) });
    await step(k + 1, curve.length);
  }
  return rows;
}
