import { mean, where } from '../../summary.js';
import type { AgreementRow } from '../depth.js';

/** Mean agreement at a depth; where the majority is the limit, draws without a majority are left out. */
export function agreementAt(rows: readonly AgreementRow[], activation: string, depth: number): number {
  const decided = where(rows, { activation, depth }).filter(
    (row) => row.limit !== 'majority' || row.majority !== 0,
  );
  return mean(decided.map((row) => row.agreement));
}
