import { converted } from '../../features/rfm/converted.js';
import type { Problem, Solution } from '../../features/rfm/solver.js';
import { choleskyAsync, choleskySolveAsync } from '../../linalg/cholesky.js';

/**
 * α = (K + λI)⁻¹ Y with K in the precision of the points and the solve in double precision, as the authors' scripts
 * have it: their float32 K becomes float64 with the identity that is added.
 * @throws NumericalError if K + λI has no Cholesky factor.
 */
export async function doubleSolver({ x, y, ridge, gram }: Problem): Promise<Solution> {
  const k = converted(gram(), 'float64');
  for (let i = 0; i < k.rows; i++) k.data[i * k.cols + i] += ridge;
  const factor = await choleskyAsync(k, { out: k });
  const alpha = await choleskySolveAsync(factor, converted(y, 'float64'));
  return {
    alpha: converted(alpha, x.precision),
    report: { solver: 'cholesky', ridge, precision: 'float64', fallback: 'none' },
  };
}
