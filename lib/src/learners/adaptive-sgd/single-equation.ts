import { NumericalError } from '../../errors.js';

/**
 * w⁺ = w − f(w) ∇f(w) / ‖∇f(w)‖², the step 2l/‖∇l‖² on l = f²/2; w, ∇f `(D)`. If ∇f is L-Lipschitz,
 * |f(w⁺)| ≤ (L/2) f(w)² / ‖∇f(w)‖².
 * @throws NumericalError where the gradient is zero or not finite.
 * @example singleEquationStep(w, f(w), gradient(w))
 */
export function singleEquationStep(w: Float64Array, f: number, gradient: Float64Array): Float64Array {
  const square = gradient.reduce((sum, g) => sum + g * g, 0);
  if (!(square > 0 && Number.isFinite(square)))
    throw new NumericalError(`singleEquationStep: the squared norm of the gradient is ${square}`);
  return w.map((value, i) => value - (f / square) * gradient[i]);
}
