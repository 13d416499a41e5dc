import { InputError } from '../../errors.js';
import type { KernelLayer } from './layer-state.js';

/**
 * Layer after layer: the NNGP kernel Σ and the tangent kernel Θ of any infinitely wide network, in the manner of Novak et al. (2020),
 * Neural Tangents.
 *
 * @throws InputError without layers.
 * @example
 * ```ts
 * const net = serial(dense(), activation(optimalDual(2)), dense());
 * net(tableState(fromRows([[1, 0], [0.6, 0.8]]))).theta; // [[3, 1.032], [1.032, 3]]
 * ```
 */
export function serial(...layers: KernelLayer[]): KernelLayer {
  if (layers.length === 0) throw new InputError('serial', 'layers', 'are none', 'give at least one');
  return (state) => layers.reduce((now, layer) => layer(now), state);
}
