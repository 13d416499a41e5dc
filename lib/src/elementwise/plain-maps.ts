import { InputError } from '../errors.js';
import type { Real } from '../linalg/matrix.js';
import { runMap } from './run-map.js';

function inPlace(fn: string, kernel: string, data: Real): void {
  if (!(data instanceof Float64Array || data instanceof Float32Array)) {
    throw new InputError(fn, 'data', `is ${typeof data}`, 'give a Float64Array or Float32Array');
  }
  if (data.length > 0) runMap(kernel, [], [data], data.length);
}

/**
 * x <- exp(x), in place. Within 1.1 ulp of the exact value in both precisions, subnormal results included.
 * @example
 * ```ts
 * const x = Float64Array.of(0, 1);
 * mapExp(x);
 * x; // [1, 2.71828]
 * ```
 */
export function mapExp(data: Real): void {
  inPlace('mapExp', 'exp', data);
}

/**
 * x <- ln x, in place; 0 gives -Inf, numbers below 0 give NaN. Within 1 ulp.
 * @example
 * ```ts
 * const x = Float64Array.of(1, 10);
 * mapLog(x);
 * x; // [0, 2.30259]
 * ```
 */
export function mapLog(data: Real): void {
  inPlace('mapLog', 'log', data);
}

/**
 * x <- sqrt x, in place, correctly rounded; numbers below 0 give NaN.
 * @example
 * ```ts
 * const x = Float64Array.of(9, 2);
 * mapSqrt(x);
 * x; // [3, 1.41421]
 * ```
 */
export function mapSqrt(data: Real): void {
  inPlace('mapSqrt', 'sqrt', data);
}
