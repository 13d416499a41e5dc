import { checkMatrix, checkNonNegative } from '../check.js';
import { heap } from '../elementwise/heap.js';
import { rowSolve } from '../elementwise/row-solve.js';
import { type Matrix, type Real, zeros } from '../linalg/matrix.js';
import type { Observed } from './observed.js';

/**
 * aᵢ = (P[Oᵢ,Oᵢ] + ρI)⁻¹ Y[i,Oᵢ],  Z[i,:] = aᵢᵀ P[Oᵢ,:],  then Z = Y on Ω (the authors' "replace").
 *
 * The regression step of lin-RFM for matrix completion, where rows decouple; P `(cols, cols)` symmetric positive
 * semi-definite, result `(rows, cols)`. With the replacement this is exact interpolation in the metric P + ρI:
 * off the diagonal P + ρI and P agree. A row without observed entries is zero. `floor` raises ρ to
 * floor · mean diag P[Oᵢ,Oᵢ] in rows where it is smaller: once P has low rank, P[Oᵢ,Oᵢ] alone is singular.
 */
export function completeRows(p: Matrix, omega: Observed, ridge: number, floor = 0): Matrix {
  checkMatrix('completeRows', 'p', p, { rows: omega.cols, cols: omega.cols });
  checkNonNegative('completeRows', 'ridge', ridge);
  const kept: (Real | Int32Array)[] = [];
  const onHeap = <T extends Real | Int32Array>(array: T, values: T): T => {
    kept.push(array);
    array.set(values);
    return array;
  };
  try {
    const z = zeros(omega.rows, omega.cols);
    const out = onHeap(heap.float64(z.data.length), z.data);
    rowSolve({
      p: onHeap(heap.float64(p.data.length), p.data),
      d2: omega.cols,
      rowPtr: onHeap(heap.int32(omega.start.length), omega.start),
      colIdx: onHeap(heap.int32(omega.columns.length), omega.columns),
      y: onHeap(heap.float64(omega.values.length), omega.values),
      ridge,
      floor,
      z: out,
    });
    z.data.set(out);
    return z;
  } finally {
    for (const array of kept) heap.free(array);
  }
}
