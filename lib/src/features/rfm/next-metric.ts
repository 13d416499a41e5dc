import { NumericalError } from '../../errors.js';
import { Matrix, type Real } from '../../linalg/matrix.js';
import { psdPower } from '../../linalg/psd-power.js';
import { agop, type AgopOptions, type GradientBlocks, keepBlocks } from '../agop.js';

export interface NextMetricOptions extends AgopOptions {
  /** p of M = AGOP^p. */
  agopPower: number;
  /** Divides by the largest diagonal entry. */
  normalise: boolean;
}

/**
 * M = AGOP^p, divided by its largest diagonal entry if `normalise`; `(d, d)` or `(d)`. Undefined where the AGOP is 0.
 *
 * The largest entry of a positive semidefinite matrix is on its diagonal; after rounding the largest of all may not be.
 * @throws NumericalError if the gradients overflow.
 */
export function nextMetric(gradients: GradientBlocks, options: NextMetricOptions): Matrix | Real | undefined {
  const { agopPower, normalise, blocks } = options;
  const features = agop(gradients, options);
  const largest = largestDiagonal(features);
  if (!Number.isFinite(largest)) {
    throw new NumericalError('nextMetric: the gradients overflow; scale the targets down or use float64');
  }
  if (largest === 0) return undefined;
  const metric = agopPower === 1 ? features : power(features, agopPower);
  if (blocks !== undefined && metric instanceof Matrix) keepBlocks(metric, blocks);
  if (normalise) {
    const data = metric instanceof Matrix ? metric.data : metric;
    const scale = largestDiagonal(metric);
    for (let k = 0; k < data.length; k++) data[k] /= scale;
  }
  return metric;
}

function power(features: Matrix | Real, exponent: number): Matrix | Real {
  return features instanceof Matrix
    ? psdPower(features, exponent)
    : features.map((value) => value ** exponent);
}

/** NaN if an entry of the diagonal is. */
function largestDiagonal(metric: Matrix | Real): number {
  let largest = 0;
  const d = metric instanceof Matrix ? metric.rows : metric.length;
  for (let i = 0; i < d; i++)
    largest = Math.max(largest, metric instanceof Matrix ? metric.get(i, i) : metric[i]);
  return largest;
}
