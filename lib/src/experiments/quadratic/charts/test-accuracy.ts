import type { Chart } from '../../../report/chart.js';
import type { TaskRow } from '../measures.js';
import { panels } from './test-loss.js';

/** Best test accuracy of the three models against the learning rate, a panel a task. */
export function testAccuracy(rows: readonly TaskRow[], columns: number): Chart {
  return { rows, spec: panels('accuracy', 'best test accuracy', columns) };
}
