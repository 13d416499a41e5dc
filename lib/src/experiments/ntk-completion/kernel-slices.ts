import { hourglass } from '../../kernels/cntk/cntk-layers.js';
import { cntk } from '../../kernels/cntk/cntk.js';
import { pairsKernel } from '../../kernels/cntk/pairs-kernel.js';
import { stationaryPrior } from '../../kernels/cntk/prior-pairs.js';
import { stationaryCntk } from '../../kernels/cntk/stationary-cntk.js';
import { stationaryExtremes } from '../../kernels/cntk/stationary-extremes.js';
import type { Step } from '../../step.js';

export interface KernelSlicesSettings {
  scales: number[];
  /** d is so many times the period. */
  multiples: number[];
  convolutions: number[];
}

export type KernelSlicesRow = {
  scales: number;
  convolutions: number;
  size: number;
  max: number;
  min: number;
  /** Those of the closed form. */
  maxFormula: number;
  minFormula: number;
  /** Largest less smallest entry at offsets of P or more in rows or columns. */
  farSpread: number;
  /** Largest difference of the expanded from the direct kernel, over the maximum. */
  expansionError: number;
};

/**
 * The stationary kernel computed directly on pictures of several sizes, beside its closed-form extremes and its
 * expansion.
 */
export async function kernelSlices(
  { scales, multiples, convolutions }: KernelSlicesSettings,
  _seed: number,
  step: Step,
): Promise<KernelSlicesRow[]> {
  const rows: KernelSlicesRow[] = [];
  const cases = scales.flatMap((s) => convolutions.flatMap((n) => multiples.map((m) => [s, n, m])));
  for (const [k, [s, n, multiple]] of cases.entries()) {
    const layers = hourglass({ scales: s, convolutions: n });
    const period = 2 ** s;
    const d = multiple * period;
    const direct = pairsKernel(cntk(stationaryPrior(d), { layers }));
    const expanded = stationaryCntk({ layers }).on(d, d);
    const all = Int32Array.from({ length: d * d }, (_, p) => p);
    const first = all.filter((p) => Math.floor(p / d) < period && p % d < period);
    const [a, b] = [direct.block(first, all), expanded.block(first, all)];
    let [max, min, error] = [-Infinity, Infinity, 0];
    const far = [Infinity, -Infinity];
    const distance = (u: number, v: number): number => Math.min((u - v + d) % d, (v - u + d) % d);
    first.forEach((p, i) => {
      for (const q of all) {
        const value = a.get(i, q);
        max = Math.max(max, value);
        min = Math.min(min, value);
        error = Math.max(error, Math.abs(value - b.get(i, q)));
        const [rise, run] = [distance(Math.floor(p / d), Math.floor(q / d)), distance(p % d, q % d)];
        if (Math.max(rise, run) < period) continue;
        far[0] = Math.min(far[0], value);
        far[1] = Math.max(far[1], value);
      }
    });
    const formula = stationaryExtremes({
      convolutions: layers.filter((layer) => typeof layer !== 'string').length,
    });
    rows.push({
      scales: s,
      convolutions: n,
      size: d,
      max,
      min,
      maxFormula: formula.max,
      minFormula: formula.min,
      farSpread: far[1] - far[0],
      expansionError: error / max,
    });
    await step(k + 1, cases.length);
  }
  return rows;
}
