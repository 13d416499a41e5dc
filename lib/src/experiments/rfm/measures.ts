/** What the claims of notebook 04 state of the rows of its experiments. */

import type { Seeded } from '../../report/row.js';
import { groupBy, least, meanOf, most, where } from '../summary.js';
import type { DigitsRow } from './digits-rounds.js';
import type { FacesRow, ScoreRow } from './faces.js';
import type { LowRankRow } from './low-rank.js';
import type { ComparisonRow } from './network-vs-rfm.js';
import type { ArchitectureRow } from './nfa-architectures.js';
import type { DigitsRow as DigitsAnsatzRow, LowRankRow as LowRankAnsatzRow } from './nfa-mlp.js';
import type { SpuriousRow } from './spurious.js';
import { pairedDifferences, type tableSummary } from './table-summary.js';
import type { TwoCoordinatesRow } from './two-coordinates.js';
import type { UciRow } from './uci-table.js';

/** Error after `round` over that of the plain kernel, from n points: the worst seed. */
export function worstErrorRatio(rows: readonly LowRankRow[], n: number, round: number): number {
  const before = where(rows, { n, round: 0 });
  return most(where(rows, { n, round }).map((row, seed) => row.mse / before[seed].mse));
}

/** Least share of the diagonal of M on the coordinates of the target after `round`, over these sizes and all seeds. */
export function leastShare(rows: readonly LowRankRow[], sizes: readonly number[], round: number): number {
  return least(sizes.flatMap((n) => where(rows, { n, round })).map((row) => row.share));
}

/** R² on fresh points after rounds 0, 1, ..., mean of the seeds. */
export function r2ByRound(rows: readonly TwoCoordinatesRow[], variant: string): number[] {
  return [...groupBy(where(rows, { variant }), 'round').values()].map((alike) => meanOf(alike, 'testR2'));
}

/** R² of a method from n points. */
export function r2From(rows: readonly ComparisonRow[], method: string, n: number): number {
  return where(rows, { method, n })[0].r2;
}

/** The layers of the network trained with this weight decay, from the first. */
export function layersAt(rows: readonly DigitsAnsatzRow[], weightDecay: number): DigitsAnsatzRow[] {
  return where(rows, { weightDecay }).sort((a, b) => a.layer - b.layer);
}

export type AnsatzBar = {
  network: string;
  weight: string;
  score: 'trained' | 'at the start' | 'WᵀW against its start';
  value: number;
};

/** Pearson's correlation of WᵀW with AGOP^(1/2) after training and at the start, and with its own start, by weight. */
export function ansatzBars(
  digits: readonly DigitsAnsatzRow[],
  lowRank: readonly LowRankAnsatzRow[],
  others: readonly ArchitectureRow[],
): AnsatzBar[] {
  return [
    ...digits.flatMap((row) =>
      barsOf(row.weightDecay > 0 ? 'MLP, digits' : 'MLP, digits, no decay', `layer ${row.layer}`, row),
    ),
    ...lowRank.flatMap((row) => barsOf('MLP, x₀x₁', `layer ${row.layer}`, row)),
    ...others.flatMap((row) => barsOf(row.network, row.weight, row)),
  ];
}

function barsOf(
  network: string,
  weight: string,
  row: { pearsonRoot: number; startPearsonRoot: number; initialPearson: number },
): AnsatzBar[] {
  return [
    { network, weight, score: 'trained', value: row.pearsonRoot },
    { network, weight, score: 'at the start', value: row.startPearsonRoot },
    { network, weight, score: 'WᵀW against its start', value: row.initialPearson },
  ];
}

/** The weight whose correlation after training is the lowest. */
export function weakest(bars: readonly AnsatzBar[]): AnsatzBar {
  return where(bars, { score: 'trained' }).sort((a, b) => a.value - b.value)[0];
}

/** How well RFM and network agree, without the pictures. */
export function faceScores(rows: readonly Seeded<FacesRow>[]): Seeded<ScoreRow>[] {
  return rows.flatMap((row) => (row.part === 'score' ? [row] : []));
}

/** Accuracy of the predictor that learned with this correlation on one kind of test faces. */
export function accuracyOn(rows: readonly SpuriousRow[], test: string, correlation: number): number {
  return where(rows, { test, correlation })[0].value;
}

/** Share of the diagonal of M at the eyes. */
export function eyeShare(rows: readonly SpuriousRow[], correlation: number): number {
  return where(rows, { part: 'eye share', correlation })[0].value;
}

/** Of how many sets EigenPro made the rows. */
export function setsByEigenPro(rows: readonly UciRow[]): number {
  return new Set(rows.filter((row) => row.epochs !== undefined).map((row) => row.set)).size;
}

/** Those of `sets` that have no row. */
export function missingSets(rows: readonly UciRow[], sets: readonly string[]): string[] {
  return sets.filter((set) => !rows.some((row) => row.set === set));
}

/** Largest difference in accuracy between rows computed now and those of the same set and method that were kept. */
export function largestDifference(rows: readonly UciRow[], kept: readonly UciRow[]): number {
  return most([
    0,
    ...rows.map(({ set, method, accuracy }) => Math.abs(accuracy - where(kept, { set, method })[0].accuracy)),
  ]);
}

type Summary = ReturnType<typeof tableSummary>;

/** Average accuracy of a method less that of the plain kernel, in points. */
export function averageGain(summary: Summary, method: string): number {
  return where(summary, { method })[0].average - where(summary, { method: 'Laplace' })[0].average;
}

/** Friedman rank of RFM less the best of the other methods; negative where RFM is first. */
export function rankAgainstBest(summary: Summary): number {
  const others = summary.filter((row) => row.method !== 'RFM');
  return where(summary, { method: 'RFM' })[0].friedmanRank - least(others.map((row) => row.friedmanRank));
}

export type UciGain = { set: string; difference: number; method: string; rank: number };

/**
 * Accuracy less that of the plain kernel on each set, the largest first, for RFM with the published protocol and
 * without its leak.
 */
export function uciGains(rows: readonly UciRow[]): UciGain[] {
  return ['RFM', 'RFM, leak-free'].flatMap((method) =>
    pairedDifferences(rows, method, 'Laplace').map((row, rank) => ({ ...row, method, rank: rank + 1 })),
  );
}

/** On how many sets a method is better than the plain kernel, by more than rounding. */
export function setsGained(gains: readonly UciGain[], method: string): number {
  return where(gains, { method }).filter((row) => row.difference > 1e-9).length;
}

/** Accuracy on a source in rounds 0, 1, ..., mean of the seeds. */
export function accuracyByRound(rows: readonly DigitsRow[], source: string): number[] {
  return [...groupBy(where(rows, { source }), 'round').values()].map((alike) => meanOf(alike, 'accuracy'));
}
