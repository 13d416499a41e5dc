import type { Loss } from '../../nets/loss.js';

/** (1/2n) Σ (f - y)². */
export const halfMean: Loss = {
  evaluate(outputs, targets, gradient) {
    const n = outputs.length;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const miss = outputs[i] - targets[i];
      sum += miss * miss;
      gradient[i] = miss / n;
    }
    return sum / (2 * n);
  },
};
