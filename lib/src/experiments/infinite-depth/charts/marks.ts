/** What the charts of notebook 07 share. */

import { diagonal } from '../../../report/diagonal.js';
import { type LogAxis, logTicks } from '../../../report/log-axis.js';
import type { Layer } from '../../../report/seed-band.js';
import { palette } from '../../../report/theme.js';

/** The axis of depth up to a hundred and some layers. */
export const layersAxis: LogAxis = logTicks([1, 2, 5, 10, 20, 50, 100]);

/** The dashed diagonal from 0 to `end`. */
export const dashedDiagonal = (end: number): Layer =>
  diagonal([0, end], { strokeDash: [4, 3], color: palette.grey });
