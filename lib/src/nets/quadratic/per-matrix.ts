import type { Matrix } from '../../linalg/matrix.js';

/** `make`, its results kept as long as their matrix is: of test points that are looked at again and again. */
export function perMatrix<T extends object>(make: (z: Matrix) => T): (z: Matrix) => T {
  const known = new WeakMap<Matrix, T>();
  return (z) => {
    const value = known.get(z) ?? make(z);
    known.set(z, value);
    return value;
  };
}
