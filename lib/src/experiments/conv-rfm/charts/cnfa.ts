import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { AnsatzRow } from '../measures.js';
import { layers } from './marks.js';

const against = ['AGOP', 'AGOP^½', 'AGOP, before training', 'start'];

/** Correlations of WᵀW by layer as bars, a row an image set. */
export function cnfa(rows: readonly AnsatzRow[], sets: readonly string[]): Chart {
  return {
    rows: rows.flatMap(({ set, layer, ...row }) =>
      pairsOf(row).map(({ pair, value }) => ({ set, layer, pair, value })),
    ),
    spec: {
      facet: { row: nominal('set', { sort: [...sets] }) },
      spacing: 12,
      spec: {
        height: 110,
        width: 420,
        mark: { type: 'bar', tooltip: true },
        encoding: {
          x: layers,
          xOffset: { field: 'pair', sort: against },
          y: quantitative('value', 'Pearson', { scale: { domain: [0, 1] } }),
          color: { field: 'pair', type: 'nominal', title: 'WᵀW against', sort: against },
        },
      },
    },
  };
}

type Scores = Pick<AnsatzRow, 'state' | 'pearson' | 'pearsonRoot' | 'initialPearson'>;

function pairsOf({ state, pearson, pearsonRoot, initialPearson }: Scores): { pair: string; value: number }[] {
  if (state === 'start') return [{ pair: 'AGOP, before training', value: pearson }];
  return [
    { pair: 'AGOP', value: pearson },
    { pair: 'AGOP^½', value: pearsonRoot },
    { pair: 'start', value: initialPearson },
  ];
}
