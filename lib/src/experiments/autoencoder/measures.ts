import type { Seeded } from '../../report/row.js';
import { groupBy, last, least, meanOf, most, where } from '../summary.js';
import { type DrugStretchRow, signatureAlignment } from './drug-stretch.js';
import type { OneSampleReluRow } from './one-sample-relu.js';
import type { StretchingLawRow } from './stretching-law.js';
import type { TwoGaussiansRow } from './two-gaussians.js';
import type { WordNetworksRow } from './word-networks.js';
import type { WordStretchRow } from './word-stretch.js';

/** The rows of the last step, one a singular value. */
export function atEnd(rows: readonly StretchingLawRow[]): StretchingLawRow[] {
  return where(rows, { step: last(rows).step });
}

/** Largest relative deviation of a final singular value from b(s). */
export function deviation(rows: readonly StretchingLawRow[]): number {
  return most(atEnd(rows).map((row) => Math.abs(row.value! / row.predicted - 1)));
}

/** Relative drift of BBᵀ - AᵀA at the end. */
export function drift(rows: readonly StretchingLawRow[]): number {
  return atEnd(rows)[0].drift!;
}

/** Largest difference of a final singular value from the closed form at that time. */
export function courseGap(rows: readonly StretchingLawRow[]): number {
  return most(atEnd(rows).map((row) => Math.abs(row.value! - row.formula!)));
}

/** Largest difference of the measured cosine of the main axes from the formula, after the encoder's power 1. */
export function cosineGap(rows: readonly TwoGaussiansRow[], c: number): number {
  return most(where(rows, { c, power: 1 }).map((row) => Math.abs(row.empirical - row.formula)));
}

/** Least rise of the measured cosine, a mean over seeds, from one power of the encoder to the next. */
export function leastRise(rows: readonly TwoGaussiansRow[], c: number): number {
  const means = [...groupBy(where(rows, { c }), 'power').values()].map((alike) => meanOf(alike, 'empirical'));
  return least(means.slice(1).map((value, k) => value - means[k]));
}

/** The runs at η = 4 in 20 dimensions, by rising learning rate. */
export function byRate(rows: readonly OneSampleReluRow[]): OneSampleReluRow[] {
  return where(rows, { d: 20, eta: 4 }).sort((a, b) => a.learningRate - b.learningRate);
}

/** The whole space after stretching by degree p; 0 is the original. */
export function spaceAt(rows: readonly WordStretchRow[], degree: number): WordStretchRow {
  return where(rows, { part: 'space', degree })[0];
}

/** Falls of the correlations with human similarity from one space to another. */
export function falls(
  from: WordStretchRow,
  to: WordStretchRow,
): Pick<WordStretchRow, 'men' | 'menOrigin' | 'mturk' | 'mturkOrigin'> {
  return {
    men: from.men - to.men,
    menOrigin: from.menOrigin - to.menOrigin,
    mturk: from.mturk - to.mturk,
    mturkOrigin: from.mturkOrigin - to.mturkOrigin,
  };
}

/** Share of analogies above ½ after the last epoch, a mean over seeds. */
export function alignedByTraining(rows: readonly WordNetworksRow[], activation: string): number {
  return meanOf(rows, 'aboveHalf', { activation, epoch: most(rows.map((row) => row.epoch)) });
}

/** Mean size of the cosines and the share that keeps its sign, as means over seeds. */
export function meanAlignment(rows: readonly Seeded<DrugStretchRow>[]): {
  meanSize: number;
  signKept: number;
} {
  const seeds = [...groupBy(rows, 'seed').values()].map(signatureAlignment);
  return { meanSize: meanOf(seeds, 'meanSize'), signKept: meanOf(seeds, 'signKept') };
}
