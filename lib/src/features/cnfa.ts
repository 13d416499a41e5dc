import { InputError } from '../errors.js';
import { matmul } from '../linalg/matmul.js';
import { type Matrix, zeros } from '../linalg/matrix.js';
import { psdPower } from '../linalg/psd-power.js';
import { rowView } from '../linalg/row-view.js';
import { checkConvImages, type ConvNet } from '../nets/conv-net.js';
import { ConvPass } from '../nets/conv-pass.js';
import { cosine, nfm, pearson } from './nfa.js';

/** Of one convolution: B = (1/n) Σ δδᵀ `(filters, filters)`, and the patch AGOP WᵀBW `(channels · patch², ...)`. */
export interface ConvAgop {
  outputProducts: Matrix;
  agop: Matrix;
}

// Images of one pass.
const AT_ONCE = 100;

/**
 * The patch AGOP of each convolution, first one first: (1/n) Σ over images, positions and outputs of g gᵀ, g the
 * gradient of an output by a patch. g = Wᵀδ, δ the gradient by that position's pre-activations, so that it is WᵀBW, and
 * no gradient by a patch is formed; x `(n, channels · height · width)`. Beaglehole et al. (2023).
 *
 * @throws InputError if x has another shape or precision than the network, or is not finite.
 * @example
 * ```ts
 * const image = { channels: 1, height: 6, width: 6 };
 * const net = convNet({ image, layers: [{ filters: 4, patch: 3 }], outputs: 1, random: new Random(0) });
 * const [first] = convAgops(net, new Random(1).normalMatrix(20, 36));
 * [first.agop.rows, first.agop.cols]; // [9, 9]
 * ```
 */
export function convAgops(net: ConvNet, x: Matrix): ConvAgop[] {
  checkConvImages('convAgops', net, x);
  const outputs = net.head.rows;
  const pass = new ConvPass(net, Math.min(AT_ONCE, x.rows));
  for (let from = 0; from < x.rows; from += AT_ONCE) {
    const rows = Math.min(AT_ONCE, x.rows - from);
    pass.forward(rowView(x, from, from + rows));
    for (let output = 0; output < outputs; output++) {
      const one = zeros(rows, outputs, x.precision);
      for (let i = 0; i < rows; i++) one.set(i, output, 1);
      pass.addOutputProducts(one);
    }
  }
  const products = pass.outputProducts().map((sum) => sum.clone());
  pass.free();
  for (const { data } of products) for (let k = 0; k < data.length; k++) data[k] /= x.rows;
  return net.weights.map((w, l) => ({
    outputProducts: products[l],
    agop: matmul(matmul(w, products[l], { transA: true }), w),
  }));
}

/** Scores of the convolutional ansatz for one layer; Pearson correlations are over all entries of both matrices. */
export type CnfaScores = {
  /** WᵀW against the patch AGOP. */
  pearson: number;
  cosine: number;
  /** WᵀW against its root, the form of the paper that followed (Science 2024). */
  pearsonRoot: number;
  /** WᵀW against W₀ᵀW₀: what is left of the start. */
  initialPearson: number;
  initialCosine: number;
};

/**
 * The convolutional neural feature ansatz WᵀW ∝ patch AGOP, layer by layer; x `(n, channels · height · width)` are the
 * images that the AGOP is over. `convAnsatz(initial, initial, x)` are the scores of the start.
 *
 * @throws InputError as `convAgops`, or if `initial` has another number of layers.
 * @example
 * ```ts
 * const image = { channels: 1, height: 6, width: 6 };
 * const net = convNet({ image, layers: [{ filters: 4, patch: 3 }], outputs: 1, random: new Random(0) });
 * const [first] = convAnsatz(net, net, new Random(1).normalMatrix(20, 36));
 * // A score of the start, with which that after training is compared.
 * Math.abs(first.pearson) <= 1; // true
 * ```
 */
export function convAnsatz(net: ConvNet, initial: ConvNet, x: Matrix): CnfaScores[] {
  const [found, wanted] = [initial.weights.length, net.weights.length];
  if (found !== wanted)
    throw new InputError('convAnsatz', 'initial', `has ${found} layers`, `the network has ${wanted}`);
  return convAgops(net, x).map(({ agop }, l) => {
    const [features, start] = [nfm(net.weights[l]), nfm(initial.weights[l])];
    return {
      pearson: pearson(features, agop),
      cosine: cosine(features, agop),
      pearsonRoot: pearson(features, psdPower(agop, 1 / 2)),
      initialPearson: pearson(features, start),
      initialCosine: cosine(features, start),
    };
  });
}
