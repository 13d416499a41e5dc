import type { Matrix } from '../../linalg/matrix.js';
import type { Fitted } from './fitted.js';

/** Gradients `(m, c·d)` of standardised outputs by standardised columns, in the units of the table's, in place. */
export function inColumns(g: Matrix, { encoder, targetScaling, x }: Fitted): Matrix {
  const d = x.cols;
  for (let k = 0; k < g.data.length; k++) {
    const [output, column] = [Math.floor((k % g.cols) / d), k % d];
    // One-hot columns, which come after the numbers, have no scale.
    g.data[k] *= (targetScaling?.scale[output] ?? 1) / (encoder.scaling?.scale[column] ?? 1);
  }
  return g;
}
