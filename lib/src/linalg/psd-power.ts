import { checkNonNegative } from '../check.js';
import { InputError, NumericalError } from '../errors.js';
import { runLater, runNow, type Routine } from './backend.js';
import { eigenRows } from './eigh.js';
import { backend } from './engine.js';
import { Matrix, zeros } from './matrix.js';
import { mirrorLower } from '../elementwise/triangles.js';

export interface PsdPowerOptions {
  /** Eigenvalues below clip · λmax count as 0. Default 1e-13, and 1e-6 in float32: just above rounding. */
  clip?: number;
}

/**
 * Aᵖ = V diag(λᵖ) Vᵀ over the eigenvalues λ ≥ clip · λmax; the others are set to exactly 0 first; A `(n, n)`
 * symmetric positive semi-definite, result `(n, n)`, exactly symmetric.
 *
 * A negative p is a power of the pseudo-inverse: clipped directions stay 0, they do not become infinite.
 * p = 0 is the projector on the directions that are kept.
 * @throws InputError if A is not square, symmetric and finite, or an option is out of range.
 * @throws NumericalError if A has an eigenvalue further below 0 than rounding explains.
 * @example
 * ```ts
 * psdPower(fromRows([[5, 4], [4, 5]]), 1 / 2); // [[2, 1], [1, 2]]
 * ```
 */
export function psdPower(a: Matrix, exponent: number, options: PsdPowerOptions = {}): Matrix {
  return runNow(power('psdPower', a, exponent, options));
}

/**
 * `psdPower` in another thread.
 * @throws InputError and NumericalError as `psdPower`.
 * @example
 * ```ts
 * await psdPowerAsync(fromRows([[5, 4], [4, 5]]), 1 / 2); // [[2, 1], [1, 2]]
 * ```
 */
export function psdPowerAsync(a: Matrix, exponent: number, options: PsdPowerOptions = {}): Promise<Matrix> {
  return runLater(power('psdPowerAsync', a, exponent, options));
}

function* power(fn: string, a: Matrix, exponent: number, options: PsdPowerOptions): Routine<Matrix> {
  if (!Number.isFinite(exponent)) {
    throw new InputError(fn, 'exponent', `is ${String(exponent)}`, 'give a finite number');
  }
  const { clip = a.precision === 'float64' ? 1e-13 : 1e-6 } = options;
  checkNonNegative(fn, 'clip', clip);
  const { values, rows } = yield* eigenRows(fn, a);
  const n = a.rows;
  const largest = values[n - 1];
  // Rounding leaves eigenvalues of about -n eps λmax; the square root of eps is far outside that.
  const tolerance = Math.max(clip, a.precision === 'float64' ? 1e-8 : 1e-3) * Math.abs(largest);
  if (values[0] < -tolerance) {
    throw new NumericalError(
      `${fn}: a is not positive semi-definite, its eigenvalues reach from ${values[0]} to ${largest}; ` +
        'give a positive semi-definite matrix',
    );
  }
  let first = 0;
  while (first < n && !(values[first] >= clip * largest && values[first] > 0)) first++;
  const result = zeros(n, n, a.precision);
  if (first === n) return result;
  // Aᵖ = Bᵀ B with rows b_i = λ_i^(p/2) v_i: half of the operations, and symmetric to the bit.
  for (let i = first; i < n; i++) {
    const factor = values[i] ** (exponent / 2);
    const row = rows.row(i);
    for (let j = 0; j < n; j++) row[j] *= factor;
  }
  yield* backend().syrk(true, n, n - first, 1, rows.data.subarray(first * n), 0, result.data);
  mirrorLower(result.data, n);
  return result;
}
