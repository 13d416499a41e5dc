import type { Real } from '../linalg/matrix.js';

/** A loss over all entries of a batch. */
export interface Loss {
  /** The loss of `outputs` against `targets`; `gradient` receives its derivative by each output. */
  evaluate(outputs: Real, targets: Real, gradient: Real): number;
}

/**
 * (1/N) Σ (f - y)² over all N entries of the batch, outputs included: PyTorch's `MSELoss`.
 * @example
 * ```ts
 * const gradient = new Float64Array(2);
 * meanSquaredError.evaluate(Float64Array.of(1, 3), Float64Array.of(0, 0), gradient); // 5
 * gradient; // [1, 3]
 * ```
 */
export const meanSquaredError: Loss = {
  evaluate(outputs, targets, gradient) {
    const scale = 2 / outputs.length;
    let sum = 0;
    for (let i = 0; i < outputs.length; i++) {
      const miss = outputs[i] - targets[i];
      sum += miss * miss;
      gradient[i] = scale * miss;
    }
    return sum / outputs.length;
  },
};

/**
 * (1/N) Σ log(1 + exp(-y f)) for labels y = ±1.
 * @example
 * ```ts
 * const gradient = new Float64Array(1);
 * logisticLoss.evaluate(Float64Array.of(0), Float64Array.of(1), gradient); // 0.693147
 * gradient; // [-0.5]
 * ```
 */
export const logisticLoss: Loss = {
  evaluate(outputs, targets, gradient) {
    const n = outputs.length;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const margin = targets[i] * outputs[i];
      // log(1 + e^-t) and its derivative from e^-|t|, which cannot overflow.
      const small = Math.exp(-Math.abs(margin));
      sum += Math.max(-margin, 0) + Math.log1p(small);
      gradient[i] = (-targets[i] * (margin > 0 ? small : 1)) / ((1 + small) * n);
    }
    return sum / n;
  },
};

/**
 * (1/n) Σᵢ (log Σ_c exp f_ic - Σ_c y_ic f_ic) for one-hot rows y of `classes` entries: the log loss of the softmax.
 * @example
 * ```ts
 * const gradient = new Float64Array(2);
 * crossEntropy(2).evaluate(Float64Array.of(0, 0), Float64Array.of(1, 0), gradient); // 0.693147
 * gradient; // [-0.5, 0.5]
 * ```
 */
export function crossEntropy(classes: number): Loss {
  return {
    evaluate(outputs, targets, gradient) {
      const n = outputs.length / classes;
      let loss = 0;
      for (let i = 0; i < outputs.length; i += classes) {
        let [most, sum] = [-Infinity, 0];
        for (let c = i; c < i + classes; c++) most = Math.max(most, outputs[c]);
        for (let c = i; c < i + classes; c++) sum += Math.exp(outputs[c] - most);
        loss += most + Math.log(sum);
        for (let c = i; c < i + classes; c++) {
          loss -= targets[c] * outputs[c];
          gradient[c] = (Math.exp(outputs[c] - most) / sum - targets[c]) / n;
        }
      }
      return loss / n;
    },
  };
}
