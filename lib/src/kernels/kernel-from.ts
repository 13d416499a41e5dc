import { InputError } from '../errors.js';
import { gaussian } from './gaussian.js';
import { generalisedLaplace } from './generalised-laplace.js';
import type { Kernel, KernelSpec } from './kernel.js';
import { laplace } from './laplace.js';

const kernels: Record<string, (parameters: never) => Kernel> = { laplace, gaussian, generalisedLaplace };

/** The kernel that a spec describes: `kernelFrom(kernel.spec)` is `kernel` again. @throws InputError on an unknown name. */
export function kernelFrom({ name, ...parameters }: KernelSpec): Kernel {
  if (Object.hasOwn(kernels, name)) return kernels[name](parameters as never);
  throw new InputError(
    'kernelFrom',
    'spec.name',
    `is ${String(name)}`,
    `give ${Object.keys(kernels).join(', ')}`,
  );
}
