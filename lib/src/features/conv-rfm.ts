import { checkFinite, checkInteger, checkMatrix, checkNonNegative, checkSamePrecision } from '../check.js';
import { NumericalError } from '../errors.js';
import type { PatchKernel } from '../kernels/patch-kernel.js';
import { solveSpd } from '../linalg/solve-spd.js';
import { matmul } from '../linalg/matmul.js';
import { Matrix } from '../linalg/matrix.js';
import { patchAgop, patchTransform, type PatchTransformOptions } from './patch-agop.js';

/** Images and their targets: x `(n, channels · height · width)`, y `(n, c)`, one-hot for classes. */
export interface ImageTargets {
  x: Matrix;
  y: Matrix;
}

export interface ConvRfmOptions extends PatchTransformOptions {
  kernel: PatchKernel;
  /** Updates of the features; one more kernel than that is solved. Default 3. */
  updates?: number;
  /** λ beside a kernel matrix whose largest entry is 1. Default 1e-3. */
  ridge?: number;
  /** The first images of the training set whose gradients make the AGOP. Default 20, the authors'. */
  agopImages?: number;
}

/** One kernel machine of the sequence. */
export interface ConvRfmRound {
  round: number;
  /** S that its patches are multiplied by; absent in round 0, where it is the identity. */
  transform: Matrix | undefined;
  /** Largest entry of K, by which K and `alpha` are scaled: f = K alpha / scale. */
  scale: number;
  /** (K / scale + λ I)⁻¹ y, `(n, c)`. */
  alpha: Matrix;
  /** f(z), `(m, c)`. */
  predict(z: Matrix): Matrix;
  /** M that S is the root of: the AGOP of the round before; absent in round 0. */
  featureMatrix: Matrix | undefined;
  /** The patch AGOP of f · scale, `(D, D)`, made when first asked for; the next round's S is its root. */
  agop(): Matrix;
}

/**
 * ConvRFM: for t = 0, 1, …, starting from S = I,
 *
 *     alpha = (K_S / max K_S + λ I)⁻¹ y,   M = (1/s) Σ over s images, positions, outputs of g gᵀ,   S ← M^½ / |M^½|_F,
 *
 * g the gradients of the predictor by the untransformed patches: S is replaced, not multiplied. Beaglehole et al.
 * (2023), Mechanism of feature learning in convolutional neural networks; `power` and `rank` as in `patchTransform`.
 *
 * The rounds are made one by one as they are asked for. Images in the order of their classes are warned of, since those
 * of the AGOP are the first.
 * @throws InputError on wrong shapes, NaN or options out of range; NumericalError if K + λ I cannot be solved.
 * @example
 * ```ts
 * const random = new Random(0);
 * const kernel = convNtk({ image: { channels: 1, height: 5, width: 5 }, depth: 2 });
 * const [x, y] = [random.normalMatrix(20, 25), random.normalMatrix(20, 1)];
 * const [, second] = convRfm({ x, y }, { kernel, updates: 1, ridge: 1e-9 });
 * cosine(second.predict(x), y); // 1.000
 * ```
 */
export function* convRfm({ x, y }: ImageTargets, options: ConvRfmOptions): Generator<ConvRfmRound> {
  const { kernel, updates = 3, ridge = 1e-3, agopImages = 20, power, rank } = options;
  const fn = 'convRfm';
  checkInteger(fn, 'updates', updates);
  checkInteger(fn, 'agopImages', agopImages, 1);
  checkNonNegative(fn, 'ridge', ridge);
  checkMatrix(fn, 'y', y, { rows: x.rows });
  checkFinite(fn, 'y', y.data);
  checkSamePrecision(fn, { x, y });
  const seen = Math.min(agopImages, x.rows);
  if (sameRows(y, seen) && !sameRows(y, y.rows)) {
    const problem = `the first ${seen} images, whose gradients make the AGOP, have one target`;
    process.emitWarning(`${fn}: ${problem}; put the images in random order`);
  }
  const at = new Matrix(seen, x.cols, x.data.subarray(0, seen * x.cols));
  let transform: Matrix | undefined;
  let featureMatrix: Matrix | undefined;
  for (let round = 0; round <= updates; round++) {
    const held = kernel.holding?.(x, transform) ?? kernel;
    const k = held.matrix(x, undefined, transform);
    let scale = 0;
    for (let i = 0; i < k.data.length; i++) scale = Math.max(scale, k.data[i]);
    for (let i = 0; i < k.data.length; i++) k.data[i] /= scale;
    for (let i = 0; i < k.rows; i++) k.data[i * k.cols + i] += ridge;
    const alpha = solveSpd(k, y);
    if (alpha === undefined) {
      throw new NumericalError(
        `convRfm: K + ${ridge} I has no Cholesky factor in round ${round}; raise ridge`,
      );
    }
    // This round's S: `transform` moves on.
    const s = transform;
    let made: Matrix | undefined;
    const agop = (): Matrix => (made ??= patchAgop(held, { x, alpha, at, transform: s }));
    const predict = (z: Matrix): Matrix => {
      checkMatrix('convRfm.predict', 'z', z, { cols: x.cols });
      return matmul(held.matrix(z, x, s), alpha, { alpha: 1 / scale });
    };
    yield { round, transform, scale, alpha, featureMatrix, predict, agop };
    if (round === updates) return;
    featureMatrix = agop();
    transform = patchTransform(featureMatrix, { ...(power && { power }), ...(rank && { rank }) });
  }
}

/** Whether the first n rows are equal. */
function sameRows({ data, cols }: Matrix, n: number): boolean {
  for (let k = cols; k < n * cols; k++) if (data[k] !== data[k - cols]) return false;
  return true;
}
