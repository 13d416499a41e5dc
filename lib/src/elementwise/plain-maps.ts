import { InputError } from '../errors.js';
import type { Real } from '../linalg/matrix.js';
import { runMap } from './run-map.js';

function inPlace(fn: string, kernel: string, data: Real): void {
  if (!(data instanceof Float64Array || data instanceof Float32Array)) {
    throw new InputError(fn, 'data', `is ${typeof data}`, 'give a Float64Array or Float32Array');
  }
  if (data.length > 0) runMap(kernel, [], [data], data.length);
}

/** x <- exp(x), in place. Within 1.1 ulp (double) and 1.1 ulp (single) of the exact value, subnormal results included. */
export function mapExp(data: Real): void {
  inPlace('mapExp', 'exp', data);
}

/** x <- ln x, in place; 0 gives -Inf, numbers below 0 give NaN. Within 1 ulp. */
export function mapLog(data: Real): void {
  inPlace('mapLog', 'log', data);
}

/** x <- sqrt x, in place, correctly rounded; numbers below 0 give NaN. */
export function mapSqrt(data: Real): void {
  inPlace('mapSqrt', 'sqrt', data);
}
