/**
 * κ₀(x) = (π - arccos x)/π + γ arccos x / π, κ₁(x) = (x (π - arccos x) + √(1 - x²))/π + γ (x arccos x - √(1 - x²))/π with
 * γ = 2b/(1 + b²): the normalised dual activations of leaky ReLU with slope b, κ(1) = 1; b = 0 is ReLU. They are
 * 2 E[φ'(u)φ'(v)]/(1 + b²) and 2 E[φ(u)φ(v)]/(1 + b²) for standard normal (u, v) of correlation x, which is clipped to
 * [-1, 1].
 */
export function leakyDual(x: number, slope: number): { k0: number; k1: number } {
  const c = Math.min(Math.max(x, -1), 1);
  const angle = Math.acos(c);
  const height = Math.sqrt((1 - c) * (1 + c));
  const mix = (2 * slope) / (1 + slope ** 2);
  const k0 = (Math.PI - (1 - mix) * angle) / Math.PI;
  const k1 = (c * Math.PI + (1 - mix) * (height - c * angle)) / Math.PI;
  return { k0, k1 };
}
