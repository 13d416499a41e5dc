import type { LogTable } from '../../elementwise/log-tables.js';
import { checkInteger } from '../../check.js';
import { InputError } from '../../errors.js';

export interface KernelTableOptions {
  /** Least δ of the table; smaller ones count as it. Default 1e-20. */
  least?: number;
  /** Points, evenly spaced in log δ. Default 2000. */
  points?: number;
}

/** log k as a function of log δ, and the table that it is read from. */
export interface KernelTable extends LogTable {
  (logDelta: number): number;
}

/**
 * log k(δ) by linear interpolation in log δ of a table on [least, 1]: kernels of unit vectors are functions of
 * δ = |x - x'|²/2 alone, so that the work for n² pairs does not depend on the depth.
 * @throws InputError on fewer than two points, or `least` outside (0, 1).
 * @example
 * ```ts
 * const logKernel = kernelTable((delta) => -2 * Math.log(delta));
 * logKernel(Math.log(0.1)); // 4.60517
 * ```
 */
export function kernelTable(
  logKernel: (delta: number) => number,
  { least = 1e-20, points = 2000 }: KernelTableOptions = {},
): KernelTable {
  checkInteger('kernelTable', 'points', points, 2);
  if (!(least > 0 && least < 1)) {
    throw new InputError('kernelTable', 'least', `is ${least}`, 'give a number between 0 and 1');
  }
  const from = Math.log(least);
  const step = -from / (points - 1);
  // δ = 1 is an inner product of 0, where some kernels vanish: the last point stays just short of it.
  const values = Float64Array.from({ length: points }, (_, i) =>
    logKernel(Math.min(1 - 2 ** -40, Math.exp(from + i * step))),
  );
  const look = (logDelta: number): number => {
    const at = Math.min(points - 1, Math.max(0, (logDelta - from) / step));
    const i = Math.min(points - 2, Math.floor(at));
    const share = at - i;
    return (1 - share) * values[i] + share * values[i + 1];
  };
  return Object.assign(look, { from, step, values });
}
