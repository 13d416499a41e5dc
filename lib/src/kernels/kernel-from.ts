import { InputError } from '../errors.js';
import { gaussian } from './gaussian.js';
import { generalisedLaplace } from './generalised-laplace.js';
import type { Kernel, KernelSpec } from './kernel.js';
import { laplace } from './laplace.js';
import { lpq } from './lpq.js';
import { productLaplace } from './product-laplace.js';
import { reluNtk } from './relu-ntk.js';
import { sumPower } from './sum-power.js';

interface Entry {
  readonly parameters: readonly string[];
  make(parameters: Record<string, number>): Kernel;
}

function entry<P>(parameters: readonly (keyof P & string)[], make: (parameters: P) => Kernel): Entry {
  return { parameters, make: (given) => make(given as P) };
}

type Bandwidth = { bandwidth: number };

const entries = new Map<string, Entry>([
  ['laplace', entry<Bandwidth>(['bandwidth'], laplace)],
  ['gaussian', entry<Bandwidth>(['bandwidth'], gaussian)],
  [
    'generalisedLaplace',
    entry<Bandwidth & { exponent: number }>(['bandwidth', 'exponent'], generalisedLaplace),
  ],
  ['productLaplace', entry<Bandwidth & { exponent: number }>(['bandwidth', 'exponent'], productLaplace)],
  ['lpq', entry<Bandwidth & { p: number; q: number }>(['bandwidth', 'p', 'q'], lpq)],
  [
    'sumPower',
    entry<Bandwidth & { exponent: number; mix: number; power: number }>(
      ['bandwidth', 'exponent', 'mix', 'power'],
      sumPower,
    ),
  ],
  ['reluNtk', entry<{ depth: number }>(['depth'], reluNtk)],
]);

/**
 * The kernel whose `spec` this is: what a saved model is read back by. All parameters must be there, and no others.
 *
 * @throws InputError if the name or a parameter is unknown, missing, not a number, or out of range.
 * @example
 * ```ts
 * kernelFrom(laplace({ bandwidth: 2 }).spec).bandwidth; // 2
 * ```
 */
export function kernelFrom(spec: KernelSpec): Kernel {
  const fn = 'kernelFrom';
  if (spec === null || typeof spec !== 'object') {
    throw new InputError(fn, 'spec', `is ${String(spec)}`, "give a kernel's spec");
  }
  const { name, ...given } = spec;
  const found = entries.get(name);
  if (found === undefined) {
    throw new InputError(
      fn,
      'spec.name',
      `is ${String(name)}`,
      `give one of ${[...entries.keys()].join(', ')}`,
    );
  }
  for (const parameter of Object.keys(given)) {
    if (!found.parameters.includes(parameter)) {
      throw new InputError(
        fn,
        `spec.${parameter}`,
        `is no parameter of ${name}`,
        `it has ${found.parameters.join(', ')}`,
      );
    }
  }
  const parameters: Record<string, number> = {};
  for (const parameter of found.parameters) {
    const value = given[parameter];
    if (typeof value !== 'number') {
      throw new InputError(fn, `spec.${parameter}`, `is ${String(value)}`, 'give a number');
    }
    parameters[parameter] = value;
  }
  return found.make(parameters);
}
