import { InputError } from '../../errors.js';
import type { Real } from '../../linalg/matrix.js';
import { adadelta } from './adadelta.js';
import { adagrad } from './adagrad.js';
import { adam } from './adam.js';
import { gradientDescent } from './gradient-descent.js';
import { momentum } from './momentum.js';
import type { Optimiser, OptimiserOptions } from './optimiser.js';
import { rmsprop } from './rmsprop.js';

export type OptimiserName = 'gradientDescent' | 'momentum' | 'adam' | 'rmsprop' | 'adagrad' | 'adadelta';

type Make = (parameters: readonly Real[], options: OptimiserOptions) => Optimiser;

/** The first-order methods by name, with the defaults of PyTorch. */
const optimisers: Readonly<Record<OptimiserName, Make>> = {
  gradientDescent,
  momentum,
  adam,
  rmsprop,
  adagrad,
  adadelta,
};

/**
 * The method of that name on these parameters.
 * @throws InputError on an unknown name or a learning rate that is not positive.
 * @example
 * ```ts
 * const w = Float64Array.of(1);
 * const update = optimiser('gradientDescent', [w], { learningRate: 0.1 });
 * update([Float64Array.of(2)]);
 * w; // [0.8]
 * ```
 */
export function optimiser(
  name: OptimiserName,
  parameters: readonly Real[],
  options: OptimiserOptions,
): Optimiser {
  if (!Object.hasOwn(optimisers, name)) {
    const known = Object.keys(optimisers).join(', ');
    throw new InputError('optimiser', 'name', `is ${String(name)}`, `give one of ${known}`);
  }
  return optimisers[name](parameters, options);
}
