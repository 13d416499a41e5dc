import type { Matrix } from '../linalg/matrix.js';
import { transpose } from '../linalg/matrix.js';
import { heap } from './heap.js';
import { runTiles, workerThreads } from './pool.js';
import { runMap, withVectors } from './run-map.js';

/** A function of log δ by its values at `from`, `from + step`, ..., linear between them and constant beyond. */
export interface LogTable {
  readonly from: number;
  readonly step: number;
  /** At least two. */
  readonly values: Float64Array;
}

/**
 * out <- log δ of each pair, δ = |z_i - x_j|² / 2 from the differences of coordinates; z `(m, d)`, x `(n, d)`, out
 * `(m, n)`.
 */
export function logDistancesInto(z: Matrix, x: Matrix, out: Matrix): void {
  withVectors(out.data, [z.data, transpose(x).data], ([zs, xs]) => {
    runMap('logDistances', [zs, xs, x.rows, x.cols], [out.data], out.cols);
  });
}

/** v <- exp(t(v) - shift), in place over log δ `(m, n)`. */
export function mapTableExp(logDelta: Matrix, table: LogTable, shift: number): void {
  withVectors(logDelta.data, [table.values], ([values]) => {
    runMap('tableExp', [values, ...shape(table), shift], [logDelta.data], logDelta.cols);
  });
}

// Table look-ups and exponentials of a tile: a tenth of a millisecond. Rows outside of the heap are brought there by
// bands.
const TILE = 2 ** 14;
const BAND = 2 ** 20;

/** Σ_j y_j exp(t_ij - max_j t_ij), t the table at the first y.length columns of log δ `(m, n)`; (m). */
export function tableVotes({ rows, cols, data }: Matrix, y: Float64Array, table: LogTable): Float64Array {
  const n = y.length;
  const votes = new Float64Array(rows);
  const inHeap = heap.has(data);
  const most = inHeap ? rows : Math.min(rows, Math.max(1, Math.floor(BAND / cols)));
  const copy = inHeap ? undefined : heap.float64(most * cols);
  const out = heap.float64(most);
  const scratch = heap.float64(workerThreads() * 2 * Math.ceil(n / 2));
  try {
    withVectors(data, [y, table.values], ([ys, values]) => {
      for (let row = 0; row < rows; row += most) {
        const count = Math.min(most, rows - row);
        copy?.set(data.subarray(row * cols, (row + count) * cols));
        const band = Math.max(1, Math.floor(TILE / n));
        const far = (copy ?? data).byteOffset;
        const places = [out.byteOffset, count, band, scratch.byteOffset];
        runTiles({
          kernel: 'tableVotes64',
          params: [far, cols, n, ys, values, ...shape(table), ...places],
          tiles: Math.ceil(count / band),
        });
        votes.set(out.subarray(0, count), row);
      }
    });
  } finally {
    for (const array of [copy, out, scratch]) if (array) heap.free(array);
  }
  return votes;
}

/** Last index, start and inverse step, as the kernels take them. */
const shape = ({ from, step, values }: LogTable): [number, number, number] => [
  values.length - 1,
  from,
  1 / step,
];
