import { matmul } from '../../linalg/matmul.js';
import { gram } from '../../linalg/gram.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { checkInputs, checkMlp, copyMlp, type Mlp } from '../mlp.js';
import { KeptMatrices } from '../kept-matrices.js';
import { scaleOf } from '../scale-of.js';
import { checkScalar } from '../tangent-kernel.js';
import type { TangentModel } from '../tangent-model.js';
import { perMatrix } from './per-matrix.js';
import { type Jet, jetBackward, jetForward, type JetSamples, jetSamples, pickSamples } from './jet-pass.js';

/**
 * The neural quadratic model of a network of any depth and activation at its weights as they are, on x `(n, d)`:
 *
 *     f_quad(W₀ + D) = f(W₀) + ⟨∇f(W₀), D⟩ + ½ ⟨D, ∇²f(W₀) D⟩,
 *
 * by second-order jets, so that no Hessian is formed: value, gradient and tangent kernel at about three times the cost
 * of the network's own. The network itself stays as it is. Zhu et al., Quadratic models (2024), the NQM.
 * @throws InputError if the network has several outputs or x does not fit it.
 * @example
 * ```ts
 * const net = mlp({ widths: [2, 8, 1], activation: 'tanh', random: new Random(0) });
 * const model = jetQuadratic(net, identity(2));
 * model.outputs()[0] - predictMlp(net, identity(2)).get(0, 0); // 0
 * ```
 */
export function jetQuadratic(network: Mlp, x: Matrix): TangentModel {
  checkMlp('jetQuadratic', network);
  checkInputs('jetQuadratic', network, x);
  checkScalar('jetQuadratic', network);
  const net = copyMlp(network);
  const change = net.weights.map((w) => zeros(w.rows, w.cols, w.precision));
  const all = jetSamples(net, x);
  const seen = perMatrix((z) => {
    checkInputs('jetQuadratic.predict', net, z);
    return { at: jetSamples(net, z), kept: new KeptMatrices(z.precision) };
  });
  const kept = new KeptMatrices(x.precision);
  let at = all;
  let jet: Jet;
  const forward = (rows?: Int32Array): Jet => {
    at = rows === undefined ? all : pickSamples(all, rows);
    jet = jetForward(net, change, at, kept);
    return jet;
  };
  return {
    samples: x.rows,
    multiplications: x.rows * Math.max(...net.weights.map(({ data }) => data.length)),
    outputs: (rows) => forward(rows).outputs,
    step(outputGradient, learningRate) {
      const adjoints = jetBackward(net, change, { at, jet, weights: outputGradient }, kept);
      adjoints.forEach(({ p1, p2 }, l) => {
        const alpha = -learningRate * scaleOf(net, l);
        matmul(p1, at.inputs[l], { transA: true, alpha, beta: 1, out: change[l] });
        const inputs1 = jet.inputs1[l];
        if (inputs1) matmul(p2, inputs1, { transA: true, alpha: 2 * alpha, beta: 1, out: change[l] });
      });
    },
    tangentKernel({ rows, seen = false, out } = {}) {
      if (!seen) forward(rows);
      return jetKernel(net, change, { at, jet, out });
    },
    predict(z) {
      const known = seen(z);
      return jetForward(net, change, known.at, known.kept).outputs;
    },
  };
}

/** K = Σ_l s_l² (P1 P1ᵀ ∘ a aᵀ + 2 (P1 P2ᵀ ∘ a a'ᵀ) + its transpose + 4 P2 P2ᵀ ∘ a' a'ᵀ). */
export function jetKernel(
  net: Mlp,
  change: readonly Matrix[],
  { at, jet, out }: { at: JetSamples; jet: Jet; out?: Matrix },
): Matrix {
  const n = at.outputs.length;
  const k = out ?? zeros(n, n, net.weights[0].precision);
  k.data.fill(0);
  const adjoints = jetBackward(net, change, { at, jet, weights: at.outputs.slice().fill(1) });
  adjoints.forEach(({ p1, p2 }, l) => {
    const square = scaleOf(net, l) ** 2;
    add(k, gram(p1), gram(at.inputs[l]), square);
    const inputs1 = jet.inputs1[l];
    if (inputs1 === undefined) return;
    add(k, gram(p2), gram(inputs1), 4 * square);
    const cross = matmul(p1, p2, { transB: true });
    const mixed = matmul(at.inputs[l], inputs1, { transB: true });
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const there = cross.data[i * n + j] * mixed.data[i * n + j];
        const back = cross.data[j * n + i] * mixed.data[j * n + i];
        k.data[i * n + j] += 2 * square * (there + back);
      }
    }
  });
  return k;
}

function add(k: Matrix, a: Matrix, b: Matrix, factor: number): void {
  for (let i = 0; i < k.data.length; i++) k.data[i] += factor * a.data[i] * b.data[i];
}
