import { checkInteger } from '../../check.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { checkProfiles, meanOf, meansBy, type Pairs, type Profiles } from './profiles.js';

/**
 * ŷ(c, d) = Σ w_d' y(c, d') over the k drugs d' measured in cell c that are most alike to d, `(m, genes)`: drug
 * neighbour profile prediction (Hodos et al. 2018). Alike is the mean, over the training cells that have both, of the
 * Pearson correlation of their profiles; weights are it, clipped to [0, 1], divided by their sum. Where all vanish: the
 * mean profile of the cell.
 * @throws InputError if k is not a positive integer or the training profiles are not whole.
 */
export function dnpp(
  train: Profiles,
  test: Pairs,
  { neighbours = 10 }: { neighbours?: number } = {},
): Matrix {
  const fn = 'dnpp';
  checkProfiles(fn, 'train', train);
  checkInteger(fn, 'neighbours', neighbours, 1);
  const byCell = profilesByCell(train);
  const likeness = drugLikeness(byCell);
  const cellMeans = meansBy(train.cells, train.values);
  const anyCell = meanOf(cellMeans.values());
  const out = zeros(test.cells.length, train.values.cols);
  for (let i = 0; i < out.rows; i++) {
    const [cell, drug] = [test.cells[i], test.drugs[i]];
    const nearest = Array.from(byCell.get(cell) ?? [])
      .flatMap(([other, profile]) => {
        const alike = other === drug ? undefined : likeness(drug, other);
        return alike === undefined ? [] : [{ alike, profile }];
      })
      .sort((a, b) => b.alike - a.alike)
      .slice(0, neighbours);
    const weights = nearest.map(({ alike }) => Math.max(0, Math.min(1, alike)));
    const sum = weights.reduce((a, b) => a + b, 0);
    const target = out.row(i);
    if (sum === 0) target.set(cellMeans.get(cell) ?? anyCell);
    else {
      nearest.forEach(({ profile }, k) => {
        for (let g = 0; g < out.cols; g++) target[g] += (weights[k] / sum) * profile[g];
      });
    }
  }
  return out;
}

type ByDrug = Map<number, Float64Array>;

/** Of each cell the profiles by drug, repeated ones as their mean. */
function profilesByCell({ cells, drugs, values }: Profiles): Map<number, ByDrug> {
  const all = Array.from({ length: values.rows }, (_, i) => i);
  const of = (cell: number): ByDrug => {
    const rows = all.filter((i) => cells[i] === cell);
    const ids = new Set(rows.map((i) => drugs[i]));
    const profiles = (drug: number): ArrayLike<number>[] =>
      rows.filter((i) => drugs[i] === drug).map((i) => values.row(i));
    return new Map(Array.from(ids, (drug) => [drug, meanOf(profiles(drug))]));
  };
  return new Map(Array.from(new Set(Array.from(cells)), (cell) => [cell, of(cell)]));
}

/** Mean correlation of two drugs over the cells that have both; undefined if none has. */
function drugLikeness(byCell: Map<number, ByDrug>): (a: number, b: number) => number | undefined {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const profiles of byCell.values()) {
    const units = Array.from(profiles, ([drug, profile]) => ({ drug, unit: standardised(profile) }));
    for (const a of units) {
      for (const b of units) {
        const key = `${a.drug} ${b.drug}`;
        const { sum, count } = sums.get(key) ?? { sum: 0, count: 0 };
        let product = 0;
        for (let g = 0; g < a.unit.length; g++) product += a.unit[g] * b.unit[g];
        sums.set(key, { sum: sum + product, count: count + 1 });
      }
    }
  }
  return (a, b) => {
    const found = sums.get(`${a} ${b}`);
    return found && found.sum / found.count;
  };
}

/** Centred, of length 1: products are correlations. */
function standardised(profile: Float64Array): Float64Array {
  const mean = profile.reduce((a, b) => a + b, 0) / profile.length;
  const centred = profile.map((value) => value - mean);
  const length = Math.hypot(...centred);
  return centred.map((value) => (length > 0 ? value / length : 0));
}
