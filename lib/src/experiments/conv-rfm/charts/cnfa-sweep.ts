import { nominal } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { NetworkRow } from '../measures.js';
import { cnfaVariants } from '../settings.js';
import { layers } from './marks.js';

const panels = ['AGOP', 'AGOP^½', 'AGOP at start', 'start'];

/** Heat maps of the correlations of WᵀW, networks by layers, one a matrix that it is compared with. */
export function cnfaSweep(rows: readonly NetworkRow[]): Chart {
  return {
    rows: rows.flatMap(({ network, layer, ...row }) =>
      cellsOf(row).map((cell) => ({ network, layer, ...cell })),
    ),
    spec: { hconcat: panels.map(heatMap) },
  };
}

type Scores = Pick<NetworkRow, 'state' | 'pearson' | 'pearsonRoot' | 'initialPearson'>;

function cellsOf({
  state,
  pearson,
  pearsonRoot,
  initialPearson,
}: Scores): { panel: string; value: number }[] {
  if (state === 'start') return [{ panel: 'AGOP at start', value: pearson }];
  return [
    { panel: 'AGOP', value: pearson },
    { panel: 'AGOP^½', value: pearsonRoot },
    { panel: 'start', value: initialPearson },
  ];
}

function heatMap(panel: string, k: number): object {
  // The names of the networks stand at the first map only.
  const axis = k === 0 ? { labelLimit: 260 } : { labels: false, ticks: false };
  return {
    width: 105,
    height: 225,
    title: { text: panel, fontSize: 12.5 },
    transform: [{ filter: { field: 'panel', equal: panel } }],
    encoding: { x: layers, y: nominal('network', { sort: Object.keys(cnfaVariants), axis }) },
    layer: [
      {
        mark: { type: 'rect' },
        encoding: {
          color: {
            field: 'value',
            type: 'quantitative',
            legend: null,
            scale: { scheme: 'blues', domain: [0, 1] },
          },
        },
      },
      {
        mark: { type: 'text', fontSize: 11 },
        encoding: {
          text: { field: 'value', format: '.2f' },
          color: { condition: { test: 'datum.value > 0.6', value: 'white' }, value: 'black' },
        },
      },
    ],
  };
}
