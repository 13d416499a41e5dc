import { InputError } from '../errors.js';
import { gram } from '../linalg/gram.js';
import { Matrix, zeros } from '../linalg/matrix.js';
import { gatherRows } from './gather-rows.js';
import { unitGradients } from './quadratic/gated-kernel.js';
import { checkImages, CnnPass, type SmallCnn } from './small-cnn.js';
import type { TangentModel } from './tangent-model.js';

/**
 * A convolutional network of one output on training images x `(n, side²)` as a model under gradient steps; its weights
 * change in place. With δ the derivatives of f by what a convolution gives and P its patches,
 *
 *     K_ij = Σ_l ⟨Σ_p δ_{lip} P_{lip}ᵀ, Σ_p δ_{ljp} P_{ljp}ᵀ⟩ + ⟨h_i, h_j⟩,   h what the head is given.
 * @throws InputError if the network has several outputs or x does not fit it.
 */
export function cnnModel(net: SmallCnn, x: Matrix): TangentModel {
  checkImages('cnnModel', net, x);
  if (net.weights[2].rows !== 1) {
    throw new InputError('cnnModel', 'net', `has ${net.weights[2].rows} outputs`, 'one is needed');
  }
  // A pass has the size of its batch; batches come in few sizes.
  const passes = new Map<number, CnnPass>();
  const passOf = (n: number): CnnPass => {
    let pass = passes.get(n);
    if (pass === undefined) passes.set(n, (pass = new CnnPass(net, n)));
    return pass;
  };
  const gathered = zeros(x.rows, x.cols, x.precision);
  let batch = x;
  const forward = (rows?: Int32Array): Matrix => {
    batch = rows === undefined ? x : gatherRows(x, rows, gathered);
    return passOf(batch.rows).forward(batch);
  };
  return {
    samples: x.rows,
    outputs: (rows) => forward(rows).data,
    step(outputGradient, learningRate) {
      const gradient = zeros(batch.rows, 1, x.precision);
      gradient.data.set(outputGradient);
      for (const [l, { data }] of passOf(batch.rows).backward(gradient).entries()) {
        const w = net.weights[l].data;
        for (let i = 0; i < w.length; i++) w[i] -= learningRate * data[i];
      }
    },
    tangentKernel({ rows, seen = false, out } = {}) {
      if (!seen) forward(rows);
      const n = batch.rows;
      const pass = passOf(n);
      const k = gram(pass.hidden(n), { out: out ?? zeros(n, n, x.precision) });
      const ones = zeros(n, 1, x.precision);
      ones.data.fill(1);
      pass.deltas(ones).forEach((delta, l) => {
        const patches = pass.patches(l as 0 | 1);
        const gradients = unitGradients({ x: patches, gatedReadout: delta }, patches.rows / n);
        gram(gradients, { beta: 1, out: k });
      });
      return k;
    },
    predict(z) {
      checkImages('cnnModel.predict', net, z);
      return new CnnPass(net, z.rows).forward(z).data;
    },
  };
}
