import { checkFinite, checkMatrix, checkSamePrecision } from '../check.js';
import { gram } from '../linalg/gram.js';
import { Matrix, zeros } from '../linalg/matrix.js';
import { rowView } from '../linalg/row-view.js';
import { checkCoefficients, checkPoints } from './arguments.js';
import { checkImageShape, type ImageShape, imagePatches, patchGrid } from './image-patches.js';
import type { Kernel } from './kernel.js';
import type { PatchKernel } from './patch-kernel.js';

/**
 * k(x, x') = (1/A) Σ_a κ(u_a S, u'_a S): the mean over equal positions of a kernel κ of patches, with the metric M =
 * S². With the Laplace kernel, the patch Laplace kernel beside ConvRFM's tangent kernel.
 *
 * @throws InputError if a patch is larger than the image.
 * @example
 * ```ts
 * const image = { channels: 1, height: 3, width: 4 };
 * const x = new Random(0).normalMatrix(2, 12);
 * meanPatchKernel(laplace({ bandwidth: 5 }), { image }).matrix(x).get(0, 0); // 1
 * ```
 */
export function meanPatchKernel(
  kernel: Kernel,
  { image, patch = 3 }: { image: ImageShape; patch?: number },
): PatchKernel {
  checkImageShape('meanPatchKernel', image, patch);
  const { positions } = patchGrid(image, patch);
  const size = image.channels * patch * patch;
  const metricOf = (fn: string, x: Matrix, transform: Matrix | undefined): { metric?: Matrix } => {
    if (transform === undefined) return {};
    checkMatrix(fn, 'transform', transform, { rows: size, cols: size });
    checkSamePrecision(fn, { x, transform });
    checkFinite(fn, 'transform', transform.data);
    return { metric: gram(transform, { of: 'columns' }) };
  };

  /** Gradients of all positions, one position after another: `(at.rows, c · D)` each. */
  function* gradients(
    fn: string,
    x: Matrix,
    alpha: Matrix,
    at: Matrix,
    transform?: Matrix,
  ): Generator<Matrix> {
    checkPoints(fn, x, at);
    checkCoefficients(fn, x, alpha);
    const options = metricOf(fn, x, transform);
    const [u, z] = [x, at].map((images) => imagePatches(images, image, { patch }));
    for (let a = 0; a < positions; a++) {
      const g = kernel.gradients(rowsOf(u, a, x.rows), alpha, rowsOf(z, a, at.rows), options);
      for (let k = 0; k < g.data.length; k++) g.data[k] /= positions;
      yield g;
    }
  }

  return {
    image,
    patch,
    matrix(x, z, transform) {
      const fn = 'meanPatchKernel.matrix';
      checkPoints(fn, x, z);
      const options = metricOf(fn, x, transform);
      const [u, v] = [x, z].map((images) => images && imagePatches(images, image, { patch }));
      const sum = zeros(x.rows, (z ?? x).rows, x.precision);
      for (let a = 0; a < positions; a++) {
        const k = kernel.matrix(rowsOf(u!, a, x.rows), v && rowsOf(v, a, z!.rows), options);
        for (let i = 0; i < k.data.length; i++) sum.data[i] += k.data[i] / positions;
      }
      return sum;
    },
    gradientProducts(x, alpha, at, transform) {
      const sum = zeros(size, size, x.precision);
      for (const g of gradients('meanPatchKernel.gradientProducts', x, alpha, at, transform)) {
        gram(new Matrix(at.rows * alpha.cols, size, g.data), { of: 'columns', beta: 1, out: sum });
      }
      return sum;
    },
    gradientEnergy(x, alpha, at, transform) {
      const energy = zeros(at.rows, positions, x.precision);
      let a = 0;
      for (const g of gradients('meanPatchKernel.gradientEnergy', x, alpha, at, transform)) {
        for (let k = 0; k < g.data.length; k++) {
          energy.data[Math.floor(k / g.cols) * positions + a] += g.data[k] ** 2;
        }
        a++;
      }
      return energy;
    },
  };
}

function rowsOf(u: Matrix, position: number, n: number): Matrix {
  return rowView(u, position * n, (position + 1) * n);
}
