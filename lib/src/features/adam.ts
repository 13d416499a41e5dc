import { checkPositive } from '../check.js';

export interface AdamOptions {
  learningRate: number;
  beta1?: number;
  beta2?: number;
  epsilon?: number;
  /** λ of an added λ w in the gradient: coupled, as PyTorch's `Adam(weight_decay)`. */
  weightDecay?: number;
}

/**
 * m ← β₁m + (1-β₁)g,  v ← β₂v + (1-β₂)g²,  w ← w - lr · m̂ / (√v̂ + ε), m̂ and v̂ being m and v corrected for their
 * start at zero (Kingma and Ba, 2015). The returned function updates the parameters in place, one step a call.
 */
export function adam(
  parameters: Float64Array[],
  { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 }: AdamOptions,
): (gradients: Float64Array[]) => void {
  checkPositive('adam', 'learningRate', learningRate);
  const first = parameters.map((w) => new Float64Array(w.length));
  const second = parameters.map((w) => new Float64Array(w.length));
  let [power1, power2] = [1, 1];
  return (gradients) => {
    power1 *= beta1;
    power2 *= beta2;
    const rate = learningRate / (1 - power1);
    const correction = 1 / (1 - power2);
    for (let l = 0; l < parameters.length; l++) {
      const [w, m, v, gradient] = [parameters[l], first[l], second[l], gradients[l]];
      for (let i = 0; i < w.length; i++) {
        const g = gradient[i] + weightDecay * w[i];
        m[i] = beta1 * m[i] + (1 - beta1) * g;
        v[i] = beta2 * v[i] + (1 - beta2) * g * g;
        w[i] -= (rate * m[i]) / (Math.sqrt(v[i] * correction) + epsilon);
      }
    }
  };
}
