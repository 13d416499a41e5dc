import { checkFinite, checkMatrix } from '../../../check.js';
import { InputError } from '../../../errors.js';
import type { Matrix } from '../../../linalg/matrix.js';

/** A package that only tables of comparisons need. @throws Error that says so where it is absent. */
export function loadPeer(require: NodeJS.Require, name: string): unknown {
  try {
    return require(name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new Error(`${name} is compared with here and is not installed; npm install ${name}`, {
      cause: error,
    });
  }
}

/** Throws unless there is one number for each training point, points are finite and of one dimension. */
export function checkTable(fn: string, x: Matrix, y: ArrayLike<number>, z: Matrix): void {
  checkMatrix(fn, 'x', x);
  checkMatrix(fn, 'z', z, { cols: x.cols });
  checkFinite(fn, 'x', x.data);
  checkFinite(fn, 'z', z.data);
  if (y.length !== x.rows) {
    throw new InputError(fn, 'y', `has ${y.length} numbers`, `there are ${x.rows} points`);
  }
  checkFinite(fn, 'y', y);
}
