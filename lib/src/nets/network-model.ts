import { type Matrix, type Real, zeros } from '../linalg/matrix.js';
import { gatherRows } from './gather-rows.js';
import { checkInputs, checkMlp, type Mlp } from './mlp.js';
import { MlpPass } from './mlp-pass.js';
import { addLayers, checkScalar } from './tangent-kernel.js';
import type { TangentModel } from './tangent-model.js';

/**
 * A network of one output on training points x `(n, d)` as a model under gradient steps; its weights change in place.
 * @throws InputError if the network has several outputs or x does not fit it.
 * @example
 * ```ts
 * const net = { weights: [fromRows([[1, 2]])], activation: 'linear' as const };
 * const model = networkModel(net, fromRows([[3, 4]]));
 * model.outputs(); // [11]
 * model.step(Float64Array.of(1), 0.1);
 * model.outputs(); // [8.5]
 * ```
 */
export function networkModel(net: Mlp, x: Matrix): TangentModel {
  checkMlp('networkModel', net);
  checkInputs('networkModel', net, x);
  checkScalar('networkModel', net);
  const pass = new MlpPass(net, x.rows);
  const gathered = zeros(x.rows, x.cols, x.precision);
  let batch = x;
  const forward = (rows?: Int32Array): Real => {
    batch = rows === undefined ? x : gatherRows(x, rows, gathered);
    return pass.forward(batch).data;
  };
  return {
    samples: x.rows,
    outputs: forward,
    step(outputGradient, learningRate) {
      pass.outputGradient(batch.rows).data.set(outputGradient);
      pass.descend(batch, learningRate);
    },
    tangentKernel({ rows, out } = {}) {
      forward(rows);
      pass.outputDeltas(batch);
      return addLayers(net, pass, batch, out ?? zeros(batch.rows, batch.rows, x.precision));
    },
    predict(z) {
      checkInputs('networkModel.predict', net, z);
      return new MlpPass(net, z.rows).forward(z).data;
    },
  };
}
