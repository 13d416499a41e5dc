import { InputError } from '../../errors.js';
import type { Matrix } from '../../linalg/matrix.js';

/** Throws unless `name` is one of the names in `known`. */
export function checkName(fn: string, argument: string, name: unknown, known: object): void {
  if (typeof name === 'string' && Object.hasOwn(known, name)) return;
  throw new InputError(fn, argument, `is ${String(name)}`, `give ${Object.keys(known).join(', ')}`);
}

/** Throws unless targets are as many as their points. */
export function checkCount(fn: string, argument: string, count: number, points: number): void {
  if (count !== points) throw new InputError(fn, argument, `has ${count} rows`, `there are ${points} points`);
}

/** Throws unless targets `(m, c)` are of as many points and outputs as predictions. */
export function checkTargets(
  fn: string,
  argument: string,
  targets: Matrix,
  rows: number,
  cols: number,
): void {
  checkCount(fn, argument, targets.rows, rows);
  if (targets.cols !== cols) {
    throw new InputError(fn, argument, `has ${targets.cols} columns`, `the model was fitted to ${cols}`);
  }
}
