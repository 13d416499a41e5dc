import { checkFinite, checkMatrix } from '../../../check.js';
import { InputError } from '../../../errors.js';
import { loadPackage } from '../../../load-package.js';
import type { Matrix } from '../../../linalg/matrix.js';

/**
 * `loadPackage` for packages compiled to WebAssembly, which print what they do, and that they could not stream their
 * own file, by the console functions that they find while they load; loading is synchronous, so that nobody else's
 * output is lost.
 */
export function loadQuietly<T>(fn: string, name: string): T {
  const { log, warn } = console;
  console.log = console.warn = () => {};
  try {
    return loadPackage<T>(fn, name);
  } finally {
    Object.assign(console, { log, warn });
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
