import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { Row } from '../../../report/row.js';
import { palette } from '../../../report/theme.js';
import { where } from '../../summary.js';
import type { LinearLawRow } from '../linear-laws.js';
import { counts } from './marks.js';

const dots = { type: 'point', filled: true, size: 50 };

/** Risk of translation against target samples, law and simulation, beside that of projection with its peak. */
export function linearLaws(translation: readonly LinearLawRow[], projection: readonly LinearLawRow[]): Chart {
  return { rows: [...translated(translation), ...projected(projection)], spec: { hconcat: [left, right] } };
}

function translated(rows: readonly LinearLawRow[]): Row[] {
  const [near, far] = [0.3, 1].map((parameter) =>
    where(rows, { parameter }).filter((row) => row.sourceSamples > 0),
  );
  const line = (what: string, n: number, risk: number, law: number | null): Row => ({
    panel: 'translation',
    what,
    n,
    risk,
    law,
  });
  return [
    ...[...near, ...far].map((row) =>
      line(`|W_s - W_t|² = ${row.parameter}`, row.targetSamples, row.risk, row.law),
    ),
    ...near.map((row) => line('no source', row.targetSamples, row.baseline, row.baseline)),
  ];
}

/** Dots of the simulation, and the law between them: 20 source outputs, a share 0.3 of the target outside them. */
function projected(rows: readonly LinearLawRow[]): Row[] {
  const below = [5, 8, 10, 12, 14, 15, 16, 17, 18].map((n) => ({
    n,
    law: 0.7 * (1 - n / 20) + 0.3 * (1 + n / (19 - n)),
  }));
  const above = [22, 23, 24, 25, 27, 30, 35, 40, 50, 60, 80].map((n) => ({
    n,
    law: 0.3 * (1 + 20 / (n - 21)),
  }));
  return [
    ...rows.map((row) => ({
      panel: 'dots',
      what: 'simulated',
      n: row.targetSamples,
      risk: row.risk,
      law: 0,
    })),
    ...below.map(({ n, law }) => ({ panel: 'curve', what: 'law below', n, risk: 0, law })),
    ...above.map(({ n, law }) => ({ panel: 'curve', what: 'law above', n, risk: 0, law })),
  ];
}

const left = {
  width: 260,
  height: 230,
  transform: [{ filter: "datum.panel == 'translation'" }],
  layer: [
    {
      mark: 'line',
      encoding: {
        x: quantitative('n', 'target samples, d = 60'),
        y: quantitative('law', 'mean risk'),
        color: nominal('what', { sort: null, legend: { orient: 'bottom', columns: 1 } }),
      },
    },
    {
      mark: { ...dots, tooltip: true },
      encoding: {
        x: quantitative('n', ''),
        y: quantitative('risk', ''),
        color: { field: 'what', type: 'nominal', sort: null },
      },
    },
  ],
};

const right = {
  width: 260,
  height: 230,
  layer: [
    {
      transform: [{ filter: "datum.panel == 'curve'" }],
      mark: { type: 'line', color: palette.grey, clip: true },
      encoding: {
        x: counts('n', 'target samples, 20 source outputs', [5, 10, 20, 40, 80]),
        y: quantitative('law', 'mean risk', { scale: { domain: [0, 4] } }),
        detail: { field: 'what' },
      },
    },
    {
      transform: [{ filter: "datum.panel == 'dots'" }],
      mark: { ...dots, color: palette.blue, tooltip: true },
      encoding: { x: quantitative('n', ''), y: quantitative('risk', '') },
    },
  ],
};
