import { nominal } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { where } from '../../summary.js';
import type { ImageRow } from '../image-rounds.js';
import { testAccuracy, updates } from './marks.js';

/** Test accuracy against updates, a line an image set: `realAccuracy({ GTSRB: rows, ... })`. */
export function realAccuracy(sets: Readonly<Record<string, readonly ImageRow[]>>): Chart {
  return {
    rows: Object.entries(sets).flatMap(([set, rows]) =>
      where(rows, { rank: 1 }).map(({ round, accuracy, mse }) => ({ set, round, accuracy, mse })),
    ),
    spec: {
      height: 240,
      mark: { type: 'line', point: true, tooltip: true },
      encoding: { x: updates, y: testAccuracy, color: nominal('set') },
    },
  };
}
