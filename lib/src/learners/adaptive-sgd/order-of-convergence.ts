import { InputError } from '../../errors.js';

export interface OrderOfConvergence {
  /** q_k = log(e_{k+1}/e_k) / log(e_k/e_{k−1}), `(n − 2)`. */
  consecutive: number[];
  /** Least-squares slope of log e_{k+1} on log e_k. */
  slope: number;
  /** e_{k+1}/e_k², `(n − 1)`. */
  quadraticRatios: number[];
}

/**
 * The order q of e_{k+1} ≈ C e_k^q, by three estimates; errors `(n)`, n ≥ 3. Leave out what is below 1e-12: rounding.
 * @throws InputError on fewer than three errors, or one that is not positive.
 * @example
 * ```ts
 * orderOfConvergence([0.1, 0.01, 0.0001]).slope; // 2
 * ```
 */
export function orderOfConvergence(errors: readonly number[]): OrderOfConvergence {
  if (errors.length < 3)
    throw new InputError('orderOfConvergence', 'errors', `has ${errors.length} numbers`, 'give at least 3');
  const bad = errors.findIndex((e) => !(e > 0 && Number.isFinite(e)));
  if (bad >= 0)
    throw new InputError(
      'orderOfConvergence',
      'errors',
      `has ${errors[bad]} at position ${bad}`,
      'give positive numbers',
    );
  const log = errors.map(Math.log);
  const [x, y] = [log.slice(0, -1), log.slice(1)];
  const [mx, my] = [x, y].map((values) => values.reduce((a, b) => a + b, 0) / values.length);
  const slope =
    x.reduce((sum, v, i) => sum + (v - mx) * (y[i] - my), 0) / x.reduce((sum, v) => sum + (v - mx) ** 2, 0);
  return {
    consecutive: y.slice(1).map((v, k) => (v - y[k]) / (y[k] - x[k])),
    slope,
    quadraticRatios: errors.slice(1).map((e, k) => e / errors[k] ** 2),
  };
}
