import { InputError } from '../errors.js';
import { gram } from '../linalg/gram.js';
import { matmul } from '../linalg/matmul.js';
import { zeros } from '../linalg/matrix.js';
import { ConvNtkPlan } from './conv-ntk-plan.js';
import { checkImageShape, type ImageShape } from './image-patches.js';
import type { PatchKernel } from './patch-kernel.js';

export interface ConvNtkOptions {
  image: ImageShape;
  /** Side of the convolutions' windows. Default 3. */
  patch?: number;
  /** L, convolutions, each followed by a ReLU. */
  depth: number;
  /** tangent: the NTK, N + T; nngp: the covariance N alone. Default tangent. */
  kind?: 'tangent' | 'nngp';
}

/**
 * The tangent kernel of an infinitely wide network of L convolutions (patch x patch, no padding), ReLU √2 after each,
 * flatten and one linear layer; of two images, at each position a with v_a = u_a S:
 *
 *     N = T = ⟨v_a, v'_a⟩ / channels,   q = |v_a|² / channels;
 *     ReLU:  N ← √(q q') k1(c),  T ← T k0(c),  c = N / √(q q');   next:  N ← Σ N,  T ← N + Σ T,  q ← Σ q over the window;
 *     k(x, x') = mean over a of N + T.
 *
 * Only equal positions of two images meet, since the readout follows a flatten. Degree 1 in each image; k(x, x) = (L +
 * 1) mean q. The gradients by patches are closed: back through the same recursion, then products of matrices.
 * Beaglehole et al. (2023), Mechanism of feature learning in convolutional neural networks, the kernel of their code.
 *
 * @throws InputError if the image is too small for L windows.
 * @example
 * ```ts
 * const kernel = convNtk({ image: { channels: 1, height: 4, width: 4 }, depth: 1 });
 * // A constant image: q = 9 in each window, and k(x, x) = (depth + 1) q.
 * kernel.matrix(fromRows([new Array<number>(16).fill(1)])); // [[18]]
 * ```
 */
export function convNtk({ image, patch = 3, depth, kind = 'tangent' }: ConvNtkOptions): PatchKernel {
  checkImageShape('convNtk', image, patch, depth);
  if (kind !== 'tangent' && kind !== 'nngp') {
    throw new InputError('convNtk', 'kind', `is ${String(kind)}`, "give 'tangent' or 'nngp'");
  }
  return kernelOf(new ConvNtkPlan(image, patch, depth, kind === 'tangent'), image, patch);
}

function kernelOf(plan: ConvNtkPlan, image: ImageShape, patch: number): PatchKernel {
  return {
    image,
    patch,
    matrix: (x, z, transform) => plan.matrix(x, z, transform),
    gradientProducts(x, alpha, at, transform) {
      plan.checkGradients('convNtk.gradientProducts', { x, alpha, at, transform });
      const sum = zeros(plan.size, plan.size, x.precision);
      plan.eachGradients({ x, alpha, at, transform }, (g) => gram(g, { of: 'columns', beta: 1, out: sum }));
      return transform === undefined ? sum : matmul(matmul(transform, sum), transform);
    },
    gradientEnergy(x, alpha, at, transform) {
      plan.checkGradients('convNtk.gradientEnergy', { x, alpha, at, transform });
      const energy = zeros(at.rows, plan.positions, x.precision);
      plan.eachGradients({ x, alpha, at, transform }, (v, from, to) => {
        const g = transform === undefined ? v : matmul(v, transform);
        for (let k = 0; k < g.rows; k++) {
          const position = Math.floor(k / ((to - from) * alpha.cols));
          const i = from + (Math.floor(k / alpha.cols) % (to - from));
          let sum = 0;
          for (let d = 0; d < g.cols; d++) sum += g.data[k * g.cols + d] ** 2;
          energy.data[i * plan.positions + position] += sum;
        }
      });
      return energy;
    },
    holding: (x, transform) => kernelOf(plan.holding(x, transform), image, patch),
  };
}
