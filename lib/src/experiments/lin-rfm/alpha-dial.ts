import { linRfm } from '../../features/lin-rfm.js';
import { spectralPenalty } from '../../features/lin-rfm-objective.js';
import { relativeDistance } from '../../features/svd-free-lin-rfm.js';
import type { Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { svd } from '../../linalg/svd.js';
import type { Step } from '../../step.js';
import { completionProblem, relativeError } from './problems.js';

export interface AlphaDialSettings {
  d: number;
  rank: number;
  /** Entries of the spectral path. */
  count: number;
  /** Entries of the error curve. */
  counts: number[];
  alphas: number[];
  /** Iterations of the path. */
  iterations: number;
  maxIterations: number;
  ridge: number;
}

export type AlphaDialRow = {
  part: 'penalty' | 'path' | 'error';
  alpha: number;
  /** Penalty: a singular value. Path: an iteration. Error: oversampling. */
  x: number;
  /** Penalty: j(x²/d) over j at the right end. Path: a singular value. Error: relative error. */
  y: number;
  /** Index of the singular value in a path; 0 elsewhere. */
  index: number;
};

/** Everything that the dial of α shows, for every α on its scale: penalty, spectrum along the loop, error. */
export async function alphaDial(
  { d, rank, count, counts, alphas, iterations, maxIterations, ridge }: AlphaDialSettings,
  seed: number,
  step: Step,
): Promise<AlphaDialRow[]> {
  const rows: AlphaDialRow[] = [];
  const top = 3;
  for (const [k, alpha] of alphas.entries()) {
    const end = spectralPenalty(top ** 2, alpha, ridge);
    for (let i = 0; i <= 30; i++) {
      const x = (top * i) / 30;
      rows.push({ part: 'penalty', alpha, x, y: spectralPenalty(x ** 2, alpha, ridge) / end, index: 0 });
    }
    const { omega } = completionProblem({ d, rank, count }, new Random(seed));
    const run = linRfm(omega, { alpha, sides: 'alternating' });
    for (let t = 1; t <= iterations; t++) {
      const { s } = svd(run.next().value);
      for (let i = 0; i < 6; i++)
        rows.push({ part: 'path', alpha, x: t, y: Math.max(s[i], 1e-6), index: i + 1 });
    }
    for (const n of counts) {
      const problem = completionProblem({ d, rank, count: n }, new Random(seed));
      const z = settled(linRfm(problem.omega, { alpha, sides: 'alternating' }), maxIterations);
      const y = relativeError(z.data, problem.truth.data);
      rows.push({ part: 'error', alpha, x: problem.oversampling, y, index: 0 });
    }
    await step(k + 1, alphas.length, `alpha ${alpha}`);
  }
  return rows;
}

function settled(iterates: Iterable<Matrix>, maxIterations: number): Matrix {
  let before: Matrix | undefined;
  let t = 0;
  for (const z of iterates) {
    if (++t === maxIterations || (before && relativeDistance(z, before) < 1e-5)) return z;
    before = z;
  }
  throw new Error('unreachable: the iterates do not end');
}
