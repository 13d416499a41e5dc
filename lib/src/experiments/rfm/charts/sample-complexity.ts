import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { seedBand } from '../../../report/seed-band.js';
import { colorScale } from '../../../report/theme.js';
import type { SampleComplexityRow } from '../sample-complexity.js';
import { panelTitle, r2OnFreshPoints } from './marks.js';

/** R² against the size of the sample: features along the axes, and turned away from them by a slider's angle. */
export function sampleComplexity(
  axes: readonly SampleComplexityRow[],
  turned: readonly SampleComplexityRow[],
): Chart {
  return {
    rows: [
      ...axes.map((row) => ({ ...row, panel: 'axes' })),
      ...turned.map((row) => ({ ...row, panel: 'turned' })),
    ],
    spec: {
      params: [slider],
      hconcat: [
        panel('features along the axes, 5 seeds', "datum.panel == 'axes'"),
        panel('features turned', "datum.panel == 'turned' && datum.angle == angle"),
      ],
    },
  };
}

const slider = {
  name: 'angle',
  value: 18,
  bind: { input: 'range', min: 0, max: 45, step: 9, name: 'angle of each plane rotation (degrees) ' },
};

function panel(title: string, filter: string): object {
  return {
    title: panelTitle(title),
    width: 330,
    height: 290,
    transform: [{ filter }],
    layer: seedBand({
      x: quantitative('n', 'training points', {
        scale: { type: 'log', domain: [100, 1050] },
        axis: { values: [100, 150, 250, 500, 1000, 2000] },
      }),
      y: r2OnFreshPoints('r2', -0.4),
      color: nominal('method', { scale: colorScale(['Laplace kernel', 'RFM', 'RFM, diagonal M']) }),
    }),
  };
}
