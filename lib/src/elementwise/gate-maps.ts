import { checkMatrix, checkSamePrecision } from '../check.js';
import { InputError } from '../errors.js';
import type { Matrix, Real } from '../linalg/matrix.js';
import { runMap, withVectors } from './run-map.js';

/** z ← z ⊙ gates, in place, `(n, m)`. @throws InputError when shapes or precisions differ. */
export function mapTimes(z: Matrix, gates: Matrix): void {
  checkAlike('mapTimes', 'gates', z, gates);
  runMap('times', [], [z.data, gates.data], z.cols);
}

/** z ← 1{z ≥ 0}, in place, `(n, m)`. */
export function mapOpen(z: Matrix): void {
  checkMatrix('mapOpen', 'z', z);
  runMap('open', [], [z.data], z.cols);
}

/** gates ← 1{z > 0}, z ← max(z, 0), in place, `(n, m)`. @throws InputError when shapes or precisions differ. */
export function mapRectify(z: Matrix, gates: Matrix): void {
  checkAlike('mapRectify', 'gates', z, gates);
  runMap('rectify', [], [z.data, gates.data], z.cols);
}

/**
 * c_i ← g_j v_p ⊙ gates_i for the rows i of c and gates `(nP, m)`, position p = i mod P of sample j = ⌊i / P⌋; g (n),
 * v `(P, m)`. `add`: to what c holds.
 * @throws InputError when shapes or precisions differ.
 */
export function mapGated(
  c: Matrix,
  gates: Matrix,
  { g, v, add = false }: { g: Real; v: Matrix; add?: boolean },
): void {
  const fn = 'mapGated';
  checkAlike(fn, 'gates', c, gates);
  checkMatrix(fn, 'v', v, { cols: c.cols });
  if (g.length * v.rows !== c.rows) {
    throw new InputError(fn, 'g', `has ${g.length} numbers`, `${c.rows / v.rows} are needed`);
  }
  withVectors(c.data, [g, v.data], ([slopes, readouts]) => {
    runMap('gated', [slopes, readouts, v.rows, c.cols, +add], [c.data, gates.data], c.cols);
  });
}

function checkAlike(fn: string, name: string, a: Matrix, b: Matrix): void {
  checkMatrix(fn, 'first', a);
  checkMatrix(fn, name, b, { rows: a.rows, cols: a.cols });
  checkSamePrecision(fn, { first: a, [name]: b });
}
