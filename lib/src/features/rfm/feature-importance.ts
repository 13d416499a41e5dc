import { Matrix, type Real } from '../../linalg/matrix.js';
import { columnName, type FeatureEncoder, numericColumns } from './feature-encoder.js';

/** A column of the table, and what the model has learned of its weight. */
export type FeatureImportance = { name: string; importance: number };

/**
 * Mⱼⱼ for each column of the table, the largest first: how much the predictor changes along it; a categorical column
 * has the sum over its one-hot columns. For numbers of different units it says something only after `standardise`.
 * @example
 * ```ts
 * const x = new Random(0).normalMatrix(200, 3);
 * const y = x.toRows().map(([, second]) => Math.sin(3 * second));
 * const model = await new RFMRegressor({ kernel: laplace({ bandwidth: 3 }) }).fit(x, y);
 * featureImportance(model.fitted)[0].name; // '1'
 * ```
 */
export function featureImportance({
  encoder,
  metric,
}: {
  readonly encoder: FeatureEncoder;
  readonly metric: Matrix | Real | undefined;
}): FeatureImportance[] {
  const weight = (j: number): number =>
    metric === undefined ? 1 : metric instanceof Matrix ? metric.get(j, j) : metric[j];
  const numeric = numericColumns(encoder);
  const rows = numeric.map((column, j) => ({ name: columnName(encoder, column), importance: weight(j) }));
  let from = numeric.length;
  for (const { column, categories } of encoder.categorical) {
    const importance = categories.reduce<number>((sum, _, k) => sum + weight(from + k), 0);
    rows.push({ name: columnName(encoder, column), importance });
    from += categories.length;
  }
  return rows.sort((a, b) => b.importance - a.importance);
}
