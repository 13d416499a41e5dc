import { DataError, InputError } from '../../errors.js';
import type { KernelSpec } from '../../kernels/kernel.js';
import { kernelFrom } from '../../kernels/kernel-from.js';
import type { Fitted } from './fitted.js';
import type { ModelSettings } from './model-options.js';
import { fromBytes, type Saved, toBytes } from './saved-model.js';
import type { Solver } from './solver.js';

// Raised when the layout of what is saved changes.
const FORMAT = 'agop-rfm-1';

type Model<Options, F> = { options: Options; fitted: F };

/**
 * The bytes of a fitted model, which `loadModel` makes it from again with the same predictions to the bit.
 * @throws InputError if its kernel is none that is known by name.
 */
export function saveModel(kind: string, options: ModelSettings<object>, fitted: Fitted): Uint8Array {
  kernelFrom(options.kernel.spec);
  const { solver } = options;
  const data = {
    ...{ format: FORMAT, kind },
    // A function cannot be saved; predictions do not need it.
    options: {
      ...options,
      kernel: options.kernel.spec,
      solver: typeof solver === 'function' ? null : solver,
    },
    fitted: { ...fitted, kernel: fitted.kernel.spec },
  };
  return toBytes(data as unknown as Saved);
}

/** @throws DataError on bytes that are no model of this kind, were cut off or changed. */
export function loadModel<Options extends ModelSettings<object>, F extends Fitted>(
  kind: string,
  bytes: Uint8Array,
): Model<Options, F> {
  type Plain = { format: string; kind: string; options: Options; fitted: F };
  const { format, kind: found, options, fitted } = fromBytes(bytes) as unknown as Plain;
  if (format !== FORMAT)
    throw new DataError('format', `${kind}.load: the bytes are no model of this version`);
  if (found !== kind)
    throw new DataError('format', `${kind}.load: the bytes hold an ${found}; load it there`);
  return {
    options: { ...options, kernel: restored(options.kernel), solver: options.solver ?? notSaved(kind) },
    // In JSON an M that is undefined, the identity, has become null.
    fitted: {
      ...fitted,
      kernel: restored(fitted.kernel),
      ...(fitted.metrics && { metrics: fitted.metrics.map((metric) => metric ?? undefined) }),
    },
  };
}

const restored = (spec: unknown) => kernelFrom(spec as KernelSpec);

function notSaved(kind: string): Solver {
  return () => {
    throw new InputError(
      `${kind}.fit`,
      'solver',
      'was a function when the model was saved',
      'give it to a new model',
    );
  };
}
