import { checkNonNegative, checkPositive } from '../../check.js';
import { InputError } from '../../errors.js';
import { type KernelLayer, weigh, type WeightOptions } from './layer-state.js';

/**
 * Σ <- w Σ + b, Θ <- Σ + w Θ (the new Σ): a fully connected layer with weights of variance w over the width and biases
 * of variance b, all trained.
 * @throws InputError on variances out of range, and when it meets pictures that were not flattened.
 * @example
 * ```ts
 * dense({ weights: 2, biases: 1 })(tableState(fromRows([[1, 2]]))).sigma; // [[11]]
 * ```
 */
export function dense({ weights = 1, biases = 0 }: WeightOptions = {}): KernelLayer {
  checkPositive('dense', 'weights', weights);
  checkNonNegative('dense', 'biases', biases);
  return (state) => {
    if (state.size !== 1) {
      throw new InputError(
        'dense',
        'state',
        `has pictures of ${state.size} x ${state.size}`,
        'flatten them first',
      );
    }
    return weigh(state, { weights, biases });
  };
}
