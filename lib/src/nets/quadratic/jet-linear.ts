import type { Matrix } from '../../linalg/matrix.js';
import { checkInputs, checkMlp, copyMlp, type Mlp, predict } from '../mlp.js';
import { tangentKernel } from '../tangent-kernel.js';
import type { TangentModel } from '../tangent-model.js';
import { linearModel } from './linear-model.js';

/**
 * The network linearised at its weights as they are, f(W₀) + ⟨∇f(W₀), W - W₀⟩, on x `(n, d)`, in function space.
 * @throws InputError if the network has several outputs or x does not fit it.
 */
export function jetLinear(network: Mlp, x: Matrix): TangentModel {
  checkMlp('jetLinear', network);
  checkInputs('jetLinear', network, x);
  const net = copyMlp(network);
  return linearModel({
    outputs: predict(net, x).data,
    kernel: tangentKernel(net, x),
    at: (z) => ({ outputs: predict(net, z).data, cross: tangentKernel(net, z, x) }),
  });
}
