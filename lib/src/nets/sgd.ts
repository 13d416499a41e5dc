import type { Real } from '../linalg/matrix.js';

/** w ← w - lr (∂loss/∂w + λ w) in place, the weight decay λ added to the gradient as PyTorch's `SGD` does. */
export function sgdStep(w: Real, gradient: Real, learningRate: number, weightDecay: number): void {
  const keep = 1 - learningRate * weightDecay;
  for (let i = 0; i < w.length; i++) w[i] = keep * w[i] - learningRate * gradient[i];
}
