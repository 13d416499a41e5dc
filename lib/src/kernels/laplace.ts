import { mapLaplace, mapLaplaceFactor } from '../elementwise/gram-maps.js';
import { checkBandwidth } from './arguments.js';
import type { Kernel } from './kernel.js';
import { radialKernel } from './radial.js';

/**
 * k(x, z) = exp(-r / L), r² = (x - z)ᵀ M (x - z), L = `bandwidth`; the kernel of the recursive feature machine.
 * Radhakrishnan et al. (2024), Mechanism for feature learning in neural networks.
 *
 * @throws InputError unless L > 0.
 * @example
 * ```ts
 * laplace({ bandwidth: 5 }).matrix(fromRows([[0, 0]]), fromRows([[3, 4]])); // [[0.36788]]
 * ```
 */
export function laplace({ bandwidth }: { bandwidth: number }): Kernel {
  checkBandwidth('laplace', bandwidth);
  return radialKernel({
    spec: { name: 'laplace', bandwidth },
    bandwidth,
    withBandwidth: (other) => laplace({ bandwidth: other }),
    shape: { kind: 'laplace', bandwidth },
    value: (gram, norms) => mapLaplace(gram, { bandwidth, ...norms }),
    factor: (gram, norms) => mapLaplaceFactor(gram, { bandwidth, ...norms }),
  });
}
