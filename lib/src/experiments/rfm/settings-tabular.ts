import type { Profiles } from '../profiles.js';
import type { PmlbSettings } from './pmlb-comparison.js';
import type { ComparisonSettings } from './table-comparison.js';
import type { DigitsSettings } from './digits-rounds.js';
import type { SvmGrid } from './peer-protocol.js';
import { largeUciSets, smallUciSets, uciSets } from './uci-sets.js';
import type { UciGrid } from './uci-protocol.js';
import type { UciTableSettings } from './uci-table.js';

/** The authors' grid. */
const grid: UciGrid = {
  bandwidth: 10,
  ridges: [10, 1, 0.1, 0.01, 0.001],
  unitRows: [true, false],
  rounds: 4,
};

/**
 * Epochs and subsample as the authors' scripts have them for many rows. `held` is 12 GiB in float64, room for one
 * triangle of the largest K: connect-4 takes 12 GB, statlog-shuttle 6, others less, one after another.
 */
const large = { above: 10_000, epochs: 50, subsample: 2000, held: 3 * 2 ** 29 };

const svm: SvmGrid = { costs: [0.1, 1, 10, 100], gammas: [1 / 64, 1 / 16, 1 / 4, 1, 4] };

const pmlbGrid = { bandwidths: [1, 3, 10], ridges: [1, 0.1, 1e-2, 1e-3], rounds: 4 };
const digits = { ridge: 1e-3, rounds: 3 };

/** All tables of the collection, by the names of the publisher. */
const pmlbSets =
  '1027_ESL 1028_SWD 1029_LEV 1030_ERA 197_cpu_act 201_pol 215_2dplanes 225_puma8NH 344_mv 503_wind 529_pollen ' +
  '537_houses 560_bodyfat 564_fried 574_house_16H adult churn letter magic phoneme satimage spambase ' +
  'wine_quality_red wine_quality_white';

/** Settings of the tabular experiments of notebook 04. */
export const tabularSettings: {
  uciTable: Profiles<UciTableSettings>;
  tableComparison: Profiles<ComparisonSettings>;
  pmlbComparison: Profiles<PmlbSettings>;
  digitsRounds: Profiles<DigitsSettings>;
} = {
  // In float32 near duplicates cost spambase 0.4 points: K of differences of inner products loses half of the digits.
  uciTable: {
    quick: { sets: smallUciSets, grid, precision: 'float64' },
    paper: { sets: [...uciSets, ...largeUciSets], grid: { ...grid, large }, precision: 'float64' },
  },
  tableComparison: {
    quick: { grid, svm, trees: 0 },
    paper: { grid, svm, trees: 50 },
  },
  pmlbComparison: {
    quick: {
      sets: ['560_bodyfat', '225_puma8NH', '197_cpu_act', 'wine_quality_red', 'phoneme', 'churn'],
      maxRows: 400,
      ...pmlbGrid,
      trees: 20,
    },
    paper: { sets: pmlbSets.split(' '), maxRows: 10_000, ...pmlbGrid, trees: 20 },
  },
  digitsRounds: {
    quick: { train: { optical: 1200, mnist: 500 }, test: { optical: 597, mnist: 500 }, ...digits },
    paper: { train: { optical: 1200, mnist: 10_000 }, test: { optical: 597, mnist: 10_000 }, ...digits },
  },
};
