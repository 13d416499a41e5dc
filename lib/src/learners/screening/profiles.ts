import { checkFinite, checkMatrix } from '../../check.js';
import { InputError } from '../../errors.js';
import { Matrix, zeros } from '../../linalg/matrix.js';

/** Measured profiles: sample i is drug `drugs[i]` given to cell `cells[i]`, row i of `values` `(n, genes)`. */
export interface Profiles {
  cells: ArrayLike<number>;
  drugs: ArrayLike<number>;
  values: Matrix;
}

/** Samples to be predicted. */
export type Pairs = Pick<Profiles, 'cells' | 'drugs'>;

/** Throws unless there is a cell and a drug for every profile, and all entries are finite. */
export function checkProfiles(fn: string, argument: string, { cells, drugs, values }: Profiles): void {
  checkMatrix(fn, argument, values);
  checkFinite(fn, argument, values.data);
  for (const [name, ids] of Object.entries({ cells, drugs })) {
    if (ids.length !== values.rows) {
      throw new InputError(fn, argument, `has ${ids.length} ${name}`, `${values.rows} profiles need as many`);
    }
  }
}

/** The rows of both, one after the other. */
export function joined(a: Profiles, b: Profiles): Profiles {
  const values = zeros(a.values.rows + b.values.rows, a.values.cols);
  values.data.set(a.values.data);
  values.data.set(b.values.data, a.values.data.length);
  return {
    cells: [...Array.from(a.cells), ...Array.from(b.cells)],
    drugs: [...Array.from(a.drugs), ...Array.from(b.drugs)],
    values,
  };
}

/** Some of the profiles. */
export function selected({ cells, drugs, values }: Profiles, rows: readonly number[]): Profiles {
  const out = new Matrix(rows.length, values.cols);
  rows.forEach((row, i) => out.data.set(values.row(row), i * values.cols));
  return { cells: rows.map((row) => cells[row]), drugs: rows.map((row) => drugs[row]), values: out };
}

/** Mean profile of the rows under each id. */
export function meansBy(ids: ArrayLike<number>, values: Matrix): Map<number, Float64Array> {
  const [sums, counts] = [new Map<number, Float64Array>(), new Map<number, number>()];
  for (let i = 0; i < values.rows; i++) {
    const sum = sums.get(ids[i]) ?? new Float64Array(values.cols);
    values.row(i).forEach((value, g) => (sum[g] += value));
    sums.set(ids[i], sum);
    counts.set(ids[i], (counts.get(ids[i]) ?? 0) + 1);
  }
  for (const [id, sum] of sums) sum.forEach((value, g) => (sum[g] = value / counts.get(id)!));
  return sums;
}

/** Mean of some profiles. */
export function meanOf(profiles: Iterable<ArrayLike<number>>): Float64Array {
  const all = Array.from(profiles);
  return Float64Array.from(
    { length: all[0].length },
    (_, g) => all.reduce((sum, p) => sum + p[g], 0) / all.length,
  );
}
