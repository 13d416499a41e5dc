import { checkInteger } from '../../check.js';
import { dualValue } from '../dual/dual-activation.js';
import { leakyReluDual } from '../dual/leaky-relu-dual.js';

/**
 * The extremes of the tangent kernel under the stationary prior, for n convolutions of q x q, whatever the sampling by
 * nearest pixels: max = n q²/300 at p = p', and min, the value of distant pixels, by c = 1/400, a = 1/300, K = q² c and
 * n - 1 times c' = κ₁(c/a) a, K <- q² c' + κ₀(c/a) K, c <- c'.
 */
export function stationaryExtremes({
  convolutions,
  window = 3,
  slope = 0.01,
}: {
  convolutions: number;
  window?: number;
  slope?: number;
}): { max: number; min: number } {
  checkInteger('stationaryExtremes', 'convolutions', convolutions, 1);
  checkInteger('stationaryExtremes', 'window', window, 1);
  const dual = leakyReluDual(slope);
  const [variance, area] = [1 / 300, window ** 2];
  let covariance = 1 / 400;
  let min = area * covariance;
  for (let l = 1; l < convolutions; l++) {
    const rho = covariance / variance;
    covariance = dualValue(dual, rho) * variance;
    min = area * covariance + dual.slope(rho, 1 - rho) * min;
  }
  return { max: convolutions * area * variance, min };
}
