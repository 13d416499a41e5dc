import type { Chart } from '../../../report/chart.js';
import type { Row } from '../../../report/row.js';
import type { OneDataSetRow } from '../../tour-one-data-set.js';
import { learners } from '../measures.js';
import { agopColor } from './marks.js';

/** The AGOP of each learner as a heat map, with the cosine of it and the truth in brackets. */
export function oneDataSet(rows: readonly OneDataSetRow[]): Chart {
  const label = (row: OneDataSetRow): string => `${row.learner} (${row.alignment.toFixed(2)})`;
  const bare = (field: string): object => ({ field, type: 'ordinal', title: null, axis: null });
  return {
    rows: rows.map((row) => ({ ...row, label: label(row) })),
    spec: {
      facet: { field: 'label', type: 'nominal', title: null, sort: learners(rows).map(label) },
      columns: 3,
      spec: {
        mark: { type: 'rect', tooltip: true },
        width: 170,
        height: 170,
        encoding: { x: bare('j'), y: bare('i'), color: agopColor },
      },
    },
  };
}

/** What each learner has arrived at. */
export function learnersTable(rows: readonly OneDataSetRow[]): Row[] {
  return learners(rows).map(({ learner, alignment, error, spike }) => ({
    learner,
    'cosine with the truth': alignment,
    'test error': error,
    'largest loss / first': spike,
  }));
}
