import type { Matrix } from '../linalg/matrix.js';

/** exp(aᵢⱼ) / Σⱼ exp(aᵢⱼ) in place, safe from overflow. */
export function softmaxRows(a: Matrix): void {
  for (let i = 0; i < a.rows; i++) {
    const row = a.row(i);
    let [most, sum] = [-Infinity, 0];
    for (let j = 0; j < row.length; j++) most = Math.max(most, row[j]);
    for (let j = 0; j < row.length; j++) sum += row[j] = Math.exp(row[j] - most);
    for (let j = 0; j < row.length; j++) row[j] /= sum;
  }
}
