import { InputError } from '../../errors.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { checkProfiles, meanOf, meansBy, type Pairs, type Profiles } from './profiles.js';

/**
 * f m_cell + (1 - f) m_drug, `(m, genes)`: f = 1 is the mean profile of the cell, f = 0 that of the drug, f = 1/2 the
 * 2-D mean. Where a cell or a drug has no training profile the mean of the cells' or drugs' means stands for it.
 * @throws InputError unless 0 ≤ f ≤ 1 and the training profiles are whole.
 */
export function meanProfiles(train: Profiles, test: Pairs, f: number): Matrix {
  const fn = 'meanProfiles';
  checkProfiles(fn, 'train', train);
  if (!(f >= 0 && f <= 1)) throw new InputError(fn, 'f', `is ${f}`, 'give a number within 0 and 1');
  const [ofCell, ofDrug] = [meansBy(train.cells, train.values), meansBy(train.drugs, train.values)];
  const [anyCell, anyDrug] = [meanOf(ofCell.values()), meanOf(ofDrug.values())];
  const out = zeros(test.cells.length, train.values.cols);
  for (let i = 0; i < out.rows; i++) {
    const cell = ofCell.get(test.cells[i]) ?? anyCell;
    const drug = ofDrug.get(test.drugs[i]) ?? anyDrug;
    for (let g = 0; g < out.cols; g++) out.set(i, g, f * cell[g] + (1 - f) * drug[g]);
  }
  return out;
}
