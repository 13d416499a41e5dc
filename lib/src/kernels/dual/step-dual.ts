import { arc, type DualActivation } from './dual-activation.js';

/** D(ξ) = (π - arccos ξ) / π, of φ(x) = √2 1[x > 0] (Cho and Saul's k0). φ' is no function: D'(1) is infinite. */
export const stepDual: DualActivation = {
  name: 'step',
  meanSquared: 0.5,
  lowest: { power: 1, weight: 1 / Math.PI },
  excess: (xi) => Math.asin(xi) / Math.PI,
  slope: (_xi, delta) => 1 / (Math.PI * Math.sqrt(delta * (2 - delta))),
  distance: (delta) => arc(delta) / Math.PI,
};
