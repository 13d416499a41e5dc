import type * as Tensorflow from '@tensorflow/tfjs';
import type { Info, KernelCall } from './wasm-backend.js';

type Kernel = (call: KernelCall<'x'>) => Info;

/** X itself under another handle, as `reshape` does it: tensors are never written to again. The stock kernel copies. */
export function identity(_: typeof Tensorflow, stock: Kernel): Kernel {
  return (call) => (call.inputs.x.dtype === 'string' ? stock(call) : share(call));
}

/** X in another type; in its own type X itself. */
export function cast(_: typeof Tensorflow, stock: Kernel): Kernel {
  return (call) => {
    const { dtype } = call.inputs.x;
    return dtype === call.attrs.dtype && dtype !== 'string' ? share(call) : stock(call);
  };
}

function share({ inputs: { x }, backend }: KernelCall<'x'>): Info {
  backend.incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
}
