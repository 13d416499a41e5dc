/** Middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** The rows whose columns have these values: `where(rows, { method: 'nuclear norm', count: 400 })`. */
export function where<R extends object>(rows: readonly R[], match: Partial<R>): R[] {
  return rows.filter((row) => Object.entries(match).every(([key, value]) => row[key as keyof R] === value));
}

/** Median error of the rows that match; NaN where there are none, which no claim accepts. */
export function medianError<R extends { error: number }>(rows: readonly R[], match: Partial<R>): number {
  return median(where(rows, match).map((row) => row.error));
}

/** How many of the rows that match have an error of at most `limit`. */
export function successes<R extends { error: number }>(
  rows: readonly R[],
  match: Partial<R>,
  limit: number,
): number {
  return where(rows, match).filter((row) => row.error <= limit).length;
}

/** Arithmetic mean; NaN of nothing, which no claim accepts. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean of a column over the rows that match: `meanOf(rows, 'agreement', { depth: 20 })`; NaN where there are none. */
export function meanOf<K extends string, R extends Record<K, number>>(
  rows: readonly R[],
  column: K,
  match: Partial<R> = {},
): number {
  return mean(where(rows, match).map((row) => row[column]));
}

/** Slope of the least-squares line of y on x. */
export function slopeOf(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [mean(x), mean(y)];
  const along = x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0);
  return along / x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
}

/** The smallest value; NaN where one is NaN, which no claim accepts. */
export function least(values: readonly number[]): number {
  return Math.min(...values);
}

/** The largest value; NaN where one is NaN, which no claim accepts. */
export function most(values: readonly number[]): number {
  return Math.max(...values);
}

/** The last of a list. */
export function last<T>(list: readonly T[]): T {
  return list[list.length - 1];
}

/** Each value over the one before it. */
export function ratios(values: readonly number[]): number[] {
  return values.slice(1).map((value, k) => value / values[k]);
}

/** Each value less the one before it. */
export function increments(values: readonly number[]): number[] {
  return values.slice(1).map((value, k) => value - values[k]);
}

/** Pearson's correlation of two lists. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const [p, q] = [a, b].map((values) => {
    const middle = mean(values);
    return values.map((value) => value - middle);
  });
  const product = (u: number[], v: number[]): number => u.reduce((sum, value, i) => sum + value * v[i], 0);
  return product(p, q) / Math.sqrt(product(p, p) * product(q, q));
}

/** Spearman's rank correlation of two lists; equal values share the mean of their ranks. */
export function spearman(a: readonly number[], b: readonly number[]): number {
  return correlation(midRanks(a), midRanks(b));
}

function midRanks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => values[i] - values[j]);
  const ranks = new Array<number>(values.length);
  for (let from = 0, to = 1; from < order.length; from = to++) {
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (const i of order.slice(from, to)) ranks[i] = (from + to - 1) / 2;
  }
  return ranks;
}

/** The rows under each value of a column, in order of first appearance. */
export function groupBy<R extends object, K extends keyof R>(rows: readonly R[], column: K): Map<R[K], R[]> {
  const groups = new Map<R[K], R[]>();
  for (const row of rows) groups.set(row[column], [...(groups.get(row[column]) ?? []), row]);
  return groups;
}
