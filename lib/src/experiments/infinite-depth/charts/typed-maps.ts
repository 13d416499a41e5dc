import { nominal } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { DecisionMapRow } from '../decision-maps.js';
import { triangle, triangleRows } from './triangle.js';

/** The triangles of a typed activation, as it is and centred, side by side. */
export function typedMaps(rows: readonly DecisionMapRow[]): Chart {
  return {
    rows: triangleRows(rows),
    spec: { facet: nominal('map', { sort: null }), columns: 2, spec: triangle(230) },
  };
}
