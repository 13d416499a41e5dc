import { heap } from '../elementwise/heap.js';
import { Matrix, type Precision, type Real } from '../linalg/matrix.js';

/** Arrays in the kernels' memory that are given back together. */
export class HeapArrays {
  readonly #arrays: (Real | Int32Array)[] = [];
  readonly #precision: Precision;

  constructor(precision: Precision) {
    this.#precision = precision;
  }

  /** Zeros. */
  reals(length: number): Real {
    return this.scratch(length).fill(0);
  }

  /** Whatever the memory holds. */
  scratch(length: number): Real {
    return this.#keep(this.#precision === 'float64' ? heap.float64(length) : heap.float32(length));
  }

  integers(length: number): Int32Array {
    return this.#keep(heap.int32(length)).fill(0);
  }

  matrix(rows: number, cols: number): Matrix {
    return new Matrix(rows, cols, this.reals(rows * cols));
  }

  /** No array may be used afterwards. */
  free(): void {
    for (const array of this.#arrays.splice(0)) heap.free(array);
  }

  #keep<A extends Real | Int32Array>(array: A): A {
    this.#arrays.push(array);
    return array;
  }
}
