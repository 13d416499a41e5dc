import { InputError } from '../../errors.js';
import type { KernelLayer } from './layer-state.js';

/**
 * Layer after layer: the NNGP kernel Σ and the tangent kernel Θ of any infinitely wide network, in the manner of Novak
 * et al. (2020), Neural Tangents.
 *
 *     const conv = serial(convolution(), activation(reluDual), averagePool(), flatten, dense());
 *     const { theta: k } = conv(pictureState(images, images, { channels: 1 }));
 *
 * @throws InputError without layers.
 * @example
 * ```ts
 * import { reluDual } from 'agop/kernels/dual/relu-dual';
 * const net = serial(dense(), activation(reluDual), dense());
 * net(tableState(identity(2))).theta; // [[2, 0.318310], [0.318310, 2]]
 * ```
 */
export function serial(...layers: KernelLayer[]): KernelLayer {
  if (layers.length === 0) throw new InputError('serial', 'layers', 'are none', 'give at least one');
  return (state) => layers.reduce((now, layer) => layer(now), state);
}
