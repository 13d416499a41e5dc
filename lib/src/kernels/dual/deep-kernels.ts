import { checkInteger } from '../../check.js';
import type { DualActivation } from './dual-activation.js';
import { correlation, logSlope, nextLayer } from './layer-walk.js';

const logAddExp = (x: number, y: number): number => {
  const most = Math.max(x, y);
  return most === -Infinity ? most : most + Math.log1p(Math.exp(Math.min(x, y) - most));
};

/**
 * log Σ_L and log K_L at ξ = 1 - δ: Σ_0 = K_0 = ξ, Σ_(l+1) = D(Σ_l), K_(l+1) = Σ_(l+1) + K_l D'(Σ_l), the NNGP and
 * tangent kernels of an infinitely wide network with L hidden layers on unit rows. In logarithms: neither a small δ nor
 * a great depth loses digits. -Infinity at ξ = 0 where D(0) = 0.
 *
 * @throws InputError when δ is outside [0, 1] or `depth` no integer of at least 0.
 * @example
 * ```ts
 * // At δ = 0, where D'(1) = 4: K₂ = 1 + 4 (1 + 4).
 * Math.exp(deepKernels(optimalDual(1), 0, 2).ntk); // 21
 * ```
 */
export function deepKernels(
  dual: DualActivation,
  delta: number,
  depth: number,
): { nngp: number; ntk: number } {
  checkInteger('deepKernels', 'depth', depth);
  let point = correlation('deepKernels', delta);
  let layer = 0;
  // While ξ >= 1/2 the ratio K/Σ = ratio e^shift needs no logarithms, which would cost most of the time at great depth.
  let [ratio, shift, unit] = [1, 0, 1];
  for (; layer < depth && point.delta <= 0.5; layer++) {
    const next = dual.distance(point.delta);
    if (next > 0.5) break;
    ratio = unit + ratio * dual.slope(1 - point.delta, point.delta) * ((1 - point.delta) / (1 - next));
    if (ratio > 1e200) {
      shift += Math.log(ratio);
      [ratio, unit] = [1, Math.exp(-shift)];
    }
    point = { delta: next, log: NaN };
  }
  if (layer > 0) point.log = Math.log1p(-point.delta);
  let ntk = point.log + Math.log(ratio) + shift;
  for (; layer < depth; layer++) {
    const gain = logSlope(dual, point);
    point = nextLayer(dual, point);
    ntk = logAddExp(point.log, ntk + gain);
  }
  return { nngp: point.log, ntk };
}
