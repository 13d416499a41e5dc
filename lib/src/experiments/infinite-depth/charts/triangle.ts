import { nominal, quantitative } from '../../../report/channels.js';
import { palette } from '../../../report/theme.js';
import type { DecisionMapRow } from '../decision-maps.js';

/** A point of a map as it is drawn. */
export type TriangleRow = { map: string; x: number; y: number; label: string };

const rounded = (value: number): number => Math.round(1e4 * value) / 1e4;

/** Points of decision maps with four decimals and the label as text. */
export function triangleRows(rows: readonly DecisionMapRow[]): TriangleRow[] {
  return rows.map(({ map, x, y, label }) => ({
    map,
    x: rounded(x),
    y: rounded(y),
    label: label > 0 ? '+1' : '-1',
  }));
}

export interface Triangle {
  width: number;
  height: number;
  mark: object;
  encoding: object;
}

/** A triangle of decisions, 28 squares wide, without axes. */
export function triangle(width: number): Triangle {
  const axis = (field: string, end: number): object =>
    quantitative(field, '', { axis: null, scale: { domain: [0, end] } });
  return {
    width,
    height: Math.round(0.87 * width),
    mark: { type: 'point', filled: true, shape: 'square', size: (width / 28) ** 2 * 1.1, opacity: 1 },
    encoding: {
      x: axis('x', 1),
      y: axis('y', 0.87),
      color: nominal('label', {
        scale: { domain: ['+1', '-1'], range: [palette.blue, palette.amber] },
      }),
    },
  };
}
