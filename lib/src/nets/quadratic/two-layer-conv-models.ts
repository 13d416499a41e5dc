import { checkFinite, checkInteger, checkMatrix, checkSamePrecision } from '../../check.js';
import { Matrix, type Precision, zeros } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';
import { im2col } from '../im2col.js';
import { perMatrix } from './per-matrix.js';
import { gatedModels, signs, type TaylorModels } from './two-layer-models.js';

/** Square images whose rows hold the pixels row by row, the channels of a pixel side by side, and square patches. */
export interface ConvShape {
  side: number;
  channels: number;
  /** Side of the patches, which stay inside the image. */
  patch: number;
}

export interface TwoLayerConvStart {
  /** Filters `(m, patch² channels)`. */
  u0: Matrix;
  /** Readouts of every position, `(positions, m)`. */
  v0: Matrix;
}

export interface TwoLayerConvStartOptions extends ConvShape {
  /** m. */
  filters: number;
  random: Random;
  precision?: Precision;
}

/** u₀ ~ N(0, 1), v₀ = ±1 with equal chances. @throws InputError on an empty layer, or a patch beyond the image. */
export function twoLayerConvStart(options: TwoLayerConvStartOptions): TwoLayerConvStart {
  const { filters, random, precision, channels, patch } = options;
  const positions = checkShape('twoLayerConvStart', options);
  checkInteger('twoLayerConvStart', 'filters', filters, 1);
  const u0 = random.fork('units').normalMatrix(filters, patch ** 2 * channels, precision);
  return {
    u0,
    v0: new Matrix(positions, filters, signs(positions * filters, random.fork('readout'), precision)),
  };
}

/**
 * One convolution, ReLU and a linear readout of all P positions p, without padding,
 *
 *     f(u, v; x) = (1/√(mqP)) Σ_{i,p} v_{ip} relu(u_i·x_p),   q = patch² channels,
 *
 * with its quadratic Taylor model, the gates 1{u₀_i·x_p ≥ 0} frozen, and its linear one; images `(n, side² channels)`,
 * in training and to predict. The scale keeps E K(x, x) at the mean square of the patches' entries, as that of
 * `twoLayerModels` does.
 * @throws InputError if shapes or precisions do not fit, or a number is not finite.
 * Source: Zhu, Liu, Radhakrishnan & Belkin, ICLR 2024, Sec. 2 and Fig. 4; the scale is ours, as they state none.
 */
export function twoLayerConvModels(
  options: TwoLayerConvStart & ConvShape & { images: Matrix },
): TaylorModels {
  const fn = 'twoLayerConvModels';
  const { images, u0, v0, channels, patch } = options;
  const positions = checkShape(fn, options);
  const q = patch ** 2 * channels;
  checkMatrix(fn, 'u0', u0, { cols: q });
  checkMatrix(fn, 'v0', v0, { rows: positions, cols: u0.rows });
  checkSamePrecision(fn, { u0, v0 });
  checkFinite(fn, 'u0', u0.data);
  checkFinite(fn, 'v0', v0.data);
  const patches = (name: string, z: Matrix): Matrix => {
    checkMatrix(name, 'images', z, { cols: options.side ** 2 * channels });
    checkSamePrecision(name, { u0, images: z });
    checkFinite(name, 'images', z.data);
    const rows = zeros(z.rows * positions, q, z.precision);
    im2col(z.data, { n: z.rows, side: options.side, channels, patch }, rows.data);
    return rows;
  };
  const scale = 1 / Math.sqrt(u0.rows * q * positions);
  return gatedModels(
    { x: patches(fn, images), u0, v0, scale },
    perMatrix((z) => patches(`${fn}.predict`, z)),
  );
}

/** The number of positions. */
function checkShape(fn: string, { side, channels, patch }: ConvShape): number {
  checkInteger(fn, 'channels', channels, 1);
  checkInteger(fn, 'patch', patch, 1);
  checkInteger(fn, 'side', side, patch);
  return (side - patch + 1) ** 2;
}
