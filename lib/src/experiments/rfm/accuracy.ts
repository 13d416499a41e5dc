import type { Matrix } from '../../linalg/matrix.js';

/** Part of the rows of outputs `(n, c)` whose largest entry, the first of equal ones, is at the label. */
export function accuracy(outputs: Matrix, labels: ArrayLike<number>): number {
  const classes = Array.from({ length: outputs.rows }, (_, i) => {
    const row = outputs.row(i);
    let best = 0;
    for (let c = 1; c < row.length; c++) if (row[c] > row[best]) best = c;
    return best;
  });
  return accuracyOf(classes, labels);
}

/** Part of the predicted classes that are the labels. */
export function accuracyOf(classes: ArrayLike<number>, labels: ArrayLike<number>): number {
  let hits = 0;
  for (let i = 0; i < classes.length; i++) if (classes[i] === labels[i]) hits++;
  return hits / classes.length;
}

/** Mean of accuracies, in percent. */
export function percent(accuracies: readonly number[]): number {
  return (100 * accuracies.reduce((a, b) => a + b, 0)) / accuracies.length;
}
