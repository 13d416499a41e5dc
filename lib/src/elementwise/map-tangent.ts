import { checkInteger, checkMatrix } from '../check.js';
import { InputError } from '../errors.js';
import type { Matrix } from '../linalg/matrix.js';
import { runMap, withVectors } from './run-map.js';

export interface TangentOptions {
  /** |x_i|, (n), and |z_j|, (m): lengths of the points whose inner products the matrix holds. */
  xLengths: ArrayLike<number>;
  zLengths: ArrayLike<number>;
  /** Hidden layers. */
  depth: number;
  /** Receives dT / dc, `(n, m)`. */
  slopes?: Matrix;
}

/**
 * The tangent kernel of a ReLU network of `depth` hidden layers, in place over inner products `(n, m)`:
 *
 *     g <- |x_i| |z_j| T_depth(c),  c = g / (|x_i| |z_j|),  T_0 = c_0 = c,  c_{h+1} = k1(c_h),  T_{h+1} = T_h k0(c_h) + c_{h+1},
 *
 * k0 and k1 as in `mapReluStep`. c is clipped to [-1, 1] and is 1 where it is so within 1e-14 (single: 1e-6): equal
 * directions give exactly depth + 1. There, and at -1, `slopes` leaves out the term k0' that is infinite. T is within
 * 8 (depth + 1)² u of the exact value, dT / dc within 8 (depth + 1)³ u / (1 - |c|).
 *
 * @throws InputError when shapes or precisions differ.
 */
export function mapTangent(gram: Matrix, { xLengths, zLengths, depth, slopes }: TangentOptions): void {
  const fn = 'mapTangent';
  checkMatrix(fn, 'gram', gram);
  checkInteger(fn, 'depth', depth, 1);
  if (slopes !== undefined) {
    checkMatrix(fn, 'slopes', slopes, { rows: gram.rows, cols: gram.cols });
    if (slopes.precision !== gram.precision) {
      throw new InputError(
        fn,
        'slopes',
        `is ${slopes.precision}`,
        `gram is ${gram.precision}; use one precision`,
      );
    }
  }
  const sizes = [
    ['xLengths', xLengths, gram.rows],
    ['zLengths', zLengths, gram.cols],
  ] as const;
  for (const [name, lengths, size] of sizes) {
    if (lengths?.length !== size) {
      throw new InputError(fn, name, `has ${lengths?.length ?? 0} numbers`, `gram needs ${size}`);
    }
  }
  withVectors(gram.data, [xLengths, zLengths], ([xs, zs]) => {
    const params = [xs, zs, gram.cols, depth];
    if (slopes === undefined) runMap('tangent', params, [gram.data], gram.cols);
    else runMap('tangentSlope', params, [gram.data, slopes.data], gram.cols);
  });
}
