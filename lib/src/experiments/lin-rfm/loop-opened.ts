import { linRfm, linRfmAgop } from '../../features/lin-rfm.js';
import { Random } from '../../linalg/random.js';
import { svd } from '../../linalg/svd.js';
import type { Step } from '../../step.js';
import { completionProblem } from './problems.js';

export interface LoopOpenedSettings {
  d: number;
  rank: number;
  count: number;
  alpha: number;
  /** Iterations that are shown. */
  shown: number[];
  /** Rows and columns of the corner that is drawn. */
  corner: number;
}

export type LoopOpenedRow = {
  part: 'entry' | 'spectrum';
  t: number;
  /** Row and column of an entry; `j` is the index of a singular value. */
  i: number;
  j: number;
  /** Zₜ, or a singular value of it. */
  z: number;
  /** AGOP over its largest entry. */
  g: number;
};

/** F1: the iterates, the AGOP and the spectrum of alternating lin-RFM. */
export async function loopOpened(
  { d, rank, count, alpha, shown, corner }: LoopOpenedSettings,
  seed: number,
  step: Step,
): Promise<LoopOpenedRow[]> {
  const { omega } = completionProblem({ d, rank, count }, new Random(seed));
  const rows: LoopOpenedRow[] = [];
  const end = Math.max(...shown);
  let t = 0;
  for (const z of linRfm(omega, { alpha, sides: 'alternating' })) {
    if (shown.includes(t)) {
      const g = linRfmAgop(z);
      const largest = Math.max(...g.data.map(Math.abs));
      for (let i = 0; i < corner; i++) {
        for (let j = 0; j < corner; j++) {
          rows.push({ part: 'entry', t, i, j, z: z.get(i, j), g: g.get(i, j) / largest });
        }
      }
      const { s } = svd(z);
      for (let j = 0; j < s.length; j++) rows.push({ part: 'spectrum', t, i: 0, j: j + 1, z: s[j], g: 0 });
    }
    await step(t, end);
    if (t++ === end) return rows;
  }
  return rows;
}
