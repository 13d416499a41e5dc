import { kernel } from '../../elementwise/pool.js';
import type { Real } from '../../linalg/matrix.js';
import { checkRate, type Optimiser, optimiserOf, type OptimiserOptions } from './optimiser.js';

export interface AdamOptions extends OptimiserOptions {
  beta1?: number;
  beta2?: number;
  /** Default 1e-8 as PyTorch has it; tfjs has 1e-7 and is the same otherwise. */
  epsilon?: number;
  /** λ of an added λ w in the gradient: coupled, as PyTorch's `Adam(weight_decay)`. */
  weightDecay?: number;
}

/**
 * m ← β₁m + (1-β₁)g,  v ← β₂v + (1-β₂)g²,  w ← w - lr · m̂ / (√v̂ + ε), m̂ and v̂ being m and v corrected for their
 * start at zero (Kingma and Ba, 2015).
 */
export function adam(
  parameters: readonly Real[],
  { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0, arrays }: AdamOptions,
): Optimiser {
  checkRate('adam', learningRate);
  let [power1, power2, rate, correction] = [1, 1, 0, 0];
  const before = (): void => {
    power1 *= beta1;
    power2 *= beta2;
    rate = learningRate / (1 - power1);
    correction = 1 / (1 - power2);
  };
  const rule = (w: Real, gradient: Real, [m, v]: readonly Real[]): void => {
    for (let i = 0; i < w.length; i++) {
      const g = gradient[i] + weightDecay * w[i];
      m[i] = beta1 * m[i] + (1 - beta1) * g;
      v[i] = beta2 * v[i] + (1 - beta2) * g * g;
      w[i] -= (rate * m[i]) / (Math.sqrt(v[i] * correction) + epsilon);
    }
  };
  // The same numbers to the bit.
  const inHeap = (w: Real, g: Real, [m, v]: readonly Real[]): void => {
    const addresses = [w, g, m, v].map(({ byteOffset }) => byteOffset);
    const settings = [beta1, beta2, rate, correction, epsilon, weightDecay];
    kernel(`adam${8 * w.BYTES_PER_ELEMENT}`)(...addresses, w.length, ...settings);
  };
  return optimiserOf('adam', parameters, arrays ? inHeap : rule, { states: 2, before, arrays });
}
