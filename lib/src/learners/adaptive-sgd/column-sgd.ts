import { checkMatrix, checkSquare } from '../../check.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { gemv } from '../../linalg/gemv.js';

/** Moves X by the gradient of one column's loss; `length` is ‖aᵢ‖². */
export type ColumnRule = (x: Matrix, gradient: Matrix, length: number) => void;

/**
 * First-order steps on ½‖X aᵢ − eᵢ‖², gradient (X aᵢ − eᵢ) aᵢᵀ, for each i of `order`; A, X `(d, d)`, X in place.
 * @throws InputError if A is not square or X has another shape.
 * @example columnSgd(a, x, order, kaczmarz)
 */
export function columnSgd(a: Matrix, x: Matrix, order: ArrayLike<number>, rule: ColumnRule): void {
  checkSquare('columnSgd', 'a', a);
  checkMatrix('columnSgd', 'x', x, { rows: a.rows, cols: a.rows });
  const d = a.rows;
  const gradient = zeros(d, d);
  const column = new Float64Array(d);
  for (let k = 0; k < order.length; k++) {
    let length = 0;
    for (let r = 0; r < d; r++) {
      column[r] = a.data[r * d + order[k]];
      length += column[r] ** 2;
    }
    const residual = gemv(x, column);
    residual[order[k]] -= 1;
    for (let r = 0; r < d; r++)
      for (let c = 0; c < d; c++) gradient.data[r * d + c] = residual[r] * column[c];
    rule(x, gradient, length);
  }
}

/** X⁺ = X − G/‖aᵢ‖²: the scalar adaptive step, Kaczmarz's method. Linear, in epochs that grow with κ². */
export const kaczmarz: ColumnRule = (x, { data }, length) => {
  for (let i = 0; i < data.length; i++) x.data[i] -= data[i] / length;
};
