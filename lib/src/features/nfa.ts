import { checkFinite, checkMatrix } from '../check.js';
import { InputError } from '../errors.js';
import { gram } from '../linalg/gram.js';
import { Matrix } from '../linalg/matrix.js';
import { psdPower } from '../linalg/psd-power.js';
import type { Mlp } from '../nets/mlp.js';
import { mlpJacobians } from '../nets/mlp-jacobians.js';
import { agop } from './agop.js';

/**
 * NFM = WᵀW / k, the neural feature matrix of W `(k, d)`; `(d, d)`. The division is the authors', and scores do not see
 * it.
 * @throws InputError if W is empty.
 * @example
 * ```ts
 * nfm(fromRows([[1, 2]])); // [[1, 2], [2, 4]]
 * ```
 */
export function nfm(w: Matrix): Matrix {
  checkMatrix('nfm', 'w', w);
  return gram(w, { of: 'columns', alpha: 1 / w.rows });
}

/** W - W₀, `(k, d)`. */
export function weightChange(w: Matrix, initial: Matrix): Matrix {
  checkMatrix('weightChange', 'initial', initial, { rows: w.rows, cols: w.cols });
  const change = w.clone();
  for (let i = 0; i < change.data.length; i++) change.data[i] -= initial.data[i];
  return change;
}

/**
 * ⟨A, B⟩ / (‖A‖ ‖B‖) over all entries; 0 if one of them is zero, which is parallel to nothing.
 * @throws InputError if the shapes differ or an entry is not finite.
 * @example
 * ```ts
 * cosine(identity(2), fromRows([[1, 1], [1, 1]])); // 0.70711
 * ```
 */
export function cosine(a: Matrix, b: Matrix): number {
  return similarity('cosine', a, b, 0, 0);
}

/**
 * The cosine after the mean entry has been subtracted from each matrix; 0 if one of them is constant.
 * @throws InputError if the shapes differ or an entry is not finite.
 * @example
 * ```ts
 * pearson(identity(2), fromRows([[0, 1], [1, 0]])); // -1
 * ```
 */
export function pearson(a: Matrix, b: Matrix): number {
  return similarity('pearson', a, b, mean(a), mean(b));
}

/** Scores of the ansatz for one weight; each says what is compared with what, under which power and centring. */
export type AnsatzScores = {
  /** NFM against AGOP^½, Pearson: the form in Science 2024. */
  pearsonRoot: number;
  pearsonRootCentred: number;
  /** NFM against AGOP, cosine: the form in arXiv 2212.13881v3. */
  cosine: number;
  cosineRoot: number;
  /** NFM against AGOP, Pearson. */
  pearsonPowerOne: number;
  /** (W - W₀)ᵀ(W - W₀) in the place of the NFM: the authors' check of fully connected networks. */
  changePearsonRoot: number;
  changePearsonRootCentred: number;
  changeCosineCentred: number;
  /** NFM against the NFM of W₀, Pearson: how much of the feature matrix is only the start. */
  initialPearson: number;
};

/**
 * All scores of the ansatz WᵀW ∝ AGOP^p for one weight W `(k, d)` that started at `initial`; the AGOPs `(d, d)` are by
 * the input of that weight.
 */
export function ansatzScores(
  w: Matrix,
  initial: Matrix,
  { plain, centred }: { plain: Matrix; centred: Matrix },
): AnsatzScores {
  const change = nfm(weightChange(w, initial));
  const features = nfm(w);
  const root = psdPower(plain, 0.5);
  const rootCentred = psdPower(centred, 0.5);
  return {
    pearsonRoot: pearson(features, root),
    pearsonRootCentred: pearson(features, rootCentred),
    cosine: cosine(features, plain),
    cosineRoot: cosine(features, root),
    pearsonPowerOne: pearson(features, plain),
    changePearsonRoot: pearson(change, root),
    changePearsonRootCentred: pearson(change, rootCentred),
    changeCosineCentred: cosine(change, centred),
    initialPearson: pearson(features, nfm(initial)),
  };
}

/**
 * The AGOPs by the input of each weight but the last, first weight first; x `(n, d)` are the points they average over.
 */
export function mlpAgops(net: Mlp, x: Matrix): { plain: Matrix; centred: Matrix }[] {
  const found: { plain: Matrix; centred: Matrix }[] = [];
  for (const { layer, jacobian, outputs } of mlpJacobians(net, x)) {
    found[layer] = {
      plain: agop(jacobian, { outputs }),
      centred: agop(jacobian, { outputs, center: true }),
    };
  }
  return found;
}

/**
 * Scores of the ansatz for every weight of a network but the last, first weight first; x `(n, d)`. The value at the
 * start is `mlpAnsatz(initial, initial, x)`: a high score is a finding only beside a low one there.
 * @throws InputError if the two networks differ in shape, or x does not fit them.
 * @example
 * ```ts
 * const net = mlp({ widths: [3, 8, 1], random: new Random(0) });
 * const [first] = mlpAnsatz(net, net, new Random(1).normalMatrix(20, 3));
 * first.initialPearson; // 1
 * ```
 */
export function mlpAnsatz(net: Mlp, initial: Mlp, x: Matrix): AnsatzScores[] {
  if (initial.weights.length !== net.weights.length) {
    throw new InputError(
      'mlpAnsatz',
      'initial',
      `has ${initial.weights.length} weights`,
      `the network has ${net.weights.length}`,
    );
  }
  return mlpAgops(net, x).map((agops, l) => ansatzScores(net.weights[l], initial.weights[l], agops));
}

function similarity(fn: string, a: Matrix, b: Matrix, meanA: number, meanB: number): number {
  checkMatrix(fn, 'a', a);
  checkMatrix(fn, 'b', b, { rows: a.rows, cols: a.cols });
  checkFinite(fn, 'a', a.data);
  checkFinite(fn, 'b', b.data);
  // Scaled to largest entries of 1: a feature matrix of a tiny start has squares below the smallest number.
  const [scaleA, scaleB] = [largest(a), largest(b)];
  if (scaleA === 0 || scaleB === 0) return 0;
  let [product, squareA, squareB] = [0, 0, 0];
  for (let i = 0; i < a.data.length; i++) {
    const [u, v] = [(a.data[i] - meanA) / scaleA, (b.data[i] - meanB) / scaleB];
    product += u * v;
    squareA += u * u;
    squareB += v * v;
  }
  return squareA === 0 || squareB === 0 ? 0 : product / Math.sqrt(squareA * squareB);
}

function mean({ data }: Matrix): number {
  // Counted from the first entry, so that the mean of a constant matrix is that constant without rounding.
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] - data[0];
  return data[0] + sum / data.length;
}

function largest({ data }: Matrix): number {
  let most = 0;
  for (let i = 0; i < data.length; i++) most = Math.max(most, Math.abs(data[i]));
  return most;
}
