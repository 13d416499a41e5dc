import { type Matrix, type Real, zeros } from '../linalg/matrix.js';
import { descendOnBatches } from './descend-on-batches.js';
import { gatherRows } from './gather-rows.js';
import { checkInputs, checkMlp, type Mlp } from './mlp.js';
import { MlpPass } from './mlp-pass.js';
import { addLayers, checkScalar } from './tangent-kernel.js';
import type { TangentModel } from './tangent-model.js';

// Weights up to which the steps are so short that the calls of BLAS are their cost.
const SMALL = 2 ** 15;

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
  const count = net.weights.reduce((sum, { data }) => sum + data.length, 0);
  let batch = x;
  let work: Matrix[] | undefined;
  // Whether the pass holds the deltas of the outputs of its batch, as it does once the kernel has been looked at.
  let differentiated = false;
  const forward = (rows?: Int32Array): Real => {
    batch = rows === undefined ? x : gatherRows(x, rows, gathered);
    differentiated = false;
    return pass.forward(batch).data;
  };
  return {
    samples: x.rows,
    multiplications: x.rows * Math.max(...net.weights.map(({ data }) => data.length)),
    outputs: forward,
    step(outputGradient, learningRate) {
      if (differentiated) pass.descendBy(batch, outputGradient, learningRate);
      else {
        pass.outputGradient(batch.rows).data.set(outputGradient);
        pass.descend(batch, learningRate);
      }
      differentiated = false;
    },
    descend:
      x.precision === 'float64' && net.weights.length > 1 && count <= SMALL
        ? (batches, y, how) => descendOnBatches(net, batches, { x, y, ...how })
        : undefined,
    tangentKernel({ rows, seen = false, out } = {}) {
      if (!seen) forward(rows);
      pass.outputDeltas(batch);
      differentiated = true;
      const into = out ?? zeros(batch.rows, batch.rows, x.precision);
      if (rows !== undefined) return addLayers(net, pass, batch, into);
      work ??= [zeros(x.rows, x.rows, x.precision), zeros(x.rows, x.rows, x.precision)];
      return addLayers(net, pass, x, into, work);
    },
    predict(z) {
      checkInputs('networkModel.predict', net, z);
      return new MlpPass(net, z.rows).forward(z).data;
    },
  };
}
