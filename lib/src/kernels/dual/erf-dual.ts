import type { DualActivation } from './dual-activation.js';

const scale = Math.asin(2 / 3);

/** D(ξ) = asin(2ξ/3) / asin(2/3), of φ(x) ∝ erf(x). */
export const erfDual: DualActivation = {
  name: 'erf',
  meanSquared: 0,
  lowest: { power: 1, weight: 2 / (3 * scale) },
  excess: (xi) => Math.asin((2 * xi) / 3) / scale,
  slope: (xi) => 2 / (3 * scale * Math.sqrt(1 - (4 * xi * xi) / 9)),
  // asin x - asin y as one arcsine, its argument's difference written as a product.
  distance(delta) {
    const x = 2 / 3;
    const y = x * (1 - delta);
    const apart = (x * delta * (x + y)) / (x * Math.sqrt(1 - y * y) + y * Math.sqrt(1 - x * x));
    return delta <= 1 ? Math.asin(apart) / scale : 1 - Math.asin(y) / scale;
  },
};
