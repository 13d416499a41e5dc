import { checkBandwidth, checkExponent } from './arguments.js';
import { coordinatewiseKernel } from './coordinatewise.js';
import type { Kernel } from './kernel.js';

/**
 * k(x, z) = exp(-Σ_k |u_k - v_k|^q / L^q) = Π_k exp(-(|u_k - v_k| / L)^q), u = M^(1/2) x, v = M^(1/2) z, L =
 * `bandwidth`, q = `exponent` in (0, 2]; q = 1, the default, is the product Laplace kernel of the package xRFM.
 *
 * @throws InputError unless L > 0 and 0 < q ≤ 2.
 * @example
 * ```ts
 * productLaplace({ bandwidth: 7 }).matrix(fromRows([[0, 0]]), fromRows([[3, 4]])); // [[0.36788]]
 * ```
 */
export function productLaplace({
  bandwidth,
  exponent = 1,
}: {
  bandwidth: number;
  exponent?: number;
}): Kernel {
  checkBandwidth('productLaplace', bandwidth);
  checkExponent('productLaplace', 'exponent', exponent, 2);
  return coordinatewiseKernel({
    spec: { name: 'productLaplace', bandwidth, exponent },
    bandwidth,
    withBandwidth: (other) => productLaplace({ bandwidth: other, exponent }),
    shape: () => ({ sum: 'lpq', p: exponent, scale: bandwidth ** -exponent, a: 1, b: exponent }),
  });
}
