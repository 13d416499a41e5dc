import { NumericalError } from '../../errors.js';
import { solveSpd, solveSpdAsync } from '../../linalg/solve-spd.js';
import type { Matrix, Precision } from '../../linalg/matrix.js';
import { converted } from './converted.js';
import { roundingOf } from './rounding.js';
import type { Problem, Solution, SolveReport } from './solver.js';

/**
 * α = (K + λI)⁻¹ Y by Cholesky, in place and in the precision of `x`.
 *
 * Where K + λI has no factor after rounding, or an α whose outputs drown in rounding (see `roundingOf`), float32 goes
 * to float64, and float64 adds 1 % of the largest row sum of K to the diagonal, as the Python package does. The report
 * says so: `fallback` is `float64` or `ridge`.
 * @throws NumericalError if all of that fails.
 */
export async function ridgeSolver(problem: Problem): Promise<Solution> {
  const { x, y, ridge } = problem;
  for (const attempt of attempts(x.precision)) {
    const { precision, fallback } = attempt;
    const k = problem.upperGram(precision);
    const used = fallback === 'ridge' ? ridge + 0.01 * largestRowSum(k) : ridge;
    const alpha = await solved(k, converted(y, precision), used);
    // Written so that NaN fails too.
    if (alpha === undefined || !(roundingOf(alpha, y, x.precision) <= 1)) continue;
    return {
      alpha: converted(alpha, x.precision),
      report: { solver: 'cholesky', ridge: used, precision, fallback },
    };
  }
  throw new NumericalError(
    `ridgeSolver: the kernel matrix of ${x.rows} points cannot be solved with at ridge ${ridge}, nor with 1 % of ` +
      'its largest row sum; look for duplicate or huge rows, or give a larger ridge',
  );
}

type Attempt = Pick<SolveReport, 'precision' | 'fallback'>;

function attempts(precision: Precision): Attempt[] {
  const double: Attempt[] = [
    { precision: 'float64', fallback: precision === 'float64' ? 'none' : 'float64' },
    { precision: 'float64', fallback: 'ridge' },
  ];
  return precision === 'float64' ? double : [{ precision, fallback: 'none' }, ...double];
}

// Below this a solve is over in some tens of milliseconds.
const ANOTHER_THREAD_FROM = 3000;

/** (K + ridge I)⁻¹ y over K's storage; undefined where there is no factor. */
async function solved(k: Matrix, y: Matrix, ridge: number): Promise<Matrix | undefined> {
  for (let i = 0; i < k.rows; i++) k.data[i * k.cols + i] += ridge;
  return k.rows >= ANOTHER_THREAD_FROM ? solveSpdAsync(k, y) : solveSpd(k, y);
}

/** Of the symmetric matrix whose upper triangle this is. */
function largestRowSum(k: Matrix): number {
  const sums = new Float64Array(k.rows);
  for (let i = 0; i < k.rows; i++) {
    for (let j = i; j < k.cols; j++) {
      sums[i] += k.get(i, j);
      if (j > i) sums[j] += k.get(i, j);
    }
  }
  return sums.reduce((a, b) => Math.max(a, b), 0);
}
