import { nominal } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { DecisionMapRow } from '../decision-maps.js';
import { triangle, triangleRows } from './triangle.js';

/** Triangles of decisions, three in a row: one row an activation, the last of each at infinite depth. */
export function decisionMaps(rows: readonly DecisionMapRow[]): Chart {
  const sort = [...new Set(rows.map((row) => row.map))];
  return {
    rows: triangleRows(rows),
    spec: { facet: nominal('map', { sort }), columns: 3, spec: triangle(170) },
  };
}
