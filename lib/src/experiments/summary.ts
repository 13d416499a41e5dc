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
