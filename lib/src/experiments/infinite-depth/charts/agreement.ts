import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { groupBy } from '../../summary.js';
import { agreementAt } from '../measures.js';
import type { AgreementRow } from '../depth.js';
import { layersAxis } from './marks.js';

/** Agreement with the limit against depth, one panel a class, one line an activation. */
export function agreement(rows: readonly AgreementRow[]): Chart {
  const curves = [...groupBy(rows, 'activation').values()];
  return {
    rows: curves.flatMap((own) => {
      const { limit, activation } = own[0];
      const depths = [...groupBy(own, 'depth').keys()];
      return depths.map((depth) => ({
        limit,
        activation,
        depth,
        agreement: agreementAt(own, activation, depth),
      }));
    }),
    spec: {
      facet: { column: nominal('limit', { sort: ['1-NN', 'singular', 'majority'] }) },
      spec: {
        width: 175,
        height: 220,
        mark: { type: 'line', point: true, tooltip: true },
        encoding: {
          x: quantitative('depth', 'layers', layersAxis),
          y: quantitative('agreement', 'agreement', { scale: { domain: [0.4, 1] } }),
          color: nominal('activation', { sort: null }),
        },
      },
    },
  };
}
