import { checkInteger, checkMatrix } from '../check.js';
import { borrowed } from '../elementwise/borrowed.js';
import { type ConvNtkOptions, convNtk } from '../kernels/conv-ntk.js';
import { type ImageShape, patchGrid, withPatches } from '../kernels/image-patches.js';
import { matmul } from '../linalg/matmul.js';
import { type Matrix, zeros } from '../linalg/matrix.js';
import { norm } from '../linalg/norm.js';
import { psdPower } from '../linalg/psd-power.js';
import type { Random } from '../linalg/random.js';
import { convRfm, type ConvRfmOptions, type ConvRfmRound, type ImageTargets } from './conv-rfm.js';

export interface DeepConvRfmOptions extends Omit<ConvRfmOptions, 'kernel' | 'rank' | 'power'> {
  image: ImageShape;
  patch?: number;
  /** L, stages; stage l has a kernel of L - l convolutions. */
  depth: number;
  /** Filters between two stages. */
  width: number;
  /** Draws the filters. */
  random: Random;
  /** Standard normals of the filters of each stage, `(width, D)`, in place of draws. */
  normals?: readonly Matrix[];
  /** φ(z) = max(z, 0) after the filters; the released code has none. Default true. */
  relu?: boolean;
  /**
   * AGOP: filters w ~ N(0, M), M the stage's feature matrix of Frobenius norm 1. isotropic: w ~ N(0, I), the control,
   * whose stages but the last have round 0 alone. Default AGOP.
   */
  filters?: 'agop' | 'isotropic';
  /**
   * The round of a stage whose feature matrix M the filters are drawn by; round 0, which has none, draws N(0, I).
   * Default the last.
   */
  choose?: (rounds: readonly ConvRfmRound[], features: Features) => ConvRfmRound;
  /**
   * Stages of an earlier run on the same images that differs in `choose` alone: the same as long as the choices are.
   */
  earlier?: readonly DeepConvRfmStage[];
}

/** Images as one stage sees them: the input's own, or the filters' responses. */
export interface Features {
  image: ImageShape;
  /** Filters up to this stage applied to other images. */
  of(z: Matrix): Matrix;
}

/** One stage: its features, its rounds, and the round that was chosen. */
export interface DeepConvRfmStage {
  stage: number;
  features: Features;
  rounds: ConvRfmRound[];
  chosen: ConvRfmRound;
}

/**
 * Deep ConvRFM: at stage l = 0 … L - 1 ConvRFM with a kernel of L - l convolutions, then filters w = M^½ z, z ~ N(0,
 * I), M the chosen round's feature matrix over its Frobenius norm, whose responses (with ReLU) are the next stage's
 * images. Beaglehole et al. (2023); no filter is trained by a gradient.
 *
 * @throws InputError as `convRfm`, or if the image is too small for L windows.
 * @example
 * ```ts
 * const random = new Random(0);
 * const [x, y] = [random.normalMatrix(20, 64), random.normalMatrix(20, 1)];
 * const image = { channels: 1, height: 8, width: 8 };
 * const stages = deepConvRfm({ x, y }, { image, depth: 2, width: 4, updates: 1, random });
 * stages.map(({ features }) => features.image.channels); // [1, 4]
 * ```
 */
export function deepConvRfm({ x, y }: ImageTargets, options: DeepConvRfmOptions): DeepConvRfmStage[] {
  const { image, patch = 3, depth, width, random, normals, relu = true, filters = 'agop', ...rest } = options;
  const { choose = (rounds) => rounds[rounds.length - 1], earlier = [], ...rfm } = rest;
  const fn = 'deepConvRfm';
  checkInteger(fn, 'depth', depth, 1);
  checkInteger(fn, 'width', width, 1);
  const stages: DeepConvRfmStage[] = [];
  let features: Features = { image, of: (z) => z };
  let known: DeepConvRfmStage | undefined = earlier[0];
  for (let stage = 0; stage < depth; stage++) {
    const network: ConvNtkOptions = { image: features.image, patch, depth: depth - stage };
    // Features are learned where filters are drawn by them, and in the last stage.
    const updates = filters === 'agop' || stage === depth - 1 ? rfm.updates : 0;
    const options = { ...rfm, ...(updates !== undefined && { updates }), kernel: convNtk(network) };
    if (known !== undefined) features = known.features;
    const rounds = known?.rounds ?? [...convRfm({ x: features.of(x), y }, options)];
    const chosen = choose(rounds, features);
    stages.push({ stage, features, rounds, chosen });
    if (stage === depth - 1) break;
    known = chosen === known?.chosen ? earlier[stage + 1] : undefined;
    if (known !== undefined) continue;
    const size = features.image.channels * patch * patch;
    const draws = normals?.[stage] ?? random.fork(`filters ${stage}`).normalMatrix(width, size, x.precision);
    checkMatrix(fn, `normals[${stage}]`, draws, { rows: width, cols: size });
    const { featureMatrix } = chosen;
    const root = filters === 'agop' && featureMatrix ? matrixRoot(featureMatrix) : undefined;
    const weights = root === undefined ? draws : matmul(draws, root);
    features = responses(features, weights, patch, relu);
  }
  return stages;
}

/** (M / |M|_F)^½ */
function matrixRoot(m: Matrix): Matrix {
  const root = psdPower(m, 1 / 2);
  const scale = 1 / Math.sqrt(norm(m));
  for (let k = 0; k < root.data.length; k++) root.data[k] *= scale;
  return root;
}

/** The filters' responses as images of `weights.rows` channels. */
function responses(before: Features, weights: Matrix, patch: number, relu: boolean): Features {
  const grid = patchGrid(before.image, patch);
  const image = { channels: weights.rows, height: grid.rows, width: grid.cols };
  const of = (z: Matrix): Matrix => {
    const result = zeros(z.rows, image.channels * grid.positions, z.precision);
    const to = result.data;
    const least = relu ? 0 : -Infinity;
    withPatches(before.of(z), before.image, { patch }, (patches) =>
      borrowed(patches.rows, image.channels, z.precision, (out) => {
        const from = matmul(patches, weights, { transB: true, out }).data;
        for (let a = 0, k = 0; a < grid.positions; a++) {
          for (let i = 0; i < z.rows; i++) {
            const start = i * result.cols + a;
            for (let c = 0; c < image.channels; c++, k++)
              to[start + c * grid.positions] = Math.max(least, from[k]);
          }
        }
      }),
    );
    return result;
  };
  return { image, of };
}
