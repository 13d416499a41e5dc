import type { Chart } from '../../../report/chart.js';
import type { LeaveOneOutRow } from '../leave-one-out.js';

const decibels = (field: string, title: string): object => ({
  field,
  type: 'quantitative',
  scale: { zero: false },
  title,
});

/** PSNR of the missing pixels against leave-one-out PSNR, a point an architecture and photograph. */
export function leaveOneOut(rows: readonly LeaveOneOutRow[]): Chart {
  return {
    rows,
    spec: {
      width: 380,
      height: 300,
      mark: { type: 'point', size: 28, tooltip: true, opacity: 0.75 },
      encoding: {
        x: decibels('leaveOneOut', 'leave-one-out PSNR in dB'),
        y: decibels('missing', 'PSNR of the missing pixels in dB'),
        color: { field: 'scales', type: 'ordinal', title: 'scales', scale: { scheme: 'viridis' } },
      },
    },
  };
}
