import { InputError } from '../../errors.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';
import { checkProfiles, joined, meanOf, meansBy, type Pairs, type Profiles } from './profiles.js';

/** What the prior knows of a sample (cell, drug). */
export type ScreeningPrior =
  | 'identity'
  | 'one-hot drug'
  | 'one-hot cell'
  | 'one-hot both'
  | 'random'
  | 'reference profile and one-hot cell'
  | 'reference profile and cell mean';

export interface ScreeningPriorOptions {
  /** Profiles of the reference cell, which is in neither training nor test rows; the last two priors need them. */
  reference?: Profiles;
  /** Of the random prior. */
  random?: Random;
}

/**
 * The feature prior P `(n + m, p)` of the training samples and then of the test samples, for `completeColumns`; names
 * after the paper's code in brackets.
 *
 * - `identity`: nothing, to be used without damping. `random`: 100 uniform numbers.
 * - one-hot codes of drug (OneHotDrug), of cell (OneHotCell), of cell and of drug times 0.75 (OneHotCombo).
 * - [0.75 |e_d| onehot(c), e_d] (only_train_cell_oneHot) and [0.75 |e_d| u_c, e_d] (only_train_cell_average): e_d is
 *   the drug's profile in the reference cell, or the mean profile there, u_c the cell's mean training profile, of
 *   length 1.
 *
 * @throws InputError if a prior lacks its reference profiles or random numbers.
 */
export function screeningPrior(
  name: ScreeningPrior,
  train: Profiles,
  test: Pairs,
  { reference, random }: ScreeningPriorOptions = {},
): Matrix {
  const fn = 'screeningPrior';
  checkProfiles(fn, 'train', train);
  const both = joined(train, { ...test, values: zeros(test.cells.length, train.values.cols) });
  const [cells, drugs] = [Array.from(both.cells), Array.from(both.drugs)];
  switch (name) {
    case 'identity':
      return oneHot(cells.map((_, i) => i));
    case 'one-hot drug':
      return oneHot(drugs);
    case 'one-hot cell':
      return oneHot(cells);
    case 'one-hot both':
      return beside(oneHot(cells), oneHot(drugs), () => 1, 0.75);
    case 'random':
      if (random === undefined) throw new InputError(fn, 'random', 'is missing', 'give a Random');
      return random.uniformMatrix(cells.length, 100);
    case 'reference profile and one-hot cell':
    case 'reference profile and cell mean': {
      if (reference === undefined) {
        throw new InputError(fn, 'reference', 'is missing', `"${name}" needs profiles of a reference cell`);
      }
      const known = drugProfiles(reference, drugs);
      const lengths = Array.from({ length: known.rows }, (_, i) => Math.hypot(...known.row(i)));
      const left = name === 'reference profile and cell mean' ? cellDirections(train, cells) : oneHot(cells);
      return beside(left, known, (i) => 0.75 * lengths[i], 1);
    }
    default:
      throw new InputError(fn, 'name', `is ${JSON.stringify(name)}`, 'give the name of a prior');
  }
}

/** A 1 in the column of each id. */
function oneHot(ids: readonly number[]): Matrix {
  const columns = new Map(Array.from(new Set(ids), (id, k) => [id, k]));
  const out = zeros(ids.length, columns.size);
  ids.forEach((id, i) => out.set(i, columns.get(id)!, 1));
  return out;
}

/** [diag(scale) A, factor B] */
function beside(a: Matrix, b: Matrix, scale: (i: number) => number, factor: number): Matrix {
  const out = zeros(a.rows, a.cols + b.cols);
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.cols; k++) out.set(i, k, scale(i) * a.get(i, k));
    for (let k = 0; k < b.cols; k++) out.set(i, a.cols + k, factor * b.get(i, k));
  }
  return out;
}

function drugProfiles(reference: Profiles, drugs: readonly number[]): Matrix {
  const known = meansBy(reference.drugs, reference.values);
  const rows = Array.from({ length: reference.values.rows }, (_, i) => reference.values.row(i));
  const any = meanOf(rows);
  const out = zeros(drugs.length, any.length);
  drugs.forEach((drug, i) => out.row(i).set(known.get(drug) ?? any));
  return out;
}

function cellDirections(train: Profiles, cells: readonly number[]): Matrix {
  const means = meansBy(train.cells, train.values);
  const any = meanOf(means.values());
  const out = zeros(cells.length, any.length);
  cells.forEach((cell, i) => {
    const mean = means.get(cell) ?? any;
    const length = Math.hypot(...mean);
    out.row(i).set(mean.map((value) => (length > 0 ? value / length : 0)));
  });
  return out;
}
