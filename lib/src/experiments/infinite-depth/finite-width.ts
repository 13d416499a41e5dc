import { deepKernels } from '../../kernels/dual/deep-kernels.js';
import { activationConstants } from '../../kernels/dual/gaussian-quadrature.js';
import { gram } from '../../linalg/gram.js';
import { matmul } from '../../linalg/matmul.js';
import { fromRows, type Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { closedForms } from './named-duals.js';

export interface FiniteWidthSettings {
  activations: string[];
  depth: number;
  width: number;
  draws: number;
}

export type FiniteWidthRow = {
  activation: string;
  entry: string;
  theory: number;
  measured: number;
};

/**
 * The tangent kernel of random networks of finite width, averaged over draws, beside the recursion of infinite width.
 * The activations share the weights of a draw.
 */
export async function finiteWidth(
  { activations, depth, width, draws }: FiniteWidthSettings,
  seed: number,
  step: Step,
): Promise<FiniteWidthRow[]> {
  const angles = [0, 0.4, 0.9, 1.4];
  const x = fromRows(angles.map((angle) => [Math.cos(angle), Math.sin(angle)]));
  const chosen = activations.map((name) => {
    const { dual, activation } = closedForms.find((form) => form.activation.name === name)!;
    return { name, dual, activation, norm: activationConstants(activation).norm, mean: zeros(4, 4) };
  });
  for (let draw = 0; draw < draws; draw++) {
    const random = new Random(seed).fork(draw);
    const weights = Array.from({ length: depth }, (_, layer) =>
      random.normalMatrix(width, layer === 0 ? x.cols : width),
    );
    const top = random.normalMatrix(1, width);
    for (const { activation, norm, mean } of chosen) {
      const kernel = drawnKernel(x, { ...activation, norm, weights, top });
      for (let i = 0; i < 16; i++) mean.data[i] += kernel.data[i] / draws;
    }
    await step(draw + 1, draws);
  }
  return chosen.flatMap(({ name, dual, mean }) =>
    pairs.map(([i, j]) => {
      const delta = 1 - Math.cos(angles[i] - angles[j]);
      const theory = Math.exp(deepKernels(dual, Math.max(delta, 0), depth).ntk);
      return { activation: name, entry: `${i}, ${j}`, theory, measured: mean.get(i, j) };
    }),
  );
}

// The lower triangle of the kernel of four points.
const pairs = [0, 1, 2, 3].flatMap((i) => Array.from({ length: i + 1 }, (_, j) => [i, j]));

/** Σ over layers of (backward Gram) ∘ (forward Gram), all weights N(0, 1), φ divided by its Gaussian norm. */
function drawnKernel(
  x: Matrix,
  net: {
    value(z: number): number;
    slope(z: number): number;
    norm: number;
    weights: Matrix[];
    top: Matrix;
  },
): Matrix {
  const { value, slope, norm, weights, top } = net;
  const [depth, width] = [weights.length, top.cols];
  const scale = 1 / Math.sqrt(width);
  const inputs: Matrix[] = [x];
  const slopes: Matrix[] = [];
  for (let layer = 0; layer < depth; layer++) {
    const z = matmul(inputs[layer], weights[layer], { transB: true, alpha: layer === 0 ? 1 : scale });
    const [h, s] = [z.clone(), z.clone()];
    for (let i = 0; i < z.data.length; i++) {
      h.data[i] = value(z.data[i]) / norm;
      s.data[i] = slope(z.data[i]) / norm;
    }
    inputs.push(h);
    slopes.push(s);
  }
  const total = gram(inputs[depth], { alpha: 1 / width });
  // ∂f/∂z_l, from the last layer down.
  let delta = zeros(x.rows, width);
  for (let i = 0; i < x.rows; i++) for (let k = 0; k < width; k++) delta.set(i, k, scale * top.data[k]);
  for (let layer = depth - 1; layer >= 0; layer--) {
    for (let i = 0; i < delta.data.length; i++) delta.data[i] *= slopes[layer].data[i];
    const [back, forth] = [gram(delta), gram(inputs[layer], { alpha: layer === 0 ? 1 : 1 / width })];
    for (let i = 0; i < total.data.length; i++) total.data[i] += back.data[i] * forth.data[i];
    if (layer > 0) delta = matmul(delta, weights[layer], { alpha: scale });
  }
  return total;
}
