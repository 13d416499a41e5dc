import { checkFinite, checkInteger, checkPositive, checkSquare, checkVector } from '../check.js';
import { InputError, NumericalError } from '../errors.js';
import type { Step } from '../step.js';
import { gemv } from './gemv.js';
import { Matrix, type Real } from './matrix.js';

export interface ConjugateGradientOptions {
  /** Stops when ‖b - A x‖ ≤ tolerance ‖b‖, by the residual that the iteration carries. Default 1e-10. */
  tolerance?: number;
  /** Default 10 n: in exact arithmetic n are enough. */
  maxIterations?: number;
  /** r ↦ M⁻¹ r for a symmetric positive definite M near A. */
  preconditioner?: (r: Float64Array) => Real;
  /** Called once an iteration. */
  step?: Step;
}

export interface ConjugateGradientResult {
  x: Float64Array;
  iterations: number;
  /** ‖b - A x‖ / ‖b‖, computed anew from x. */
  residual: number;
}

/**
 * x with A x = b for symmetric positive definite A `(n, n)`, given as a Matrix or as v ↦ A v; b `(n)`; float64.
 * Hestenes and Stiefel (1952), preconditioned.
 * @throws InputError if shapes differ, b is not finite or an option is out of range.
 * @throws NumericalError if A or the preconditioner shows itself not positive definite, or `maxIterations` are not
 * enough.
 * @example
 * ```ts
 * const { x, iterations } = await conjugateGradient(fromRows([[4, 2], [2, 5]]), Float64Array.of(8, 12));
 * x; // [1, 2]
 * iterations; // 2
 * ```
 */
export async function conjugateGradient(
  a: Matrix | ((v: Float64Array) => Real),
  b: Float64Array,
  options: ConjugateGradientOptions = {},
): Promise<ConjugateGradientResult> {
  const fn = 'conjugateGradient';
  const n = b?.length;
  checkVector(fn, 'b', b, n);
  if (n === 0) throw new InputError(fn, 'b', 'is empty');
  checkFinite(fn, 'b', b);
  if (typeof a !== 'function') {
    checkSquare(fn, 'a', a);
    checkVector(fn, 'b', b, a.rows, a.precision);
  }
  const apply = typeof a === 'function' ? a : (v: Float64Array): Real => gemv(a, v);
  const { tolerance = 1e-10, maxIterations = 10 * n, preconditioner, step } = options;
  checkPositive(fn, 'tolerance', tolerance);
  checkInteger(fn, 'maxIterations', maxIterations, 1);

  const x = new Float64Array(n);
  const r = b.slice();
  const size = Math.sqrt(dot(b, b));
  if (size === 0) return { x, iterations: 0, residual: 0 };
  let z = preconditioner?.(r) ?? r;
  const p = Float64Array.from(z);
  let rz = dot(r, z);
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const ap = apply(p);
    const curvature = dot(p, ap);
    if (!(curvature > 0)) {
      throw new NumericalError(
        `${fn}: a is not positive definite, pᵀ A p is ${curvature} in iteration ${iteration}`,
      );
    }
    const alpha = rz / curvature;
    for (let i = 0; i < n; i++) {
      x[i] += alpha * p[i];
      r[i] -= alpha * ap[i];
    }
    if (Math.sqrt(dot(r, r)) <= tolerance * size) {
      const ax = apply(x);
      const residual = Math.sqrt(b.reduce((sum, value, i) => sum + (value - ax[i]) ** 2, 0)) / size;
      return { x, iterations: iteration, residual };
    }
    z = preconditioner?.(r) ?? r;
    const previous = rz;
    rz = dot(r, z);
    if (!(rz > 0)) {
      throw new NumericalError(`${fn}: preconditioner is not positive definite, rᵀ M⁻¹ r is ${rz}`);
    }
    for (let i = 0; i < n; i++) p[i] = z[i] + (rz / previous) * p[i];
    await step?.(iteration, maxIterations, 'conjugate gradient');
  }
  const residual = Math.sqrt(dot(r, r)) / size;
  throw new NumericalError(
    `${fn}: maxIterations ${maxIterations} are not enough, the residual is ${residual}; ` +
      'allow more, loosen tolerance or give a preconditioner',
  );
}

function dot(x: Real, y: Real): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}
