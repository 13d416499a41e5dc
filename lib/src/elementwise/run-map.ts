import type { Real } from '../linalg/matrix.js';
import { heap } from './heap.js';
import { runTiles } from './pool.js';
import { reachesWorkers } from './reaches-workers.js';
import { blockCount, SIDE, TILE } from './blocks.js';

/** Runs a map kernel of lib/assembly/maps.ts in place over arrays of one length and precision, `cols` numbers a row. */
export function runMap(name: string, params: number[], arrays: Real[], cols: number): void {
  const addresses = arrays.map((array) => (heap.has(array) ? array.byteOffset : -1));
  runTiles({
    kernel: `${name}${arrays[0].BYTES_PER_ELEMENT * 8}`,
    params,
    tiles: Math.ceil(arrays[0].length / TILE),
    map: { arrays, addresses, cols },
    alone: !arrays.every(reachesWorkers),
  });
}

/** Calls `use` with the addresses of copies of `vectors` in the heap, in the precision of `like`. */
export function withVectors(
  like: Real,
  vectors: ArrayLike<number>[],
  use: (addresses: number[]) => void,
): void {
  const allocate = like instanceof Float64Array ? heap.float64 : heap.float32;
  const copies = vectors.map((vector) => {
    const copy = allocate(vector.length);
    copy.set(vector);
    return copy;
  });
  try {
    use(copies.map((copy) => copy.byteOffset));
  } finally {
    copies.forEach((copy) => heap.free(copy));
  }
}

/** Runs a kernel of lib/assembly/symmetric.ts over a matrix `(n, n)` that holds its lower triangle. */
export function runSymmetric(name: string, params: number[], array: Real, n: number): void {
  runTiles({
    kernel: `${name}${array.BYTES_PER_ELEMENT * 8}`,
    params,
    tiles: blockCount(n, SIDE),
    symmetric: { array, address: heap.has(array) ? array.byteOffset : -1, n },
    alone: !reachesWorkers(array),
  });
}
