import { mean } from '../../summary.js';
import type { Row } from '../../../report/row.js';
import type { AgreementRow } from '../depth.js';

/** Agreement by the size of the majority, from a tie's neighbours to landslides. */
export function marginsTable(rows: readonly AgreementRow[]): Row[] {
  const margins = [
    [2, 6],
    [8, 12],
    [14, 18],
    [20, 60],
  ];
  return margins.map(([from, to]) => {
    const some = rows.filter(({ majority }) => Math.abs(majority) >= from && Math.abs(majority) <= to);
    return {
      'majority less minority': `${from} to ${to}`,
      draws: some.length,
      agreement: mean(some.map((row) => row.agreement)),
    };
  });
}
