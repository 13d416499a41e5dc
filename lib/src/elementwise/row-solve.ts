import { checkInteger, checkNonNegative } from '../check.js';
import { InputError, NumericalError } from '../errors.js';
import type { Real } from '../linalg/matrix.js';
import { heap } from './heap.js';
import { runTiles, workerThreads } from './pool.js';

/** Arguments of `rowSolve`; every array lies in the heap, and `p`, `y`, `z` have one precision. */
export interface RowSolve {
  /** P, (d2, d2), symmetric positive semidefinite; its lower triangle is read. */
  p: Real;
  d2: number;
  /** Observed entries by rows: those of row i are at `rowPtr[i]` to `rowPtr[i + 1]`; (d1 + 1). */
  rowPtr: Int32Array;
  /** Column of each observed entry, (N), ascending within a row. */
  colIdx: Int32Array;
  /** Value of each observed entry, (N). */
  y: Real;
  /** rho >= 0. */
  ridge: number;
  /** Least ridge of a row, relative to the mean diagonal of its P[O,O]; default 0. */
  floor?: number;
  /** Output, (d1, d2). */
  z: Real;
}

// Entries a tile of rows should hold: some hundred microseconds of small factorisations.
const TILE_ENTRIES = 512;

/**
 * Z[i,:] = y_i^T (P[O,O] + rho_i I)^-1 P[O,:], then Z[i,O] = y_i, for every row i with observed columns O;
 * rho_i = max(ridge, floor * mean diag P[O,O]). The regression step of lin-RFM for matrix completion, which in exact
 * arithmetic is IRLS with the smoothed metric P + rho I. Rows without entries become 0.
 *
 * A row whose P[O,O] + rho_i I is not positive definite in floating point is solved with rho_i raised tenfold until it
 * is, from 1e-15 (single precision: 1e-6) to at most 1e-2 of the mean diagonal.
 *
 * @throws InputError on wrong shapes; NumericalError when P is not positive semidefinite, beyond rounding, or has NaN.
 */
export function rowSolve({ p, d2, rowPtr, colIdx, y, ridge, floor = 0, z }: RowSolve): void {
  const rows = rowPtr.length - 1;
  check({ p, d2, rowPtr, colIdx, y, ridge, floor, z }, rows);
  const entries = rowPtr[rows];
  const double = p instanceof Float64Array;
  const bits = double ? 64 : 32;
  const size = double ? 8 : 4;

  let most = 0;
  for (let i = 0; i < rows; i++) most = Math.max(most, rowPtr[i + 1] - rowPtr[i]);
  // Rows of [K | y], padded to whole vectors.
  const scratchBytes = most * (Math.ceil(((most + 1) * size) / 64) * 64);
  const scratch = heap.float64((workerThreads() * scratchBytes) / 8);
  const a = double ? heap.float64(entries) : heap.float32(entries);
  try {
    const at = (array: ArrayBufferView): number => array.byteOffset;
    const sparse = [at(rowPtr), at(colIdx)];

    const tileRows = Math.max(1, Math.ceil((rows * TILE_ENTRIES) / Math.max(1, entries)));
    const tiles = Math.ceil(rows / tileRows);
    const failure = runTiles({
      kernel: `rowCoefficients${bits}`,
      params: [at(p), d2, ...sparse, at(y), ridge, floor, at(a), rows, tileRows, at(scratch), scratchBytes],
      tiles,
    });
    if (failure !== 0) {
      throw new NumericalError(
        `rowSolve: p restricted to the observed columns of row ${failure - 1} is not positive semidefinite`,
      );
    }

    // Two register panels of the kernel; the panel of P then fits a core's own cache for d2 up to some thousand.
    const tileCols = 512 / size / 2;
    const panels = heap.float64((workerThreads() * d2 * tileCols * size) / 8);
    try {
      runTiles({
        kernel: `rowProduct${bits}`,
        params: [at(p), d2, ...sparse, at(a), at(z), rows, tileCols, at(panels)],
        tiles: Math.ceil(d2 / tileCols),
      });
    } finally {
      heap.free(panels);
    }
    runTiles({
      kernel: `rowReplace${bits}`,
      params: [d2, ...sparse, at(y), at(z), rows, tileRows],
      tiles,
    });
  } finally {
    heap.free(a);
    heap.free(scratch);
  }
}

function check({ p, d2, rowPtr, colIdx, y, ridge, floor, z }: Required<RowSolve>, rows: number): void {
  const fn = 'rowSolve';
  checkInteger(fn, 'd2', d2, 1);
  checkNonNegative(fn, 'ridge', ridge);
  checkNonNegative(fn, 'floor', floor);
  for (const [name, array] of Object.entries({ p, rowPtr, colIdx, y, z })) {
    if (!heap.has(array)) {
      throw new InputError(
        fn,
        name,
        'is not in the heap',
        'allocate it with heap.float64, heap.float32, heap.int32',
      );
    }
  }
  for (const [name, array] of Object.entries({ y, z })) {
    if (array.constructor !== p.constructor) {
      throw new InputError(
        fn,
        name,
        `is a ${array.constructor.name}`,
        `p is a ${p.constructor.name}; use one precision`,
      );
    }
  }
  if (rows < 1) throw new InputError(fn, 'rowPtr', 'is empty', 'give one number more than there are rows');
  const sizes = {
    p: [p, d2 * d2],
    z: [z, rows * d2],
    colIdx: [colIdx, rowPtr[rows]],
    y: [y, rowPtr[rows]],
  } as const;
  for (const [name, [array, length]] of Object.entries(sizes)) {
    if (array.length !== length) {
      throw new InputError(fn, name, `has ${array.length} numbers`, `${length} are needed`);
    }
  }
  // The kernels trust these indices: a wrong one would write outside of the arrays.
  if (rowPtr[0] !== 0) throw new InputError(fn, 'rowPtr', `starts at ${rowPtr[0]}`, 'start at 0');
  for (let i = 0; i < rows; i++) {
    if (rowPtr[i + 1] < rowPtr[i])
      throw new InputError(fn, 'rowPtr', `decreases after row ${i}`, 'sort the entries by row');
  }
  for (let k = 0; k < colIdx.length; k++) {
    if (colIdx[k] < 0 || colIdx[k] >= d2) {
      throw new InputError(fn, 'colIdx', `has ${colIdx[k]} at position ${k}`, `columns are 0 to ${d2 - 1}`);
    }
  }
  for (let i = 0; i < rows; i++) {
    for (let k = rowPtr[i] + 1; k < rowPtr[i + 1]; k++) {
      if (colIdx[k] <= colIdx[k - 1]) {
        const problem = `has ${colIdx[k]} after ${colIdx[k - 1]} in row ${i}`;
        throw new InputError(fn, 'colIdx', problem, 'sort the entries of a row by column, each given once');
      }
    }
  }
}
