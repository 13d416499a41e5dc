import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { Row, Seeded } from '../../../report/row.js';
import { seedBand } from '../../../report/seed-band.js';
import { where } from '../../summary.js';
import { accuracyLaw } from '../measures.js';
import type { SyntheticProjectionRow } from '../synthetic-projection.js';
import { counts, methodColor, testAccuracy } from './marks.js';

type WorldRow = Seeded<SyntheticProjectionRow>;

const color = methodColor('baseline', 'projected');

/**
 * Test accuracy against target examples with the law of the first `fitted` sizes, beside that against source classes.
 */
export function scalingLaw(
  world: readonly WorldRow[],
  worldClasses: readonly WorldRow[],
  { sizes, fitted }: { sizes: readonly number[]; fitted: number },
): Chart {
  const laws = ['baseline', 'projected'].map((method) => ({
    method,
    law: accuracyLaw(world, { method }, sizes.slice(0, fitted)),
  }));
  const ahead = sizes.flatMap((x) =>
    laws.map(({ method, law }) => ({ panel: 'n', method, x, law: law.at(x), accuracy: null, seed: -1 })),
  );
  const xOfClasses = { x: counts('x', 'source classes (n_t = 160)', [2, 5, 10, 25, 50, 100]) };
  return {
    rows: [...measured(world, worldClasses), ...ahead],
    spec: {
      hconcat: [
        panel('n', 270, [...measuredCurves(), lawLine]),
        panel('classes', 230, seedBand({ ...xOfClasses, y: testAccuracy(), color })),
      ],
    },
  };
}

function measured(world: readonly WorldRow[], worldClasses: readonly WorldRow[]): Row[] {
  const point = (panel: string, x: number, { method, accuracy, seed }: WorldRow): Row => ({
    panel,
    method,
    x,
    accuracy,
    seed,
    law: null,
  });
  return [
    ...world.map((row) => point('n', row.n, row)),
    ...where(worldClasses, { method: 'projected' }).map((row) => point('classes', row.sourceClasses, row)),
    // The baseline knows no source: a level.
    ...where(worldClasses, { method: 'baseline' }).flatMap((row) =>
      [2, 100].map((x) => point('classes', x, row)),
    ),
  ];
}

function panel(name: string, width: number, layer: object[]): object {
  return { width, height: 230, transform: [{ filter: `datum.panel == '${name}'` }], layer };
}

function measuredCurves(): object[] {
  const x = counts('x', 'target examples', [20, 80, 320, 1280]);
  return seedBand({ x, y: testAccuracy([0.3, 0.95]), color }).map((layer) => ({
    transform: [{ filter: 'datum.seed >= 0' }],
    ...layer,
  }));
}

const lawLine = {
  transform: [{ filter: 'datum.seed < 0' }],
  mark: { type: 'line', strokeDash: [5, 4] },
  encoding: { x: quantitative('x', ''), y: quantitative('law', ''), color },
};
