import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { where } from '../../summary.js';
import type { WordStretchRow } from '../word-stretch.js';

const measures = [
  { field: 'meanSize', measure: 'mean |cos| of analogies', panel: 'analogies' },
  { field: 'aboveHalf', measure: 'share above ½', panel: 'analogies' },
  { field: 'signKept', measure: 'share that keeps its sign', panel: 'analogies' },
  { field: 'accuracyExcluding', measure: 'answered right', panel: 'analogies' },
  { field: 'men', measure: 'MEN, plain', panel: 'similarity' },
  { field: 'menOrigin', measure: 'MEN, from the origin', panel: 'similarity' },
  { field: 'mturk', measure: 'MTurk, plain', panel: 'similarity' },
  { field: 'mturkOrigin', measure: 'MTurk, from the origin', panel: 'similarity' },
] as const;

/** Measures of analogies, and correlations with human similarity, against the degree of the stretch. */
export function degrees(rows: readonly WordStretchRow[]): Chart {
  return {
    rows: where(rows, { part: 'space' }).flatMap((row) =>
      measures.map(({ field, measure, panel }) => ({
        degree: row.degree,
        measure,
        panel,
        value: row[field],
      })),
    ),
    spec: {
      hconcat: [panel('analogies', 'analogies'), panel('similarity', 'Spearman’s correlation')],
      resolve: { scale: { color: 'independent' } },
    },
  };
}

function panel(name: string, title: string): object {
  return {
    width: 260,
    height: 230,
    transform: [{ filter: `datum.panel == '${name}'` }],
    mark: { type: 'line', point: true, tooltip: true },
    encoding: {
      x: quantitative('degree', 'degree p', { axis: { values: [0, 1, 2, 3, 5], format: 'd' } }),
      y: quantitative('value', title, { scale: { domain: [0, 1] } }),
      color: nominal('measure', { sort: null, legend: { orient: 'bottom', columns: 1 } }),
    },
  };
}
