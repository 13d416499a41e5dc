import { checkMatrix } from '../check.js';
import { InputError } from '../errors.js';
import { gram } from '../linalg/gram.js';
import { matmul } from '../linalg/matmul.js';
import { type Matrix, zeros } from '../linalg/matrix.js';
import { mirrorLower } from '../elementwise/triangles.js';
import { checkInputs, checkMlp, type Mlp } from './mlp.js';
import { scaleOf } from './scale-of.js';
import { MlpPass } from './mlp-pass.js';

/**
 * The empirical tangent kernel of a network of one output, K(x, z) = ⟨∇_w f(x), ∇_w f(z)⟩, as
 *
 *     K = Σ_l s_l² (H_{l-1} H_{l-1}ᵀ) ⊙ (Δ_l Δ_lᵀ),   Δ_l = ∂f/∂z_l,
 *
 * two products a layer, so that no gradient of a single sample is formed. x `(n, d)`, z `(m, d)`; result `(n, m)`, with
 * x for z if that is absent.
 * @throws InputError if the network has several outputs, or x or z do not fit it.
 * @example
 * ```ts
 * const net = { weights: [fromRows([[1, 2]])], activation: 'linear' as const };
 * tangentKernel(net, fromRows([[3, 4]])); // [[25]]
 * ```
 */
export function tangentKernel(net: Mlp, x: Matrix, z?: Matrix): Matrix {
  checkMlp('tangentKernel', net);
  checkInputs('tangentKernel', net, x);
  checkScalar('tangentKernel', net);
  const left = differentiated(net, x);
  if (z === undefined) return addLayers(net, left, x, zeros(x.rows, x.rows, x.precision));
  checkMatrix('tangentKernel', 'z', z, { cols: x.cols });
  checkInputs('tangentKernel', net, z);
  const right = differentiated(net, z);
  const k = zeros(x.rows, z.rows, x.precision);
  for (let l = 0; l < net.weights.length; l++) {
    const h = matmul(left.input(x, l), right.input(z, l), { transB: true });
    const d = matmul(left.delta(l, x.rows), right.delta(l, z.rows), { transB: true });
    addProduct(k, h, d, scaleOf(net, l) ** 2);
  }
  return k;
}

/**
 * Σ_l of `tangentKernel` from a pass whose last `forward` was of x and whose deltas are `outputDeltas`, into k. `work`:
 * two matrices like k to be overwritten.
 */
export function addLayers(
  net: Mlp,
  pass: MlpPass,
  x: Matrix,
  k: Matrix,
  work: Matrix[] = [zeros(k.rows, k.cols, k.precision), zeros(k.rows, k.cols, k.precision)],
): Matrix {
  const [h, d] = work;
  k.data.fill(0);
  // Lower triangles, until the sum is complete; the deltas of the output are 1.
  for (let l = 0; l < net.weights.length; l++) {
    gram(pass.input(x, l), { out: h, alpha: scaleOf(net, l) ** 2, lower: true });
    const top = l === net.weights.length - 1;
    if (!top) gram(pass.delta(l, x.rows), { out: d, lower: true });
    addLower(k, h, top ? undefined : d);
  }
  mirrorLower(k.data, k.rows);
  return k;
}

/** Throws unless the network has one output. */
export function checkScalar(fn: string, { weights }: Mlp): void {
  const outputs = weights.at(-1)!.rows;
  if (outputs !== 1)
    throw new InputError(fn, 'net', `has ${outputs} outputs`, 'give a network of one output');
}

function differentiated(net: Mlp, x: Matrix): MlpPass {
  const pass = new MlpPass(net, x.rows);
  pass.forward(x);
  pass.outputDeltas(x);
  return pass;
}

function addProduct(k: Matrix, h: Matrix, d: Matrix, scale: number): void {
  const [into, a, b] = [k.data, h.data, d.data];
  for (let i = 0; i < into.length; i++) into[i] += scale * a[i] * b[i];
}

/** The lower triangle of k grows by that of H ⊙ D. */
function addLower({ rows: n, data: into }: Matrix, { data: h }: Matrix, d?: Matrix): void {
  for (let i = 0; i < n; i++) {
    const end = i * n + i + 1;
    if (d === undefined) for (let at = i * n; at < end; at++) into[at] += h[at];
    else for (let at = i * n; at < end; at++) into[at] += h[at] * d.data[at];
  }
}
