import { rfmRounds, type RfmOptions } from '../../features/rfm.js';
import { laplace } from '../../kernels/laplace.js';
import { allocate, type Matrix, type Real } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { accuracy } from './accuracy.js';
import { type EigenProWay, stoppedEigenPro, validatedEigenPro } from './uci-eigenpro.js';
import { hasZeroRow, split, unitRows, type Split, type SplitTable } from './split-table.js';

export interface UciGrid {
  bandwidth: number;
  /** λ, the outer loop, in the order of trial: an equal later one is not taken. */
  ridges: readonly number[];
  /** Rows of unit length or as they are, the inner loop; never of unit length where a row is 0. */
  unitRows: readonly boolean[];
  /** Updates of M; the machine is validated before each and after the last. */
  rounds: number;
  /** Tables of more than `above` rows go by EigenPro, whose epochs stand in place of the ridges. */
  large?: EigenProWay & { above: number; held: number };
}

/** What the tuning split chose. */
export interface UciChoice {
  /** Null by EigenPro. */
  ridge: number | null;
  unitRows: boolean;
  round: number;
  /** Of EigenPro, the best by the validation rows in each round up to this one. */
  epochs: readonly number[];
  /** Accuracy on the validation rows. */
  validation: number;
  /** M of that round; the identity if absent. */
  metric: Matrix | Real | undefined;
}

export interface UciResult {
  /** Validation accuracies of rounds 0, 1, ... of each setting, in the order of trial. */
  trials: { ridge: number | null; unitRows: boolean; validation: number[] }[];
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
 * Large tables as in their protocol for many rows: EigenPro in place of the solves, without ridge; in each round the
 * epoch of the best validation accuracy, which the folds take over.
 */
export async function uciProtocol(table: SplitTable, grid: UciGrid, step?: Step): Promise<UciResult> {
  const kernel = laplace({ bandwidth: grid.bandwidth });
  const scaled = scalings(table, grid);
  const trials: UciResult['trials'] = [];
  let [rfm, plain]: (UciChoice | undefined)[] = [];
  const large = wayFor(table.x, grid);
  const ridges = large ? [null] : grid.ridges;
  const total = ridges.length * scaled.size + table.folds.length;

  for (const ridge of ridges) {
    for (const [unit, inputs] of scaled) {
      const tuning = split(inputs, mixed(table.tuning.train, large), table.tuning.validation);
      const validation: number[] = [];
      const epochs: number[] = [];
      for await (const { round, metric, predict } of rfmRounds(tuning.train.x, tuning.train.y, {
        kernel,
        ...(large
          ? { solver: validatedEigenPro(large, tuning.test, (epoch) => epochs.push(epoch)) }
          : { ridge: ridge! }),
        rounds: grid.rounds,
      })) {
        const reached = accuracy(predict(tuning.test.x), tuning.test.labels);
        validation.push(reached);
        const choice = { ridge, unitRows: unit, round, epochs: [...epochs], validation: reached, metric };
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
    const of = (choice: UciChoice): Split => split(scaled.get(choice.unitRows)!, mixed(train, large), test);
    const solvedBy = ({ ridge, epochs }: UciChoice): Pick<RfmOptions, 'ridge' | 'solver'> =>
      large ? { solver: stoppedEigenPro(large, epochs) } : { ridge: ridge! };
    /** One solve with the M of the choice. */
    const solved = async (choice: UciChoice): Promise<number> => {
      const last = { ...choice, epochs: choice.epochs.slice(-1) };
      const options = { kernel, ...solvedBy(last), metric: choice.metric, rounds: 0 };
      return (await accuracies(of(choice), options)).last;
    };
    const relearned = await accuracies(of(rfm), { kernel, ...solvedBy(rfm), rounds: rfm.round });
    folds.leakFree.push(relearned.last);
    folds.published.push(rfm.round === 0 ? relearned.last : await solved(rfm));
    folds.laplace.push(alike ? relearned.first : await solved(plain));
    await step?.(trials.length + k + 1, total, 'folds');
  }
  return { trials, rfm, laplace: plain, folds };
}

/** Of a large table: one array for what all solves hold, one after another. */
function wayFor(x: Matrix, { large }: UciGrid): EigenProWay | undefined {
  if (large === undefined || x.rows <= large.above) return undefined;
  const { epochs, subsample, held } = large;
  return { epochs, subsample, held: allocate(Math.min(held, x.rows * (x.rows + subsample)), x.precision) };
}

/** EigenPro wants the rows of a batch to be any. */
function mixed(rows: ArrayLike<number>, large: EigenProWay | undefined): ArrayLike<number> {
  if (large === undefined) return rows;
  return new Random(0).permutation(rows.length).map((at) => rows[at]);
}

/** The inputs as they are and with rows of unit length, those of the two that the grid and zero rows let stand. */
function scalings(table: SplitTable, grid: UciGrid): Map<boolean, SplitTable> {
  const allowed = grid.unitRows.filter((unit) => !unit || !hasZeroRow(table.x));
  return new Map(allowed.map((unit) => [unit, unit ? { ...table, x: unitRows(table.x) } : table]));
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
