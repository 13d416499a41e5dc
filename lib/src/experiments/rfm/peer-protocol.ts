import { accuracyOf } from './accuracy.js';
import { forestClasses } from './peers/random-forest.js';
import { svmClasses } from './peers/svm.js';
import { split, type SplitTable } from './split-table.js';

export interface SvmGrid {
  /** C, the outer loop. */
  costs: readonly number[];
  /** γ as multiples of 1 / d. */
  gammas: readonly number[];
}

/**
 * Fold accuracies of the SVM with C and γ of the best validation accuracy on the tuning split, the first of equal ones.
 */
export async function svmFolds(table: SplitTable, { costs, gammas }: SvmGrid): Promise<number[]> {
  let best = { validation: -1, cost: NaN, gamma: NaN };
  const tuning = split(table, table.tuning.train, table.tuning.validation);
  for (const cost of costs) {
    for (const multiple of gammas) {
      const gamma = multiple / table.x.cols;
      const classes = await svmClasses(tuning.train.x, tuning.train.labels, tuning.test.x, { cost, gamma });
      const validation = accuracyOf(classes, tuning.test.labels);
      if (validation > best.validation) best = { validation, cost, gamma };
    }
  }
  const reached: number[] = [];
  for (const { train, test } of table.folds) {
    const fold = split(table, train, test);
    const classes = await svmClasses(fold.train.x, fold.train.labels, fold.test.x, best);
    reached.push(accuracyOf(classes, fold.test.labels));
  }
  return reached;
}

/** Fold accuracies of a random forest, which is not tuned: half of the inputs for a tree, drawn by `seed`. */
export function forestFolds(table: SplitTable, { trees, seed }: { trees: number; seed: number }): number[] {
  const features = Math.ceil(table.x.cols / 2);
  return table.folds.map(({ train, test }) => {
    const fold = split(table, train, test);
    const options = { trees, seed, features };
    return accuracyOf(forestClasses(fold.train.x, fold.train.labels, fold.test.x, options), fold.test.labels);
  });
}
