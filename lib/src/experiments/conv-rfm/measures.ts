import { groupBy, least, mean, meanOf, most, where } from '../summary.js';
import type { CnfaRow } from './cnfa.js';
import type { ImageRow } from './image-rounds.js';
import type { NoiseRow, RoundRow } from './noisy-digits.js';

/** The ansatz in a network trained on an image set. */
export type AnsatzRow = CnfaRow & { set: string };

/** The ansatz in one of the networks of the sweep. */
export type NetworkRow = CnfaRow & { network: string };

/** A round of ConvRFM under the choice `name`. */
export type ChoiceRow = RoundRow & { name: string };

/** The networks and layers whose WᵀW correlates less than `bound` with the AGOP, as text. */
export function networksBelow(rows: readonly NetworkRow[], bound: number): string {
  const weak = rows.filter((row) => row.pearson < bound);
  const names = weak.map(
    ({ network, layer, pearson }) => `${network} (layer ${layer}, ${pearson.toFixed(2)})`,
  );
  return [...new Set(names)].join('; ');
}

/**
 * Mean accuracy of a machine at a noise level, its round or epoch chosen by the test images where there is a choice.
 */
export function accuracyAt(rows: readonly NoiseRow[], method: string, sigma: number): number {
  return mean(
    where(rows, { method, sigma })
      .filter((row) => row.selected !== 'validation')
      .map((row) => row.accuracy),
  );
}

/** Mean accuracy chosen by the test images less that chosen by others. */
export function selectionGain(rows: readonly NoiseRow[], method: string): number {
  const by = (selected: NoiseRow['selected']): number => meanOf(rows, 'accuracy', { method, selected });
  return by('test') - by('validation');
}

/** Rounds of ConvRFM by what was chosen; `plain` are those of the settings as they are. */
export interface Choices {
  plain: ChoiceRow[];
  depths: ChoiceRow[];
  images: ChoiceRow[];
  ridges: ChoiceRow[];
  powers: ChoiceRow[];
}

/** The rows of `roundChanges` by choice; `depth 3` is also the plain value of every other choice. */
export function choicesOf(rows: readonly ChoiceRow[]): Choices {
  const plain = where(rows, { name: 'depth 3' });
  const named = (own: string, names: readonly string[]): ChoiceRow[] =>
    names.flatMap((name) => (name === own ? plain.map((row) => ({ ...row, name })) : where(rows, { name })));
  return {
    plain,
    depths: named('depth 3', ['depth 1', 'depth 2', 'depth 3', 'depth 4']),
    images: named('s = 20', ['s = 5', 's = 20', 's = 150']),
    ridges: named('1e-3', ['1e-8', '1e-5', '1e-3']),
    powers: named('power 1/2', ['power 1/4', 'power 1/2', 'power 1']),
  };
}

/** Mean accuracy after `round` updates of each value of a choice, in their order. */
export function accuraciesAfter(rows: readonly ChoiceRow[], round: number): number[] {
  return [...groupBy(where(rows, { round }), 'name').values()].map((alike) => meanOf(alike, 'accuracy'));
}

/** Largest value less the smallest. */
export function spread(values: readonly number[]): number {
  return most(values) - least(values);
}

/** The direction u_rank of the last round. */
export function lastDirection(rows: readonly ImageRow[], rank: number): ImageRow {
  return where(rows, { rank, round: most(rows.map((row) => row.round)) })[0];
}

/** Accuracy by round. */
export function accuracyPath(rows: readonly ImageRow[]): number[] {
  return where(rows, { rank: 1 }).map((row) => row.accuracy);
}
