import type { Row, Seeded } from '../../../report/row.js';
import { meanOf, most, where } from '../../summary.js';
import type { DrugNetworksRow } from '../drug-networks.js';
import type { WordStretchRow } from '../word-stretch.js';

/** Correlations with human similarity and accuracy of analogies, a row a space. */
export function similarityTable(rows: readonly WordStretchRow[]): Row[] {
  return where(rows, { part: 'space' }).map((row) => ({
    space: row.degree === 0 ? 'original' : `linear, p = ${row.degree}`,
    'MTurk-771': row.mturk,
    MEN: row.men,
    'MTurk-771, origin': row.mturkOrigin,
    'MEN, origin': row.menOrigin,
    'analogies right': row.accuracy,
    'right, question words excluded': row.accuracyExcluding,
  }));
}

/** Alignment and likeness of made-up words, a row a degree. */
export function madeUpWordTable(rows: readonly WordStretchRow[]): Row[] {
  return rows.map((row) => ({
    degree: row.degree,
    'mean |cos|': row.meanSize,
    'above ½': row.aboveHalf,
    'likeness, plain': row.men,
    'likeness, origin': row.menOrigin,
  }));
}

/** Mean |cos| of each drug's signatures as they are and after training, means over seeds. */
export function drugNetworkTable(rows: readonly Seeded<DrugNetworksRow>[]): Row[] {
  const epoch = most(rows.map((row) => row.epoch));
  return ['vemurafenib', 'atorvastatin', 'venlafaxine'].map((drug) => ({
    drug,
    original: meanOf(rows, 'meanSize', { drug, activation: 'original' }),
    linear: meanOf(rows, 'meanSize', { drug, activation: 'linear', epoch }),
    leakyRelu: meanOf(rows, 'meanSize', { drug, activation: 'leakyRelu', epoch }),
    'signs kept, leakyRelu': meanOf(rows, 'signKept', { drug, activation: 'leakyRelu', epoch }),
  }));
}
