import type { Matrix } from './matrix.js';

/**
 * ‖A‖ = (Σ aᵢⱼ²)^½, the Frobenius norm, in float64 and safe from overflow; 0 for an empty matrix.
 * @example
 * ```ts
 * norm(fromRows([[3, 4]])); // 5
 * ```
 */
export function norm(a: Matrix): number {
  let largest = 0;
  for (let i = 0; i < a.data.length; i++) largest = Math.max(largest, Math.abs(a.data[i]));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  // By a power of two, which scales without rounding.
  const scale = 2 ** Math.floor(Math.log2(largest));
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += (a.data[i] / scale) ** 2;
  return scale * Math.sqrt(sum);
}
