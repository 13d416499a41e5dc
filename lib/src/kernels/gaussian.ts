import { checkPositive } from '../check.js';
import { mapGaussian, mapGaussianFactor } from '../elementwise/gram-maps.js';
import type { Kernel } from './kernel.js';
import { radialKernel } from './radial.js';

/**
 * k(x, z) = exp(-r² / (2 L²)), r² = (x - z)ᵀ M (x - z), L = `bandwidth`.
 *
 * @throws InputError unless L > 0.
 */
export function gaussian({ bandwidth }: { bandwidth: number }): Kernel {
  checkPositive('gaussian', 'bandwidth', bandwidth);
  return radialKernel({
    spec: { name: 'gaussian', bandwidth },
    bandwidth,
    withBandwidth: (other) => gaussian({ bandwidth: other }),
    shape: { kind: 'gaussian', bandwidth },
    value: (gram, norms) => mapGaussian(gram, { bandwidth, ...norms }),
    factor: (gram, norms) => mapGaussianFactor(gram, { bandwidth, ...norms }),
  });
}
