import { checkBandwidth, checkExponent } from './arguments.js';
import { coordinatewiseKernel } from './coordinatewise.js';
import type { Kernel } from './kernel.js';

/**
 * k(x, z) = exp(-(‖u - v‖_p / L)^q), ‖a‖_p = (Σ_k |a_k|^p)^(1/p), u = M^(1/2) x, v = M^(1/2) z, L = `bandwidth`,
 * 0 < q ≤ p ≤ 2, which is where the kernel is positive semidefinite; of the package xRFM.
 *
 * @throws InputError unless L > 0 and 0 < q ≤ p ≤ 2.
 * @example
 * ```ts
 * const kernel = lpq({ bandwidth: 5, p: 2, q: 1 });
 * kernel.matrix(fromRows([[0, 0]]), fromRows([[3, 4]])); // [[0.36788]]
 * ```
 */
export function lpq({ bandwidth, p, q }: { bandwidth: number; p: number; q: number }): Kernel {
  checkBandwidth('lpq', bandwidth);
  checkExponent('lpq', 'p', p, 2);
  checkExponent('lpq', 'q', q, p);
  return coordinatewiseKernel({
    spec: { name: 'lpq', bandwidth, p, q },
    bandwidth,
    withBandwidth: (other) => lpq({ bandwidth: other, p, q }),
    shape: () => ({ sum: 'lpq', p, scale: bandwidth ** -p, a: q / p, b: q }),
  });
}
