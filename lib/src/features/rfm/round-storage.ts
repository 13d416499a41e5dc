import { heap } from '../../elementwise/heap.js';
import { Matrix, type Precision, type Real } from '../../linalg/matrix.js';

// Bytes at most: the heap ends at 4 GiB, and others need it too.
const MOST = 1.5 * 2 ** 30;

// Of rounds that are neither run to their end nor left by `break` or `return`.
const dropped = new FinalizationRegistry<Real>((array) => heap.free(array));

/** The kernel matrices that the rounds of a fit have one after another. */
export interface RoundStorage {
  /** Those of the round before. At first one of `(n, n)`, or undefined where the heap has no room. */
  take(): readonly Matrix[] | undefined;
  /** What the next round is to take. */
  keep(matrices: readonly Matrix[] | undefined): void;
  /** Ends the use of all of them. */
  free(): void;
}

/**
 * Storage in the kernels' heap, where neither they nor BLAS need a copy. Nothing is reserved before it is asked for.
 */
export function roundStorage(n: number, precision: Precision): RoundStorage {
  let own: Matrix | undefined;
  let matrices: readonly Matrix[] | undefined;
  return {
    take() {
      if (matrices !== undefined) return matrices;
      const data = heapArray(n * n, precision);
      if (data === undefined) return undefined;
      own = new Matrix(n, n, data);
      dropped.register(own, data, own);
      return (matrices = [own]);
    },
    keep(others) {
      matrices = others;
    },
    free() {
      matrices = undefined;
      if (own === undefined) return;
      dropped.unregister(own);
      heap.free(own.data);
      own = undefined;
    },
  };
}

function heapArray(length: number, precision: Precision): Real | undefined {
  const double = precision === 'float64';
  if (length * (double ? 8 : 4) > MOST) return undefined;
  try {
    return double ? heap.float64(length) : heap.float32(length);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
