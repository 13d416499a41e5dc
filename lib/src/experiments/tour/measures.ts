/** What the claims of the tour state of the rows of its experiments. */

import type { AgopRow } from '../tour.js';
import type { OneDataSetRow } from '../tour-one-data-set.js';

/** The share of the trace of the AGOP that the two coordinates have that matter. */
export function relevantShare(rows: readonly AgopRow[], stage: AgopRow['stage']): number {
  return rows
    .filter((row) => row.stage === stage && row.i === row.j && row.i < 2)
    .reduce((sum, row) => sum + row.agop, 0);
}

/** One row for each learner: that of the first entry of its AGOP. */
export function learners<R extends OneDataSetRow>(rows: readonly R[]): R[] {
  return rows.filter((row) => row.i === 0 && row.j === 0);
}
