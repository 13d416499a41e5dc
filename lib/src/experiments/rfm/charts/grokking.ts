import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { Row, Seeded } from '../../../report/row.js';
import { seedBand } from '../../../report/seed-band.js';
import { palette } from '../../../report/theme.js';
import type { GrokkingRow } from '../grokking.js';
import { panelTitle } from './marks.js';

const curves = {
  train: 'training accuracy',
  test: 'test accuracy',
  patch: 'share of the features on the patch',
} as const;
const [machine, network] = ['RFM, 3 seeds', 'network'];

/** Accuracies and the share of the patch: by round of RFM, beside by epoch of the network. */
export function grokking(
  byRound: readonly Seeded<GrokkingRow>[],
  byEpoch: readonly Seeded<GrokkingRow>[],
): Chart {
  return {
    rows: [...tidy(byRound, machine), ...tidy(byEpoch, network)],
    spec: { hconcat: [panel(machine, 'round', 6), panel(network, 'epoch', 5)] },
  };
}

function tidy(rows: readonly Seeded<GrokkingRow>[], name: string): Row[] {
  const keys = Object.keys(curves) as (keyof typeof curves)[];
  return rows.flatMap((row) =>
    keys.map((key) => ({ panel: name, t: row.t, seed: row.seed, what: curves[key], value: row[key] })),
  );
}

function panel(name: string, time: string, tickCount: number): object {
  const range = [palette.grey, palette.vermillion, palette.blue];
  return {
    title: panelTitle(name),
    width: 320,
    height: 270,
    transform: [{ filter: { field: 'panel', equal: name } }],
    layer: seedBand({
      x: quantitative('t', time, { axis: { tickCount, tickMinStep: 1 } }),
      y: {
        field: 'value',
        type: 'quantitative',
        title: null,
        scale: { domain: [0, 1] },
      },
      color: nominal('what', {
        scale: { domain: Object.values(curves), range },
        legend: { labelLimit: 260 },
      }),
    }),
  };
}
