import { InputError } from '../../errors.js';

export interface LogLaw {
  /** a, a factor of e. */
  slope: number;
  /** a ln 2, a doubling. */
  slopePerDoubling: number;
  /** b. */
  intercept: number;
  /** R² = 1 - SS_res/SS_tot. */
  r2: number;
  /** Root mean square of the residuals. */
  rmse: number;
  /** a ln n + b. */
  at(n: number): number;
}

/**
 * Least squares of accuracy = a ln n + b, the scaling law of Radhakrishnan et al. (2023).
 * @throws InputError on fewer than two different n, or an n that is not positive.
 * @example
 * ```ts
 * logLaw([1, 10, 100], [0.1, 0.2, 0.3]).at(1000); // 0.4
 * ```
 */
export function logLaw(n: readonly number[], accuracy: readonly number[]): LogLaw {
  if (new Set(n).size < 2 || n.length !== accuracy.length) {
    throw new InputError(
      'logLaw',
      'n',
      `has ${n.length} values for ${accuracy.length}`,
      'give two different ones',
    );
  }
  const odd = n.findIndex((value) => !(Number.isFinite(value) && value > 0));
  if (odd >= 0) throw new InputError('logLaw', `n[${odd}]`, `is ${n[odd]}`, 'give positive numbers');
  const x = n.map(Math.log);
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(x), mean(accuracy)];
  const slope =
    mean(x.map((value, i) => (value - mx) * (accuracy[i] - my))) / mean(x.map((value) => (value - mx) ** 2));
  const intercept = my - slope * mx;
  const left = mean(x.map((value, i) => (accuracy[i] - slope * value - intercept) ** 2));
  return {
    slope,
    slopePerDoubling: slope * Math.LN2,
    intercept,
    r2: 1 - left / mean(accuracy.map((value) => (value - my) ** 2)),
    rmse: Math.sqrt(left),
    at: (value) => slope * Math.log(value) + intercept,
  };
}
