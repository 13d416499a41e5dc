import { checkPositive } from '../../check.js';
import { InputError } from '../../errors.js';
import type { Real } from '../../linalg/matrix.js';
import type { HeapArrays } from '../heap-arrays.js';

/** Takes the gradients of all parameters and moves these in place, one step a call. */
export type Optimiser = (gradients: readonly Real[]) => void;

export interface OptimiserOptions {
  learningRate: number;
  /** Where the method's memory is kept, in the kernels' heap with parameters and gradients: Adam is faster there. */
  arrays?: HeapArrays;
}

/** Where two libraries define one method differently. */
export type Convention = 'pytorch' | 'tfjs';

/** One step of one array: its entries w, gradient g and the state arrays kept for it. */
type Rule = (w: Real, g: Real, state: readonly Real[]) => void;

/**
 * The method whose rule moves one array of parameters at a time, each with `states` arrays of memory that hold `start`.
 * @throws InputError if a gradient is missing or of another length.
 */
export function optimiserOf(
  fn: string,
  parameters: readonly Real[],
  rule: Rule,
  {
    states = 0,
    start = 0,
    before,
    arrays,
  }: { states?: number; start?: number; before?: () => void; arrays?: HeapArrays | undefined } = {},
): Optimiser {
  const space = (w: Real): Real => arrays?.scratch(w.length) ?? w.slice();
  const memory = parameters.map((w) => Array.from({ length: states }, () => space(w).fill(start)));
  return (gradients) => {
    parameters.forEach((w, l) => {
      const found = gradients[l]?.length;
      if (found !== w.length) {
        throw new InputError(
          fn,
          `gradients[${l}]`,
          `has ${found ?? 0} numbers`,
          `its parameters are ${w.length}`,
        );
      }
    });
    before?.();
    parameters.forEach((w, l) => rule(w, gradients[l], memory[l]));
  };
}

/** Throws unless the learning rate is positive and finite. */
export function checkRate(fn: string, learningRate: number): void {
  checkPositive(fn, 'learningRate', learningRate);
}
