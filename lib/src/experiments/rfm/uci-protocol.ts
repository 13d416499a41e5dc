import { rfmRounds, type RfmOptions } from '../../features/rfm.js';
import type { Kernel } from '../../kernels/kernel.js';
import { laplace } from '../../kernels/laplace.js';
import type { Matrix, Real } from '../../linalg/matrix.js';
import type { Step } from '../../step.js';
import { accuracy } from './accuracy.js';
import { hasZeroRow, split, unitRows, type Split, type SplitTable } from './split-table.js';

export interface UciGrid {
  bandwidth: number;
  /** λ, the outer loop, in the order of trial: an equal later one is not taken. */
  ridges: readonly number[];
  /** Rows of unit length or as they are, the inner loop; never of unit length where a row is 0. */
  unitRows: readonly boolean[];
  /** Updates of M; the machine is validated before each and after the last. */
  rounds: number;
}

/** What the tuning split chose. */
export interface UciChoice {
  ridge: number;
  unitRows: boolean;
  round: number;
  /** Accuracy on the validation rows. */
  validation: number;
  /** M of that round; the identity if absent. */
  metric: Matrix | Real | undefined;
}

export interface UciResult {
  /** Validation accuracies of rounds 0, 1, ... of each setting, in the order of trial. */
  trials: { ridge: number; unitRows: boolean; validation: number[] }[];
  rfm: UciChoice;
  /** The same over the rounds 0 alone: the plain kernel machine. */
  laplace: UciChoice;
  /**
   * Accuracies on the test rows of the folds. `published`: with the M of the tuning split, whose rows, labels included,
   * overlap the test rows. `leakFree`: M learned again on the training rows of each fold, by as many rounds.
   */
  folds: { published: number[]; leakFree: number[]; laplace: number[] };
}

/**
 * The protocol of the UCI table of Radhakrishnan et al. (2024), read in the authors' scripts: one-hot targets, argmax,
 * M not normalised; grid and round by the validation rows of the tuning split, strict improvement; then four folds.
 */
export async function uciProtocol(table: SplitTable, grid: UciGrid, step?: Step): Promise<UciResult> {
  const kernel = laplace({ bandwidth: grid.bandwidth });
  const scaled = scalings(table, grid);
  const trials: UciResult['trials'] = [];
  let [rfm, plain]: (UciChoice | undefined)[] = [];
  const total = grid.ridges.length * scaled.size + table.folds.length;

  for (const ridge of grid.ridges) {
    for (const [unit, inputs] of scaled) {
      const tuning = split(inputs, table.tuning.train, table.tuning.validation);
      const validation: number[] = [];
      for await (const { round, metric, predict } of rfmRounds(tuning.train.x, tuning.train.y, {
        kernel,
        ridge,
        rounds: grid.rounds,
      })) {
        const reached = accuracy(predict(tuning.test.x), tuning.test.labels);
        validation.push(reached);
        const choice = { ridge, unitRows: unit, round, validation: reached, metric };
        if (!(reached <= (rfm?.validation ?? -1))) rfm = choice;
        if (round === 0 && !(reached <= (plain?.validation ?? -1))) plain = choice;
      }
      trials.push({ ridge, unitRows: unit, validation });
      await step?.(trials.length, total, 'tuning');
    }
  }
  if (rfm === undefined || plain === undefined) throw new Error('unreachable: the grid is empty');

  // Then the first round of M learned anew is the plain machine.
  const alike = rfm.ridge === plain.ridge && rfm.unitRows === plain.unitRows;
  const folds: UciResult['folds'] = { published: [], leakFree: [], laplace: [] };
  for (const [k, { train, test }] of table.folds.entries()) {
    const of = (choice: UciChoice): Split => split(scaled.get(choice.unitRows)!, train, test);
    const fold = of(rfm);
    const relearned = await accuracies(fold, { kernel, ridge: rfm.ridge, rounds: rfm.round });
    folds.leakFree.push(relearned.last);
    folds.published.push(rfm.round === 0 ? relearned.last : await solvedAccuracy(fold, kernel, rfm));
    folds.laplace.push(alike ? relearned.first : await solvedAccuracy(of(plain), kernel, plain));
    await step?.(trials.length + k + 1, total, 'folds');
  }
  return { trials, rfm, laplace: plain, folds };
}

/** The inputs as they are and with rows of unit length, those of the two that the grid and zero rows let stand. */
function scalings(table: SplitTable, grid: UciGrid): Map<boolean, SplitTable> {
  const allowed = grid.unitRows.filter((unit) => !unit || !hasZeroRow(table.x));
  return new Map(allowed.map((unit) => [unit, unit ? { ...table, x: unitRows(table.x) } : table]));
}

/** One solve with the M of the choice. */
async function solvedAccuracy(fold: Split, kernel: Kernel, { ridge, metric }: UciChoice): Promise<number> {
  return (await accuracies(fold, { kernel, ridge, metric, rounds: 0 })).last;
}

/** Of the machines of the first and the last round. */
async function accuracies(
  { train, test }: Split,
  options: RfmOptions & { rounds: number },
): Promise<{ first: number; last: number }> {
  const reached = { first: NaN, last: NaN };
  for await (const { round, predict } of rfmRounds(train.x, train.y, options)) {
    if (round > 0 && round < options.rounds) continue;
    reached.last = accuracy(predict(test.x), test.labels);
    if (round === 0) reached.first = reached.last;
  }
  return reached;
}
