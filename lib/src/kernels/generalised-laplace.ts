import { mapGeneralisedLaplace, mapGeneralisedLaplaceFactor } from '../elementwise/gram-maps.js';
import { checkBandwidth, checkExponent } from './arguments.js';
import type { Kernel } from './kernel.js';
import { radialKernel } from './radial.js';

/**
 * k(x, z) = exp(-(r / L)^q), r² = (x - z)ᵀ M (x - z), L = `bandwidth`, q = `exponent` in (0, 2], beyond which the
 * kernel is not positive semidefinite. q = 1 is Laplace, q = 2 a Gaussian of width L / √2.
 *
 * @throws InputError unless L > 0 and 0 < q ≤ 2.
 * @example
 * ```ts
 * const kernel = generalisedLaplace({ bandwidth: 1.25, exponent: 0.5 });
 * kernel.matrix(fromRows([[0, 0]]), fromRows([[3, 4]])); // [[0.135335]]
 * ```
 */
export function generalisedLaplace({ bandwidth, exponent }: { bandwidth: number; exponent: number }): Kernel {
  checkBandwidth('generalisedLaplace', bandwidth);
  checkExponent('generalisedLaplace', 'exponent', exponent, 2);
  return radialKernel({
    spec: { name: 'generalisedLaplace', bandwidth, exponent },
    bandwidth,
    withBandwidth: (other) => generalisedLaplace({ bandwidth: other, exponent }),
    shape: { kind: 'generalisedLaplace', bandwidth, exponent },
    value: (gram, norms) => mapGeneralisedLaplace(gram, { bandwidth, exponent, ...norms }),
    factor: (gram, norms) => mapGeneralisedLaplaceFactor(gram, { bandwidth, exponent, ...norms }),
  });
}
