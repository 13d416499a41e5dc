import type { Matrix } from '../../linalg/matrix.js';
import { checkInputs, checkMlp, copyMlp, type Mlp, predict } from '../mlp.js';
import { tangentKernel } from '../tangent-kernel.js';
import type { TangentModel } from '../tangent-model.js';
import { linearModel, type LinearStart } from './linear-model.js';
import { perMatrix } from './per-matrix.js';

/**
 * The network linearised at its weights as they are, f(W₀) + ⟨∇f(W₀), W - W₀⟩, on x `(n, d)`, in function space.
 * @throws InputError if the network has several outputs or x does not fit it.
 * @example
 * ```ts
 * const net = mlp({ widths: [2, 8, 1], activation: 'tanh', random: new Random(0) });
 * const model = jetLinear(net, identity(2));
 * // Its tangent kernel is that of the network, and stays so.
 * model.step(Float64Array.of(1, 1), 0.1);
 * model.tangentKernel().get(0, 1) - tangentKernel(net, identity(2)).get(0, 1); // 0
 * ```
 */
export function jetLinear(network: Mlp, x: Matrix): TangentModel {
  return linearModel(jetLinearStart(network, x));
}

/** What `jetLinear` starts from, for several models of one start. */
export function jetLinearStart(network: Mlp, x: Matrix): LinearStart {
  checkMlp('jetLinear', network);
  checkInputs('jetLinear', network, x);
  const net = copyMlp(network);
  return {
    outputs: predict(net, x).data,
    kernel: tangentKernel(net, x),
    at: perMatrix((z) => ({ outputs: predict(net, z).data, cross: tangentKernel(net, z, x) })),
  };
}
