import { heap } from '../elementwise/heap.js';
import type { Real } from '../linalg/matrix.js';

/** `length` numbers of the kernels' heap in the precision of `like`. */
export const heapLike = (like: Real, length: number): Real =>
  like instanceof Float64Array ? heap.float64(length) : heap.float32(length);

/** Images that fill vectors of either precision. */
export const wholeVectors = (n: number): number => 4 * Math.ceil(n / 4);
