import type { ComparisonSettings } from './table-comparison.js';
import type { SvmGrid } from './peer-protocol.js';
import { smallUciSets, uciSets } from './uci-sets.js';
import type { UciGrid } from './uci-protocol.js';
import type { UciTableSettings } from './uci-table.js';

interface Profiles<S> {
  quick: S;
  paper: S;
}

/** The authors' grid. */
const grid: UciGrid = {
  bandwidth: 10,
  ridges: [10, 1, 0.1, 0.01, 0.001],
  unitRows: [true, false],
  rounds: 4,
};

const svm: SvmGrid = { costs: [0.1, 1, 10, 100], gammas: [1 / 64, 1 / 16, 1 / 4, 1, 4] };

/** Settings of the tabular experiments of notebook 04. */
export const tabularSettings: {
  uciTable: Profiles<UciTableSettings>;
  tableComparison: Profiles<ComparisonSettings>;
} = {
  // In float32 near duplicates cost spambase 0.4 points: K of differences of inner products loses half of the digits.
  uciTable: {
    quick: { sets: smallUciSets, grid, precision: 'float64' },
    paper: { sets: uciSets, grid, precision: 'float64' },
  },
  tableComparison: {
    quick: { grid, svm, trees: 0 },
    paper: { grid, svm, trees: 50 },
  },
};
