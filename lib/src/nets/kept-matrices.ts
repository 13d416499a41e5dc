import { Matrix, type Precision, zeros } from '../linalg/matrix.js';

/** Matrices by name that are kept from one pass to the next, so that a loop allocates none. */
export class KeptMatrices {
  readonly #kept = new Map<string, Matrix>();
  readonly #precision: Precision;

  constructor(precision: Precision) {
    this.#precision = precision;
  }

  /** The matrix of that name, with what the last pass left in it; a new one where it has another shape. */
  matrix(name: string, rows: number, cols: number): Matrix {
    const there = this.#kept.get(name);
    if (there !== undefined && there.rows === rows && there.cols === cols) return there;
    const made = zeros(rows, cols, this.#precision);
    this.#kept.set(name, made);
    return made;
  }

  zeros(name: string, rows: number, cols: number): Matrix {
    const there = this.matrix(name, rows, cols);
    there.data.fill(0);
    return there;
  }
}
