import type { DualActivation } from './dual-activation.js';

/** (D(ξ) - D(0)) / (1 - D(0)): the dual of the activation less its Gaussian mean. */
export function centredDual(dual: DualActivation): DualActivation {
  const rest = 1 - dual.meanSquared;
  return {
    name: `${dual.name} centred`,
    meanSquared: 0,
    lowest: { power: dual.lowest.power, weight: dual.lowest.weight / rest },
    excess: (xi) => dual.excess(xi) / rest,
    slope: (xi, delta) => dual.slope(xi, delta) / rest,
    distance: (delta) => dual.distance(delta) / rest,
  };
}
