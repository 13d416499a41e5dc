import { matmul } from '../linalg/matmul.js';
import { Matrix, zeros } from '../linalg/matrix.js';
import { activations } from './activations.js';
import { checkInputs, checkMlp, type Mlp } from './mlp.js';
import { scaleOf } from './scale-of.js';
import { MlpPass } from './mlp-pass.js';

/**
 * Jacobians of the outputs by the input h_l of weight l, from the last weight but one down to weight 0:
 *
 *     J = s_last W_last;   for each hidden layer i downwards   J ← s_i (J ⊙ φ'(z_i)) W_i,
 *
 * all samples in one product. Yields `{ layer, jacobian }`, layer from 0; jacobian `(n, c k)`, in each row the c
 * gradients of one sample one after another, as `agop` takes them. The last weight itself has a constant Jacobian.
 */
export function* mlpJacobians(
  net: Mlp,
  x: Matrix,
): Generator<{ layer: number; jacobian: Matrix; outputs: number }, void> {
  checkMlp('mlpJacobians', net);
  checkInputs('mlpJacobians', net, x);
  const { weights } = net;
  const n = x.rows;
  const last = weights.at(-1)!;
  const outputs = last.rows;
  const pass = new MlpPass(net, n);
  pass.forward(x);
  let j = zeros(n * outputs, last.cols, x.precision);
  const top = last.data.map((entry) => scaleOf(net, weights.length - 1) * entry);
  for (let p = 0; p < n; p++) j.data.set(top, p * top.length);
  for (let l = weights.length - 2; l >= 0; l--) {
    const [z, h] = [pass.preActivation(l, n), pass.input(x, l + 1)];
    for (let row = 0; row < j.rows; row++) {
      const sample = Math.floor(row / outputs);
      activations[net.activation].chain(j.row(row), z.row(sample), h.row(sample));
    }
    j = matmul(j, weights[l], { alpha: scaleOf(net, l) });
    yield { layer: l, jacobian: new Matrix(n, outputs * j.cols, j.data), outputs };
  }
}
