import { checkInteger } from '../check.js';
import { InputError } from '../errors.js';
import { checkBandwidth, checkExponent } from './arguments.js';
import { coordinatewiseKernel } from './coordinatewise.js';
import type { Kernel } from './kernel.js';

/**
 * k(x, z) = (m + (1 - m) (1/d) Σ_k exp(-|u_k - v_k|^q / L^q))^P, u = M^(1/2) x, v = M^(1/2) z, L = `bandwidth`,
 * q = `exponent` in (0, 2], m = `mix` in [0, 1), P = `power` an integer; of the package xRFM.
 *
 * @throws InputError unless L > 0, 0 < q ≤ 2, 0 ≤ m < 1 and P ≥ 1.
 * @example
 * ```ts
 * const kernel = sumPower({ bandwidth: 1, mix: 0.5, power: 2 });
 * kernel.matrix(fromRows([[0, 0]]), fromRows([[0, 1]])); // [[0.70891]]
 * ```
 */
export function sumPower(options: {
  bandwidth: number;
  exponent?: number;
  mix?: number;
  power?: number;
}): Kernel {
  const { bandwidth, exponent = 1, mix = 0, power = 2 } = options;
  checkBandwidth('sumPower', bandwidth);
  checkExponent('sumPower', 'exponent', exponent, 2);
  if (!(mix >= 0 && mix < 1)) {
    throw new InputError('sumPower', 'mix', `is ${String(mix)}`, 'give a number of at least 0, below 1');
  }
  checkInteger('sumPower', 'power', power, 1);
  return coordinatewiseKernel({
    spec: { name: 'sumPower', bandwidth, exponent, mix, power },
    bandwidth,
    withBandwidth: (other) => sumPower({ bandwidth: other, exponent, mix, power }),
    shape: (d) => ({
      sum: 'sumPower',
      p: exponent,
      scale: bandwidth ** -exponent,
      a: (1 - mix) / d,
      b: power,
    }),
  });
}
