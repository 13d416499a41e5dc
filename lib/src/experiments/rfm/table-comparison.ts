import type { UciCollection } from '../../data/uci.js';
import type { Step } from '../../step.js';
import { eightTables } from './eight-tables.js';
import { forestFolds, svmFolds, type SvmGrid } from './peer-protocol.js';
import { uciProtocol, type UciGrid } from './uci-protocol.js';
import { percent } from './accuracy.js';

export interface ComparisonSettings {
  grid: UciGrid;
  svm: SvmGrid;
  trees: number;
}

export type ComparisonRow = { set: string; method: string; accuracy: number };

/** RFM, with and without the leak, beside Laplace, SVM and random forest on eight small tables, in one protocol. */
export function tableComparison(
  uci: UciCollection,
): (settings: ComparisonSettings, seed: number, step: Step) => Promise<ComparisonRow[]> {
  return async function tableComparisonOfSeed({ grid, svm, trees }, seed, step) {
    const rows: ComparisonRow[] = [];
    const tables = eightTables(uci, seed);
    let done = 0;
    for (const [set, table] of tables) {
      const { folds } = await uciProtocol(table, grid);
      const reached = {
        RFM: folds.published,
        'RFM, leak-free': folds.leakFree,
        Laplace: folds.laplace,
        'SVM-RBF': await svmFolds(table, svm),
        ...(trees > 0 && { 'random forest': forestFolds(table, { trees, seed }) }),
      };
      for (const [method, accuracies] of Object.entries(reached)) {
        rows.push({ set, method, accuracy: percent(accuracies) });
      }
      await step(++done, tables.size, set);
    }
    return rows;
  };
}
