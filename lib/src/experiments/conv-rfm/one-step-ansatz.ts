import { gram } from '../../linalg/gram.js';
import { matmul } from '../../linalg/matmul.js';
import { zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { correlation, mean } from '../summary.js';

export interface OneStepSettings {
  images: number;
  positions: number;
  patch: number;
  widths: readonly number[];
  trials: number;
}

export type OneStepRow = { width: number; pearson: number; toLimit: number };

/**
 * f(x) = Σ_a v_aᵀ W u_a(x) after one step from W = 0: W = Vᵀ S, s_a = Σ_i y_i u_a(x_i); Pearson correlation of WᵀW with
 * the patch AGOP Wᵀ(VᵀV)W, and of that with its limit SᵀS, V `(positions, width)`, mean over `trials` draws.
 */
export async function oneStepAnsatz(
  settings: OneStepSettings,
  seed: number,
  step: Step,
): Promise<OneStepRow[]> {
  const { images, positions, patch, widths, trials } = settings;
  const rows: OneStepRow[] = [];
  for (const [k, width] of widths.entries()) {
    const found = Array.from({ length: trials }, (_, trial) => {
      const random = new Random(seed).fork(`${width} ${trial}`);
      const sums = zeros(positions, patch);
      for (let i = 0; i < images; i++) {
        const y = random.normal();
        for (let d = 0; d < sums.data.length; d++) sums.data[d] += y * random.normal();
      }
      const v = random.normalMatrix(positions, width);
      const w = matmul(v, sums, { transA: true });
      const agop = matmul(matmul(w, gram(v, { of: 'columns' }), { transA: true }), w);
      const pearson = (a: { data: ArrayLike<number> }, b: { data: ArrayLike<number> }): number =>
        correlation(Array.from(a.data), Array.from(b.data));
      return {
        pearson: pearson(gram(w, { of: 'columns' }), agop),
        toLimit: pearson(agop, gram(sums, { of: 'columns' })),
      };
    });
    rows.push({
      width,
      pearson: mean(found.map((r) => r.pearson)),
      toLimit: mean(found.map((r) => r.toLimit)),
    });
    await step(k + 1, widths.length);
  }
  return rows;
}
