import type { UciCollection } from '../../data/uci.js';
import type { Precision } from '../../linalg/matrix.js';
import type { Step } from '../../step.js';
import { each } from '../each.js';
import { percent } from './accuracy.js';
import { splitTable } from './split-table.js';
import { largeUciSets } from './uci-sets.js';
import { uciProtocol, type UciChoice, type UciGrid } from './uci-protocol.js';

export interface UciTableSettings {
  sets: readonly string[];
  grid: UciGrid;
  precision: Precision;
}

export type UciRow = {
  set: string;
  /** Rows, inputs and classes of the set. */
  n: number;
  d: number;
  classes: number;
  method: string;
  /** Mean of the four folds, in percent. */
  accuracy: number;
  /** What the tuning split chose, where the method has it. */
  ridge: number | null;
  unitRows: boolean | null;
  round: number | null;
  /** Of EigenPro in that round; sets that it solved have no ridge. */
  epochs?: number;
};

/**
 * Settings into pieces for `nb.run`: each set on its own, but the large ones together, since K of two at once may be
 * more than the memory holds; these come first, for they take longest.
 */
export function uciParts(settings: UciTableSettings): UciTableSettings[] {
  const isLarge = (set: string): boolean => largeUciSets.includes(set);
  const large = settings.sets.filter(isLarge);
  const others = { ...settings, sets: settings.sets.filter((set) => !isLarge(set)) };
  return [...(large.length > 0 ? [{ ...settings, sets: large }] : []), ...each('sets')(others)];
}

/** RFM under the published protocol, RFM without its leak and the plain Laplace kernel on sets of the UCI benchmark. */
export function uciTable(
  uci: UciCollection,
): (settings: UciTableSettings, seed: number, step: Step) => Promise<UciRow[]> {
  return async function uciTableOfSets({ sets, grid, precision }, _seed, step) {
    const rows: UciRow[] = [];
    for (const [k, set] of sets.entries()) {
      const table = splitTable(uci.set(set), precision);
      const inner: Step = (done, total) => step(k + done / total, sets.length, set);
      const { rfm, laplace, folds } = await uciProtocol(table, grid, inner);
      const size = { set, n: table.x.rows, d: table.x.cols, classes: table.classes };
      const add = (method: string, accuracies: number[], choice: UciChoice): void => {
        const { ridge, unitRows, round, epochs } = choice;
        const chosen = { ridge, unitRows, round, ...(ridge === null && { epochs: epochs[round] }) };
        rows.push({ ...size, method, accuracy: percent(accuracies), ...chosen });
      };
      add('RFM', folds.published, rfm);
      add('RFM, leak-free', folds.leakFree, rfm);
      add('Laplace', folds.laplace, laplace);
    }
    return rows;
  };
}
