import { type Matrix, zeros } from '../../linalg/matrix.js';

/** L u = Σ over the up to four neighbours of (u_p - u_neighbour), on an open height x width grid: entries of row p. */
export function laplacianRow(height: number, width: number, p: number): Map<number, number> {
  const [r, c] = [Math.floor(p / width), p % width];
  const neighbours = [
    ...(r > 0 ? [p - width] : []),
    ...(r < height - 1 ? [p + width] : []),
    ...(c > 0 ? [p - 1] : []),
    ...(c < width - 1 ? [p + 1] : []),
  ];
  return new Map([[p, neighbours.length], ...neighbours.map((other): [number, number] => [other, -1])]);
}

/** Row p of L², whose support is 13 pixels. */
export function bilaplacianRow(height: number, width: number, p: number): Map<number, number> {
  const row = new Map<number, number>();
  for (const [q, weight] of laplacianRow(height, width, p)) {
    for (const [other, value] of laplacianRow(height, width, q)) {
      row.set(other, (row.get(other) ?? 0) + weight * value);
    }
  }
  return row;
}

/**
 * A system A u = b for the missing pixels, from the rows of an operator that is 0 there: A `(m, m)`, b `(m, channels)`.
 */
export function missingSystem(
  values: Matrix,
  missing: Int32Array,
  rowOf: (p: number) => Map<number, number>,
): { a: Matrix; b: Matrix } {
  const place = new Map(Array.from(missing, (p, i) => [p, i]));
  const [a, b] = [zeros(missing.length, missing.length), zeros(missing.length, values.rows)];
  missing.forEach((p, i) => {
    for (const [other, weight] of rowOf(p)) {
      const j = place.get(other);
      if (j !== undefined) a.set(i, j, weight);
      else for (let c = 0; c < values.rows; c++) b.data[i * b.cols + c] -= weight * values.get(c, other);
    }
  });
  return { a, b };
}
