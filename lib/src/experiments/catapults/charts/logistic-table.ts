import type { Row } from '../../../report/row.js';
import { groupBy, meanOf } from '../../summary.js';
import type { LogisticBatchesRow } from '../logistic-batches.js';

/** Means over seeds for each batch size. */
export function logisticTable(rows: readonly LogisticBatchesRow[]): Row[] {
  return [...groupBy(rows, 'batch')].map(([batch, own]) => ({
    batch,
    'test loss': meanOf(own, 'test'),
    accuracy: meanOf(own, 'accuracy'),
    alignment: meanOf(own, 'alignment'),
    'λ_end/λ_0': meanOf(own, 'sharpness'),
  }));
}
