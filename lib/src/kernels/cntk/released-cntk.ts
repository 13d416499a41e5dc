import { dualValue } from '../dual/dual-activation.js';
import { leakyReluDual } from '../dual/leaky-relu-dual.js';
import { bilinearUpsample } from './bilinear-upsample.js';
import type { CntkOptions } from './cntk.js';
import { checkLayers } from './cntk-layers.js';
import { downsample } from './downsample.js';
import { nearestUpsample } from './nearest-upsample.js';
import { patchSums } from './patch-sums.js';
import { diagonalOf, type PixelPairs, zeroPairs } from './pixel-pairs.js';

/**
 * The published code's three tensors after a layer; before the first activation `slopes` and `kernel` are undefined.
 */
export interface ReleasedState {
  /** Σ, covariance after the activation. */
  sigma: PixelPairs;
  /** Σ', covariance of the activation's slopes. */
  slopes?: PixelPairs;
  /** K */
  kernel?: PixelPairs;
}

/**
 * The recursion as the paper's code has it, a layer at a time: a convolution gives K = P_q(Σ + Σ' ⊙ K), and sampling
 * acts on Σ, Σ' and K one by one. Between convolutions and nearest sampling this is the network's tangent kernel, as
 * `cntk` is by another route; bilinear sampling of Σ' and K apart is not, for the product of two interpolations is not
 * the interpolated product.
 */
export function* releasedCntk(
  prior: PixelPairs,
  { layers, slope = 0.01 }: CntkOptions,
): Generator<ReleasedState, void> {
  checkLayers('releasedCntk', layers);
  let state: ReleasedState = { sigma: prior };
  const samplings = { down: downsample, nearest: nearestUpsample, bilinear: bilinearUpsample };
  for (const [l, layer] of layers.entries()) {
    if (typeof layer === 'string') {
      const map = samplings[layer];
      const { sigma, slopes, kernel } = state;
      state = { sigma: map(sigma), slopes: slopes && map(slopes), kernel: kernel && map(kernel) };
    } else {
      state = convolution(state, layer.convolution, l < layers.length - 1 ? slope : undefined);
    }
    yield state;
  }
}

/** The kernel that the recursion ends with. */
export function releasedKernel(prior: PixelPairs, options: CntkOptions): PixelPairs {
  let last: PixelPairs = prior;
  for (const { kernel } of releasedCntk(prior, options)) if (kernel !== undefined) last = kernel;
  return last;
}

/** A convolution with the activation after it; without one for the last. */
function convolution(
  { sigma, slopes, kernel }: ReleasedState,
  q: number,
  slope: number | undefined,
): ReleasedState {
  const { size, period } = sigma;
  const before = patchSums(sigma, q);
  const tangent = zeroPairs(size, period);
  const [to, from] = [tangent.values.data, sigma.values.data];
  for (let i = 0; i < to.length; i++) {
    to[i] = from[i] + (slopes && kernel ? slopes.values.data[i] * kernel.values.data[i] : 0);
  }
  const summed = patchSums(tangent, q);
  if (slope === undefined) return { sigma: before, kernel: summed };
  const [after, steep] = [zeroPairs(size, period), zeroPairs(size, period)];
  const dual = leakyReluDual(slope);
  const variance = diagonalOf(before);
  const phases = Int32Array.from({ length: size ** 2 }, (_, j) => {
    return (Math.floor(j / size) % period) * period + ((j % size) % period);
  });
  for (let k = 0; k < period ** 2; k++) {
    for (let j = 0, at = k * size ** 2; j < size ** 2; j++, at++) {
      const scale = Math.sqrt(variance[k] * variance[phases[j]]);
      // A pixel whose window is empty has no slope.
      if (!(scale > 0)) continue;
      const rho = Math.min(1, Math.max(-1, before.values.data[at] / scale));
      after.values.data[at] = (dualValue(dual, rho) * scale) / q ** 2;
      steep.values.data[at] = dual.slope(rho, 1 - rho) / q ** 2;
    }
  }
  return { sigma: after, slopes: steep, kernel: summed };
}
