import { checkInteger } from '../check.js';
import { matmul } from '../linalg/matmul.js';
import type { Matrix } from '../linalg/matrix.js';
import { checkPoints } from './arguments.js';

/**
 * What the released code of "Transfer learning with kernel methods" computes in the place of the ReLU tangent kernel,
 * on rows of unit length: S = K = <x, z>, set to 1 within 1e-5, then `depth` times K ← k0(S) + K k1(S), S ← k0(S);
 * K/(depth + 1),
 *
 *     k0(s) = (π - arccos s)/π,   k1(s) = (s (π - arccos s) + √(1 - s²))/π.
 *
 * `reluNtk` has k0 and k1 the other way round, which is the tangent kernel; this one is far rougher near s = 1.
 * @throws InputError unless `depth` is an integer of at least 1.
 * @example
 * ```ts
 * releasedReluNtk({ depth: 1 }).matrix(identity(2)); // [[1, 0.25], [0.25, 1]]
 * ```
 */
export function releasedReluNtk({ depth }: { depth: number }): { matrix(x: Matrix, z?: Matrix): Matrix } {
  checkInteger('releasedReluNtk', 'depth', depth, 1);
  return {
    matrix(x, z = x) {
      checkPoints('releasedReluNtk.matrix', x, z);
      const k = matmul(x, z, { transB: true });
      for (let i = 0; i < k.data.length; i++) {
        let s = Math.abs(k.data[i] - 1) <= 1e-5 + 1e-8 ? 1 : Math.max(-1, Math.min(1, k.data[i]));
        let value = s;
        for (let h = 0; h < depth; h++) {
          const angle = Math.PI - Math.acos(s);
          const [k0, k1] = [angle / Math.PI, (s * angle + Math.sqrt(Math.max(0, 1 - s * s))) / Math.PI];
          value = k0 + value * k1;
          s = k0;
        }
        k.data[i] = value / (depth + 1);
      }
      return k;
    },
  };
}
