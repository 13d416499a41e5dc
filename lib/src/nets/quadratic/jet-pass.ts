import { matmul } from '../../linalg/matmul.js';
import { type Matrix, type Real, zeros } from '../../linalg/matrix.js';
import { activations } from '../activations.js';
import { gatherRows } from '../gather-rows.js';
import { KeptMatrices } from '../kept-matrices.js';
import type { Mlp } from '../mlp.js';
import { scaleOf } from '../scale-of.js';
import { MlpPass } from '../mlp-pass.js';

/** What a network's start W₀ leaves at samples: inputs a_l of each weight, φ'(z_l) and φ''(z_l) of hidden layers. */
export interface JetSamples {
  outputs: Real;
  inputs: readonly Matrix[];
  slopes: readonly Matrix[];
  /** Absent where φ'' = 0. */
  curvatures: readonly Matrix[] | undefined;
}

/** The samples x `(n, d)` seen by a network as it is. */
export function jetSamples(net: Mlp, x: Matrix): JetSamples {
  const pass = new MlpPass(net, x.rows);
  const outputs = pass.forward(x).data.slice();
  const { chain, second } = activations[net.activation];
  const hidden = net.weights.slice(0, -1);
  const derivative = (rule: typeof chain): Matrix[] =>
    hidden.map((_, l) => {
      const z = pass.preActivation(l, x.rows);
      const d = z.clone();
      d.data.fill(1);
      rule(d.data, z.data, pass.input(x, l + 1).data);
      return d;
    });
  return {
    outputs,
    inputs: net.weights.map((_, l) => pass.input(x, l)),
    slopes: derivative(chain),
    curvatures: second && derivative(second),
  };
}

/** Some of the samples, in the order given. */
export function pickSamples(
  { outputs, inputs, slopes, curvatures }: JetSamples,
  rows: Int32Array,
): JetSamples {
  const pick = (a: Matrix): Matrix => gatherRows(a, rows, zeros(rows.length, a.cols, a.precision));
  return {
    outputs: outputs.slice(0, rows.length).map((_, i) => outputs[rows[i]]),
    inputs: inputs.map(pick),
    slopes: slopes.map(pick),
    curvatures: curvatures?.map(pick),
  };
}

/** The jet along D: first derivatives a'_l of the inputs, z'_l of the hidden layers, and the Taylor model's outputs. */
export interface Jet {
  outputs: Real;
  inputs1: readonly (Matrix | undefined)[];
  z1: readonly Matrix[];
}

/**
 * Value, first and second derivative of the network along W₀ + t D, all layers at W₀ (a'₀ = a''₀ = 0):
 *
 *     z'_l = s_l (W₀ a'_l + D a_l),   z''_l = s_l (W₀ a''_l + 2 D a'_l),
 *     a'_{l+1} = φ' z',   a''_{l+1} = φ' z'' + φ'' z'²;   f_quad = f + z'_last + ½ z''_last.
 *
 * The jet lies in `kept` until that is used again.
 */
export function jetForward(
  net: Mlp,
  change: readonly Matrix[],
  at: JetSamples,
  kept: KeptMatrices = new KeptMatrices(net.weights[0].precision),
): Jet {
  const inputs1: (Matrix | undefined)[] = [undefined];
  const z1: Matrix[] = [];
  let [a1, a2]: (Matrix | undefined)[] = [undefined, undefined];
  for (const [l, w] of net.weights.entries()) {
    const alpha = scaleOf(net, l);
    const storage = (name: string): Matrix => kept.matrix(`${name} ${l}`, at.outputs.length, w.rows);
    const first = matmul(at.inputs[l], change[l], { transB: true, alpha, out: storage("z'") });
    if (a1 !== undefined) matmul(a1, w, { transB: true, alpha, beta: 1, out: first });
    const second = a1 && matmul(a1, change[l], { transB: true, alpha: 2 * alpha, out: storage("z''") });
    if (a2 !== undefined) matmul(a2, w, { transB: true, alpha, beta: 1, out: second });
    if (l === net.weights.length - 1) {
      const outputs = at.outputs.map(
        (f, i) => f + first.data[i] + (second === undefined ? 0 : second.data[i] / 2),
      );
      return { outputs, inputs1, z1 };
    }
    z1.push(first);
    const slope = at.slopes[l].data;
    a2 = second;
    if (a2 !== undefined) times(a2.data, slope, a2.data);
    if (at.curvatures !== undefined) {
      a2 ??= kept.zeros(`z'' ${l}`, first.rows, first.cols);
      const curvature = at.curvatures[l].data;
      for (let i = 0; i < curvature.length; i++) a2.data[i] += curvature[i] * first.data[i] ** 2;
    }
    a1 = storage("a'");
    times(first.data, slope, a1.data);
    inputs1.push(a1);
  }
  throw new RangeError('a network has at least one weight');
}

/** P1_l and P2_l of a layer, with which ∂f_quad/∂D_l = s_l (P1 aᵀ + 2 P2 a'ᵀ) for a sample. */
export interface Adjoint {
  p1: Matrix;
  p2: Matrix;
}

/**
 * The adjoints of f_quad for each sample, weighted by `weights` (n), from P1 = weight and P2 = weight / 2 at the top:
 *
 *     q1 = s (W₀ᵀ P1 + 2 Dᵀ P2),  q2 = s W₀ᵀ P2;   P2 ← q2 φ',   P1 ← q1 φ' + 2 q2 φ'' z'.
 *
 * They lie in `kept`, as the jet does.
 */
export function jetBackward(
  net: Mlp,
  change: readonly Matrix[],
  { at, jet, weights }: { at: JetSamples; jet: Jet; weights: Real },
  kept: KeptMatrices = new KeptMatrices(net.weights[0].precision),
): Adjoint[] {
  const n = weights.length;
  const top = (factor: number): Matrix => {
    const column = kept.matrix(`top ${factor}`, n, 1);
    for (let i = 0; i < n; i++) column.data[i] = factor * weights[i];
    return column;
  };
  const layers: Adjoint[] = [];
  let [p1, p2] = [top(1), top(0.5)];
  for (let l = net.weights.length - 1; l > 0; l--) {
    layers[l] = { p1, p2 };
    const alpha = scaleOf(net, l);
    const storage = (name: string): Matrix => kept.matrix(`${name} ${l}`, n, net.weights[l].cols);
    const q1 = matmul(p1, net.weights[l], { alpha, out: storage('q1') });
    matmul(p2, change[l], { alpha: 2 * alpha, beta: 1, out: q1 });
    const q2 = matmul(p2, net.weights[l], { alpha, out: storage('q2') });
    const slope = at.slopes[l - 1].data;
    times(q1.data, slope, q1.data);
    if (at.curvatures !== undefined) {
      const [curvature, z] = [at.curvatures[l - 1].data, jet.z1[l - 1].data];
      for (let i = 0; i < z.length; i++) q1.data[i] += 2 * q2.data[i] * curvature[i] * z[i];
    }
    times(q2.data, slope, q2.data);
    [p1, p2] = [q1, q2];
  }
  layers[0] = { p1, p2 };
  return layers;
}

function times(a: Real, by: Real, into: Real): void {
  for (let i = 0; i < a.length; i++) into[i] = a[i] * by[i];
}
