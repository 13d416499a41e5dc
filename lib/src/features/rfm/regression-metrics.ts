import type { Matrix } from '../../linalg/matrix.js';

/** A number to tune by, and whether less or more of it is better. */
export interface TuningMetric<Target, Output> {
  readonly better: 'lower' | 'higher';
  value(output: Output, target: Target): number;
}

export type RegressionMetric = 'mse' | 'rmse' | 'mae';

const mean = (f: Matrix, y: Matrix, error: (miss: number) => number): number => {
  let sum = 0;
  for (let k = 0; k < y.data.length; k++) sum += error(f.data[k] - y.data[k]);
  return sum / y.data.length;
};

const mse = (f: Matrix, y: Matrix): number => mean(f, y, (miss) => miss * miss);

/** Of predictions and targets, both `(m, c)`, over all their entries. */
export const regressionMetrics: Record<RegressionMetric, TuningMetric<Matrix, Matrix>> = {
  mse: { better: 'lower', value: mse },
  rmse: { better: 'lower', value: (f, y) => Math.sqrt(mse(f, y)) },
  mae: { better: 'lower', value: (f, y) => mean(f, y, Math.abs) },
};

/**
 * R² = 1 - Σ (f - y)² / Σ (y - ȳ)², the mean over the columns; for a constant column 1 if it is met exactly, else 0.
 */
export function r2(f: Matrix, y: Matrix): number {
  let sum = 0;
  for (let j = 0; j < y.cols; j++) {
    let mean = 0;
    for (let i = 0; i < y.rows; i++) mean += y.get(i, j) / y.rows;
    let [miss, spread] = [0, 0];
    for (let i = 0; i < y.rows; i++) {
      miss += (f.get(i, j) - y.get(i, j)) ** 2;
      spread += (y.get(i, j) - mean) ** 2;
    }
    sum += spread > 0 ? 1 - miss / spread : Number(miss === 0);
  }
  return sum / y.cols;
}
