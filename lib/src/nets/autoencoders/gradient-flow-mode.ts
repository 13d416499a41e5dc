import { checkNonNegative, checkPositive } from '../../check.js';

/** One mode of data of eigenvalue λ (of X Xᵀ) whose encoder begins at s and decoder at 0. */
export interface Mode {
  eigenvalue: number;
  start: number;
}

/**
 * (a, b) at time t of da/dt = λ(1 - ab) b, db/dt = λ(1 - ab) a, a(0) = 0, b(0) = s: decoder and encoder of one mode of
 * a linear autoencoder under gradient flow of ½|X - ABX|².
 *
 * With c = s²/2, r = √(1 + c²), T = tanh(rλt): u = a/b = T/(r + cT), b = s/√(1 - u²), a = ub; b² - a² = s² throughout.
 * Jain, Radhakrishnan, Uhler (2021) give the limit t → ∞; the time course follows from a = s sinh q, b = s cosh q.
 * @throws InputError unless λ and t are at least 0 and s is positive.
 * @example
 * ```ts
 * const { a, b } = gradientFlowMode({ eigenvalue: 1, start: 1 }, 100);
 * b; // 1.27202
 * a * b; // 1
 * ```
 */
export function gradientFlowMode({ eigenvalue, start }: Mode, time: number): { a: number; b: number } {
  const fn = 'gradientFlowMode';
  checkNonNegative(fn, 'eigenvalue', eigenvalue);
  checkPositive(fn, 'start', start);
  checkNonNegative(fn, 'time', time);
  const c = (start * start) / 2;
  const r = Math.hypot(1, c);
  const angle = r * eigenvalue * time;
  const t = Math.tanh(angle);
  const u = t / (r + c * t);
  // 1 - u without cancellation: r - 1 and 1 - T each have a form of their own.
  const gap = ((c * c) / (1 + r) + 2 / (Math.exp(2 * angle) + 1) + c * t) / (r + c * t);
  const b = start / Math.sqrt(gap * (1 + u));
  return { a: u * b, b };
}
