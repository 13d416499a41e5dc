import { activationLayer } from './activation-layer.js';
import { bilinearUpsample } from './bilinear-upsample.js';
import { checkLayers, type CntkLayer } from './cntk-layers.js';
import { type CntkState, inputState, mapState } from './cntk-state.js';
import { downsample } from './downsample.js';
import { nearestUpsample } from './nearest-upsample.js';
import { patchSums } from './patch-sums.js';
import type { PixelPairs } from './pixel-pairs.js';

export interface CntkOptions {
  layers: readonly CntkLayer[];
  /** Slope b of leaky ReLU for negative inputs; 0 is ReLU. Default 0.01. */
  slope?: number;
}

/**
 * K[p, p'] = E <∇_W f_p, ∇_W f_p'>: the tangent kernel between the pixels of the output of an infinitely wide
 * convolutional network with circular padding, whose input is the prior with covariance Σ₀. Convolutions sum over their
 * window, activations are `activationLayer`, sampling acts on Σ and on Θ = Σ + Σ' K (Radhakrishnan, Stefanakis, Belkin,
 * Uhler 2022).
 *
 * The published code interpolates Σ' and K apart, which for bilinear sampling is not the kernel of the network: that
 * form is `releasedCntk`.
 *
 * @throws InputError if the layers do not begin and end with a convolution, or a size cannot be halved.
 * @example
 * ```ts
 * const k = cntk(stationaryPrior(4), { layers: [{ convolution: 3 }] });
 * // The sum of Σ₀ = 1/300 over nine equal pixels.
 * pairsKernel(k).block(Int32Array.of(0), Int32Array.of(0)); // [[0.03]]
 * ```
 */
export function cntk(prior: PixelPairs, { layers, slope = 0.01 }: CntkOptions): PixelPairs {
  checkLayers('cntk', layers);
  let state: CntkState = inputState(prior);
  let kernel = prior;
  layers.forEach((layer, l) => {
    if (layer === 'down') state = mapState(state, downsample);
    else if (layer === 'nearest') state = mapState(state, nearestUpsample);
    else if (layer === 'bilinear') state = mapState(state, bilinearUpsample);
    else if (l < layers.length - 1) {
      const q = layer.convolution;
      state = activationLayer(
        mapState(state, (pairs) => patchSums(pairs, q)),
        q,
        slope,
      );
    } else kernel = patchSums(state.theta, layer.convolution);
  });
  return kernel;
}
