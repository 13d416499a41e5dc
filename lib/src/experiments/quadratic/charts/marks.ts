/** What the charts of notebook 06 share. */

import { nominal, quantitative, type Channel } from '../../../report/channels.js';
import { colorScale } from '../../../report/theme.js';

/** The x axis of a run. */
export const steps: Channel = quantitative('step', 'step');

/** The network and its Taylor models. */
export const models = ['network', 'quadratic model', 'linear model'] as const;

/** The colour of a model. */
export const modelColor: Channel = nominal('model', { scale: colorScale(models) });

/** The columns of a run along its top eigenvector, with their titles. */
export const directionColumns = [
  ['loss', 'loss'],
  ['top', 'loss along p₁'],
  ['residualTerm', 'residual term'],
  ['kernelTerm', 'kernel term'],
] as const;
