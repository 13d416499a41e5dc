import { checkPositive } from '../check.js';
import { mapLaplace, mapLaplaceFactor } from '../elementwise/gram-maps.js';
import type { Kernel } from './kernel.js';
import { radialKernel } from './radial.js';

/**
 * k(x, z) = exp(-r / L), r² = (x - z)ᵀ M (x - z), L = `bandwidth`; the kernel of the recursive feature machine.
 * Radhakrishnan et al. (2024), Mechanism for feature learning in neural networks.
 *
 * @throws InputError unless L > 0.
 */
export function laplace({ bandwidth }: { bandwidth: number }): Kernel {
  checkPositive('laplace', 'bandwidth', bandwidth);
  return radialKernel({
    spec: { name: 'laplace', bandwidth },
    bandwidth,
    withBandwidth: (other) => laplace({ bandwidth: other }),
    shape: { kind: 'laplace', bandwidth },
    value: (gram, norms) => mapLaplace(gram, { bandwidth, ...norms }),
    factor: (gram, norms) => mapLaplaceFactor(gram, { bandwidth, ...norms }),
  });
}
