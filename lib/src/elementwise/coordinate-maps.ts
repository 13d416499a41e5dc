import type { Matrix, Real } from '../linalg/matrix.js';
import { transpose } from '../linalg/matrix.js';
import { heap } from './heap.js';
import { runTiles } from './pool.js';
import { runMap, withVectors } from './run-map.js';

/**
 * A kernel of coordinate differences. `lpq`: exp(-(s L^-p)^(q/p)), s = Σ_k |u_k - v_k|^p, with a = q / p, b = q.
 * `sumPower`: (1 - a Σ_k (1 - exp(-|u_k - v_k|^p L^-p)))^b. `scale` is L^-p.
 */
export interface CoordinateShape {
  readonly sum: 'lpq' | 'sumPower';
  readonly p: number;
  readonly scale: number;
  readonly a: number;
  readonly b: number;
}

// Powers 1 and 2 need no exponential.
const kindOf = (p: number): number => (p === 1 || p === 2 ? p : 0);

/**
 * values <- K(U, V) `(n, m)` for U `(n, d)`, V `(m, d)`, and slopes <- w in dk/dv = w g(u - v), which
 * `coordinateGradients` takes. With `lower` U is V, and entries above the diagonal are left undefined. Coordinates are
 * subtracted before all else: equal points have the value 1 exactly. For values of about 1 to 1e-3 and differences of
 * 1/50 to 50 the relative error is at most (2 d + 50) u, of w twice that, u being 2^-53 or 2^-24.
 */
export function coordinatePairs(
  { sum, p, scale, a, b }: CoordinateShape,
  u: Matrix,
  v: Matrix,
  { values, slopes, lower = false }: { values: Matrix; slopes?: Matrix; lower?: boolean },
): void {
  const targets = slopes === undefined ? [values.data] : [values.data, slopes.data];
  withShared(targets, (arrays) => {
    withVectors(u.data, [u.data, transpose(v).data], ([us, vs]) => {
      const params = [us, vs, v.rows, u.cols, Number(lower), kindOf(p), p, scale, a, b];
      runMap(slopes === undefined ? sum : `${sum}Pair`, params, arrays, v.rows);
    });
  });
}

/** Calls `use` with arrays that worker threads reach: copies in the heap where the targets are small and unshared. */
function withShared(targets: Real[], use: (arrays: Real[]) => void): void {
  const arrays = targets.map((target) => {
    if (target.buffer instanceof SharedArrayBuffer) return target;
    return target instanceof Float64Array ? heap.float64(target.length) : heap.float32(target.length);
  });
  try {
    use(arrays);
    arrays.forEach((array, i) => array !== targets[i] && targets[i].set(array));
  } finally {
    arrays.forEach((array, i) => array !== targets[i] && heap.free(array));
  }
}

// Numbers of w in the heap at a time.
const BLOCK = 2 ** 20;

/**
 * Row j, l-th part: Σ_i alpha_il w_ji g(u_i - v_j), g = sign · |·|^(p - 1), for `sumPower` times exp(-|·|^p L^-p), and
 * 0 where coordinates are equal; U `(n, d)`, V `(m, d)`, alpha `(n, c)`, `out` `(m, c·d)`. `slopes(target, from, to)`
 * fills `target` with rows of w `(m, n)`.
 */
export function coordinateGradients(
  { sum, p, scale }: CoordinateShape,
  u: Matrix,
  v: Matrix,
  alpha: Matrix,
  { out, slopes }: { out: Matrix; slopes: (target: Real, from: number, to: number) => void },
): void {
  const [{ rows: n, cols: d }, c] = [u, alpha.cols];
  const bytes = u.data.BYTES_PER_ELEMENT;
  const lanes = 16 / bytes;
  const padded = Math.ceil(d / lanes) * lanes;
  const step = Math.min(v.rows, Math.max(1, Math.floor(BLOCK / n)));
  const space = (length: number): Real => (bytes === 8 ? heap.float64(length) : heap.float32(length));
  const [w, sums] = [space(step * n), space(step * c * padded)];
  try {
    withVectors(u.data, [paddedRows(u, padded), paddedRows(v, padded), alpha.data], ([us, vs, as]) => {
      for (let from = 0; from < v.rows; from += step) {
        const to = Math.min(from + step, v.rows);
        slopes(w.subarray(0, (to - from) * n), from, to);
        const rows = Math.max(1, Math.ceil((to - from) / 32));
        runTiles({
          kernel: `${sum}Gradients${bytes * 8}`,
          params: [
            ...[us, vs + from * padded * bytes, w.byteOffset, as, sums.byteOffset, n, to - from, c],
            ...[padded * bytes, kindOf(p), p - 1, scale, rows],
          ],
          tiles: Math.ceil((to - from) / rows),
        });
        for (let k = 0; k < (to - from) * c; k++) {
          out.data.set(sums.subarray(k * padded, k * padded + d), (from * c + k) * d);
        }
      }
    });
  } finally {
    heap.free(w);
    heap.free(sums);
  }
}

/** Rows followed by zeros up to `cols` numbers: whole vectors, whose padding has no difference. */
function paddedRows(a: Matrix, cols: number): Real {
  if (a.cols === cols) return a.data;
  const out = a.precision === 'float64' ? new Float64Array(a.rows * cols) : new Float32Array(a.rows * cols);
  for (let i = 0; i < a.rows; i++) out.set(a.row(i), i * cols);
  return out;
}
