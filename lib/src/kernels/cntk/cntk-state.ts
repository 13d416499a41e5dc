import { type PixelPairs, zeroPairs } from './pixel-pairs.js';

/**
 * What a layer of an infinitely wide convolutional network does to two pixels: Σ, the covariance of their channels, and
 * Θ, their tangent kernel. After an activation Θ is Σ + Σ' K, so that a convolution sums both over its window and every
 * linear layer treats both alike.
 */
export interface CntkState {
  readonly sigma: PixelPairs;
  readonly theta: PixelPairs;
}

/** The same linear map of both. */
export function mapState(state: CntkState, map: (pairs: PixelPairs) => PixelPairs): CntkState {
  return { sigma: map(state.sigma), theta: map(state.theta) };
}

/** The state of the input: its tangent kernel is its covariance, for a convolution without layers below. */
export function inputState(sigma: PixelPairs): CntkState {
  const theta = zeroPairs(sigma.size, sigma.period);
  theta.values.data.set(sigma.values.data);
  return { sigma, theta };
}
