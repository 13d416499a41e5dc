/** What the claims of notebook 09 state of the rows of its experiments. */

import { completeColumns } from '../../learners/completion/complete-columns.js';
import { identity } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Seeded } from '../../report/row.js';
import { correlation, groupBy, mean, meanOf, most, slopeOf, where } from '../summary.js';
import type { BilinearPsnrRow } from './bilinear.js';
import type { EigenProEpochsRow } from './eigenpro-epochs.js';
import type { HolesRow } from './holes.js';
import type { KernelSlicesRow } from './kernel-slices.js';
import type { LeaveOneOutRow } from './leave-one-out.js';
import type { RatingPriorsRow } from './rating-priors.js';
import type { ReconstructionRow } from './reconstruction.js';
import type { ScreeningRow } from './screening.js';
import type { WidthConvergenceRow } from './wide-table-networks.js';

/** Slope on log axes of the mean error against the width. */
export function widthSlope(rows: readonly WidthConvergenceRow[]): number {
  const widths = [...groupBy(rows, 'width')];
  return slopeOf(
    widths.map(([width]) => Math.log(width)),
    widths.map(([, own]) => Math.log(meanOf(own, 'error'))),
  );
}

/** The method of the screens with the best prior. */
export const bestPrior = 'NTK, reference profile and cell mean';

/** Mean over screens of the best prior's score less that of another method. */
export function lead(rows: readonly ScreeningRow[], method: string, score: 'r2' | 'cosine' = 'r2'): number {
  return meanOf(rows, score, { method: bestPrior }) - meanOf(rows, score, { method });
}

/**
 * Largest distance of the missing columns completed without a prior, whose columns are then orthogonal, from the mean
 * of the observed ones shrunken by (n/π) / (2 - 1/π + n/π).
 */
export function blindGap({ rows: n, columns }: { rows: number; columns: number }): number {
  const y = new Random(0).normalMatrix(n, columns);
  const blind = completeColumns(y, identity(n + 3), { damping: 0 });
  const shrunken = Array.from(
    { length: columns },
    (_, g) => y.toRows().reduce((sum, row) => sum + row[g], 0) / Math.PI / (2 - 1 / Math.PI + n / Math.PI),
  );
  return most(blind.toRows().flatMap((row) => row.map((value, g) => Math.abs(value - shrunken[g]))));
}

/** By how much a prior lowers the error of the biases, split by split. */
export function ratingGains(rows: readonly Seeded<RatingPriorsRow>[], prior: string): number[] {
  return where(rows, { prior }).map(
    ({ rmse, seed }) => where(rows, { prior: 'none: biases alone', seed })[0].rmse - rmse,
  );
}

/** Largest distance of the extremes of the kernel from their closed forms. */
export function extremesGap(rows: readonly KernelSlicesRow[]): number {
  return most(
    rows.flatMap((row) => [Math.abs(row.max - row.maxFormula), Math.abs(row.min - row.minFormula)]),
  );
}

/** Mean PSNR of the CNTK over photographs and masks. */
export function cntkPsnr(rows: readonly ReconstructionRow[], scales: number, observed: number = 0.5): number {
  return meanOf(rows, 'psnr', { method: 'CNTK', scales, observed });
}

/** Mean PSNR of a simple method over photographs and masks. */
export function surfacePsnr(
  rows: readonly ReconstructionRow[],
  method: string,
  observed: number = 0.5,
): number {
  return meanOf(rows, 'psnr', { method, scales: 0, observed });
}

/** PSNR in the hole of a picture of the CNTK with five scales less that of another method. */
export function holeLead(rows: readonly HolesRow[], picture: string, method: string): number {
  const psnr = (match: Partial<HolesRow>): number => where(rows, { picture, ...match })[0].psnr;
  return psnr({ method: 'CNTK', scales: 5 }) - psnr({ method, scales: 0 });
}

/** Largest difference in PSNR of the released bilinear kernel from the exact one. */
export function releasedGap(rows: readonly BilinearPsnrRow[]): number {
  const exact = where(rows, { kernel: 'bilinear, exact' });
  const released = where(rows, { kernel: 'bilinear, as released' });
  return most(released.map((row, k) => Math.abs(row.psnr - exact[k].psnr)));
}

/** The first epoch of a method with a training error of at most `target`; where none has, the number of its rows. */
export function epochsTo(
  rows: readonly EigenProEpochsRow[],
  method: EigenProEpochsRow['method'],
  target: number,
): number {
  const own = where(rows, { method });
  return own.find((row) => row.trainError <= target)?.epoch ?? own.length;
}

/** Mean over photographs of the PSNR that is lost when leave-one-out chooses the architecture. */
export function tuningLoss(rows: readonly LeaveOneOutRow[]): number {
  const best = (own: LeaveOneOutRow[], by: 'leaveOneOut' | 'missing'): LeaveOneOutRow =>
    own.reduce((a, b) => (b[by] > a[by] ? b : a));
  const pictures = [...groupBy(rows, 'picture').values()];
  return mean(pictures.map((own) => best(own, 'missing').missing - best(own, 'leaveOneOut').missing));
}

/** Correlation of leave-one-out PSNR with that of the missing pixels, over all photographs. */
export function tuningCorrelation(rows: readonly LeaveOneOutRow[]): number {
  return correlation(
    rows.map((row) => row.leaveOneOut),
    rows.map((row) => row.missing),
  );
}
