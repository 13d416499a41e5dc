import { InputError } from '../../errors.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { type DualActivation, dualValue } from '../dual/dual-activation.js';
import type { KernelLayer } from './layer-state.js';

/**
 * Σ <- √(v v') D(ρ), Θ <- D'(ρ) Θ, ρ = Σ / √(v v'), v and v' the variances of the two pixels: an activation with dual
 * D, scaled to keep the variance 1. Other variances than 1 are allowed for homogeneous activations alone, the leaky
 * ReLUs.
 *
 * ρ is known to rounding, so that D' of a ReLU is within 1e-8 where two samples coincide but for it.
 * @throws InputError when the activation is not homogeneous and meets variances other than 1.
 * @example
 * ```ts
 * // (ξ³ + ξ) / 2 at ξ = 0.6
 * activation(optimalDual(2))(tableState(fromRows([[1, 0], [0.6, 0.8]]))).sigma; // [[1, 0.408], [0.408, 1]]
 * ```
 */
export function activation(dual: DualActivation): KernelLayer {
  return (state) => {
    const p = state.size ** 2;
    const same = state.x === state.z;
    const [v, w] = [variances(state.x, p), variances(state.z, p)];
    if (dual.homogeneous !== true) {
      const odd = [...v, ...w].find((variance) => Math.abs(variance - 1) > 1e-8);
      if (odd !== undefined) {
        const problem = `meets the variance ${odd}`;
        const advice =
          'give rows of length 1 and weights of variance 1, or a leaky ReLU, which is homogeneous';
        throw new InputError('activation', `dual (${dual.name})`, problem, advice);
      }
    }
    const { sigma, theta } = state;
    const [covariance, tangent] = [zeros(sigma.rows, sigma.cols), zeros(sigma.rows, sigma.cols)];
    for (let i = 0, at = 0; i < sigma.rows; i++) {
      for (let j = 0; j < sigma.cols; j++, at++) {
        const scale = Math.sqrt(v[i] * w[j]);
        // A pixel without variance has no slope.
        if (!(scale > 0)) continue;
        const rho = same && i === j ? 1 : clipped(sigma.data[at] / scale);
        covariance.data[at] = scale * dualValue(dual, rho);
        tangent.data[at] = dual.slope(rho, 1 - rho) * theta.data[at];
      }
    }
    const x = ownCovariance(dual, state.x, v, p);
    const z = same ? x : ownCovariance(dual, state.z, w, p);
    return { size: state.size, sigma: covariance, theta: tangent, x, z };
  };
}

const clipped = (rho: number): number => Math.min(1, Math.max(-1, rho));

const variances = (own: Matrix, p: number): Float64Array =>
  Float64Array.from({ length: own.rows }, (_, i) => own.get(i, i % p));

function ownCovariance(dual: DualActivation, own: Matrix, v: Float64Array, p: number): Matrix {
  const out = zeros(own.rows, p);
  for (let i = 0; i < own.rows; i++) {
    for (let b = 0; b < p; b++) {
      const scale = Math.sqrt(v[i] * v[i - (i % p) + b]);
      if (scale > 0) out.set(i, b, scale * dualValue(dual, i % p === b ? 1 : clipped(own.get(i, b) / scale)));
    }
  }
  return out;
}
