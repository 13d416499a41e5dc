import { edgeScores } from '../../features/edge-scores.js';
import type { Matrix } from '../../linalg/matrix.js';
import { eigh } from '../../linalg/eigh.js';

/** An eigenvector of a patch AGOP: its share of the trace, edge scores, and itself as a tile, pixels rrggbb. */
export type Direction = { rank: number; share: number; luminance: number; dc: number; pixels: string };

/** The leading eigenvectors of M `(channels · patch², ...)`, the entry of largest size positive. */
export function directions(m: Matrix, channels: number, count: number): Direction[] {
  const { values, vectors } = eigh(m);
  const total = Array.from(values).reduce((sum, value) => sum + value, 0);
  return Array.from({ length: count }, (_, k) => {
    const u = signedColumn(vectors, m.rows - 1 - k);
    const { luminance, dc } = edgeScores(u, channels);
    return { rank: k + 1, share: values[m.rows - 1 - k] / total, luminance, dc, pixels: tile(u, channels) };
  });
}

/** Column k, the entry of largest size positive. */
export function signedColumn(vectors: Matrix, k: number): Float64Array {
  const u = Float64Array.from({ length: vectors.rows }, (_, i) => vectors.get(i, k));
  const largest = u.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return u.map((value) => value * Math.sign(largest));
}

/** Entries over twice the largest size, about mid grey, so that 0 is grey; one channel is drawn three times. */
function tile(u: Float64Array, channels: number): string {
  const most = u.reduce((best, value) => Math.max(best, Math.abs(value)), 0);
  const area = u.length / channels;
  return Array.from({ length: area }, (_, p) =>
    [0, 1, 2]
      .map((c) => Math.round(127.5 * (1 + u[Math.min(c, channels - 1) * area + p] / most)))
      .map((value) => value.toString(16).padStart(2, '0'))
      .join(''),
  ).join('');
}
