import type { DualActivation } from './dual-activation.js';

const root3 = Math.sqrt(3);

/** D(ξ) = √(3 / (4 - ξ²)), of φ(x) = 3^(1/4) exp(-x²/2). */
export const gaussianDual: DualActivation = {
  name: 'Gaussian',
  meanSquared: root3 / 2,
  lowest: { power: 2, weight: root3 / 16 },
  excess(xi) {
    const root = Math.sqrt(4 - xi * xi);
    return (root3 * xi * xi) / (2 * root * (2 + root));
  },
  slope: (xi) => root3 * xi * (4 - xi * xi) ** -1.5,
  distance(delta) {
    const over = delta * (2 - delta);
    const root = Math.sqrt(3 + over);
    return over / (root * (root + root3));
  },
};
