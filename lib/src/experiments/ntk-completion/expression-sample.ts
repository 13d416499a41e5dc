import type { AnnotatedMatrix } from '../../data/gct.js';
import { completeColumns } from '../../learners/completion/complete-columns.js';
import { meanProfiles } from '../../learners/screening/mean-profiles.js';
import { profileMetrics } from '../../learners/screening/profile-metrics.js';
import { type Profiles, selected } from '../../learners/screening/profiles.js';
import { screeningPrior } from '../../learners/screening/screening-prior.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { mean } from '../summary.js';

export interface ExpressionSampleSettings {
  folds: number;
}

export type ExpressionSampleRow = { method: string; r2: number; cosine: number; pearson: number };

/** Cross-validated profiles of the L1000 sample: three drugs in many cell lines, an illustration on real data. */
export function expressionSample(
  data: AnnotatedMatrix,
): (settings: ExpressionSampleSettings, seed: number, step: Step) => Promise<ExpressionSampleRow[]> {
  return async function expressionSampleOf({ folds }, seed, step) {
    const all = profilesOf(data);
    const n = all.values.rows;
    const order = Array.from(new Random(seed).permutation(n));
    const methods: Record<string, (train: Profiles, test: Profiles) => Matrix> = {
      'NTK, one-hot drug': (train, test) =>
        completeColumns(train.values, screeningPrior('one-hot drug', train, test)),
      'NTK, one-hot both': (train, test) =>
        completeColumns(train.values, screeningPrior('one-hot both', train, test)),
      'mean of the drug': (train, test) => meanProfiles(train, test, 0),
      '2-D mean': (train, test) => meanProfiles(train, test, 0.5),
      'mean of the cell': (train, test) => meanProfiles(train, test, 1),
    };
    const found = new Map(Object.keys(methods).map((name) => [name, zeros(n, all.values.cols)]));
    for (let fold = 0; fold < folds; fold++) {
      const test = order.filter((_, k) => k % folds === fold);
      const train = selected(
        all,
        order.filter((_, k) => k % folds !== fold),
      );
      const wanted = selected(all, test);
      for (const [name, method] of Object.entries(methods)) {
        const predicted = method(train, wanted);
        test.forEach((row, i) => found.get(name)!.row(row).set(predicted.row(i)));
      }
      await step(fold + 1, folds);
    }
    return Array.from(found, ([method, predicted]) => {
      const { r2, cosine, pearson } = profileMetrics(predicted, all.values);
      return { method, r2: mean(Array.from(r2)), cosine: mean(Array.from(cosine)), pearson };
    });
  };
}

/** Signatures as rows of length 1, cells and drugs numbered. */
function profilesOf({ columns, rows, values, columnFields }: AnnotatedMatrix): Profiles {
  const numbered = (names: readonly string[]): number[] => {
    const ids = new Map(Array.from(new Set(names), (name, k) => [name, k]));
    return names.map((name) => ids.get(name)!);
  };
  const [n, genes] = [columns.length, rows.length];
  const profiles = zeros(n, genes);
  for (let i = 0; i < n; i++) {
    for (let g = 0; g < genes; g++) profiles.set(i, g, values[g * n + i]);
    const length = Math.hypot(...profiles.row(i));
    for (let g = 0; g < genes; g++) profiles.set(i, g, profiles.get(i, g) / length);
  }
  const { cell_id, pert_iname } = columnFields;
  return { cells: numbered(cell_id), drugs: numbered(pert_iname), values: profiles };
}
