import { checkMatrix, checkNonNegative } from '../check.js';
import { NumericalError } from '../errors.js';
import { type Matrix, zeros } from '../linalg/matrix.js';
import type { Observed } from './observed.js';

/**
 * aᵢ = (P[Oᵢ,Oᵢ] + ρI)⁻¹ Y[i,Oᵢ],  Z[i,:] = aᵢᵀ P[Oᵢ,:],  then Z = Y on Ω (the authors' "replace").
 *
 * The regression step of lin-RFM for matrix completion, where rows decouple; P `(cols, cols)` symmetric positive
 * semi-definite, result `(rows, cols)`. With the replacement this is exact interpolation in the metric P + ρI:
 * off the diagonal P + ρI and P agree. A row without observed entries is zero. `floor` raises ρ to
 * floor · mean diag P[Oᵢ,Oᵢ] in rows where it is smaller: once P has low rank, P[Oᵢ,Oᵢ] alone is singular.
 * @throws NumericalError if a row's block is not positive definite.
 */
export function completeRows(p: Matrix, omega: Observed, ridge: number, floor = 0): Matrix {
  checkMatrix('completeRows', 'p', p, { rows: omega.cols, cols: omega.cols });
  checkNonNegative('completeRows', 'ridge', ridge);
  const { rows, cols, start, columns, values } = omega;
  const z = zeros(rows, cols);
  for (let i = 0; i < rows; i++) {
    const o = columns.subarray(start[i], start[i + 1]);
    const y = values.subarray(start[i], start[i + 1]);
    if (o.length === 0) continue;
    let trace = 0;
    for (const j of o) trace += p.data[j * cols + j];
    if (trace > 0) {
      const rho = Math.max(ridge, (floor * trace) / o.length);
      const a = solveBlock(p, o, y, rho);
      if (a === undefined) {
        throw new NumericalError(`completeRows: row ${i} is not positive definite at ridge ${rho}; raise it`);
      }
      const row = z.row(i);
      for (let k = 0; k < o.length; k++) {
        const source = p.row(o[k]);
        for (let j = 0; j < cols; j++) row[j] += a[k] * source[j];
      }
    }
    for (let k = 0; k < o.length; k++) z.data[i * cols + o[k]] = y[k];
  }
  return z;
}

/** (P[O,O] + ρI)⁻¹ y by Cholesky; undefined if a pivot is not positive. */
function solveBlock(p: Matrix, o: Int32Array, y: Float64Array, rho: number): Float64Array | undefined {
  const n = o.length;
  const l = new Float64Array(n * n);
  const a = y.slice();
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = p.data[o[i] * p.cols + o[j]] + (i === j ? rho : 0);
      for (let k = 0; k < j; k++) sum -= l[i * n + k] * l[j * n + k];
      if (i === j && !(sum > 0)) return undefined;
      l[i * n + j] = i === j ? Math.sqrt(sum) : sum / l[j * n + j];
    }
    for (let k = 0; k < i; k++) a[i] -= l[i * n + k] * a[k];
    a[i] /= l[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) a[i] -= l[k * n + i] * a[k];
    a[i] /= l[i * n + i];
  }
  return a;
}
