import { mapGaussian, mapGaussianFactor } from '../elementwise/gram-maps.js';
import { checkBandwidth } from './arguments.js';
import type { Kernel } from './kernel.js';
import { radialKernel } from './radial.js';

/**
 * k(x, z) = exp(-r² / (2 L²)), r² = (x - z)ᵀ M (x - z), L = `bandwidth`.
 *
 * @throws InputError unless L > 0.
 * @example
 * ```ts
 * gaussian({ bandwidth: 5 }).matrix(fromRows([[0, 0]]), fromRows([[3, 4]])); // [[0.60653]]
 * ```
 */
export function gaussian({ bandwidth }: { bandwidth: number }): Kernel {
  checkBandwidth('gaussian', bandwidth);
  return radialKernel({
    spec: { name: 'gaussian', bandwidth },
    bandwidth,
    withBandwidth: (other) => gaussian({ bandwidth: other }),
    shape: { kind: 'gaussian', bandwidth },
    value: (gram, norms) => mapGaussian(gram, { bandwidth, ...norms }),
    factor: (gram, norms) => mapGaussianFactor(gram, { bandwidth, ...norms }),
  });
}
