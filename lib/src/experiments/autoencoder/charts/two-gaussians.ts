import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { palette } from '../../../report/theme.js';
import type { TwoGaussiansRow } from '../two-gaussians.js';

/** Two clouds with their main axes before and after the encoder, and the cosine of the axes by its power. */
export function twoGaussians(cosines: readonly TwoGaussiansRow[], clouds: readonly TwoGaussiansRow[]): Chart {
  return {
    rows: [
      ...clouds
        .filter((row) => row.part !== 'cosine')
        .map(({ part, power, x, y, component }) => ({
          part: part as string,
          space: power === 0 ? 'before' : 'after B',
          x,
          y,
          cloud: `cloud ${component + 1}`,
          power: 0,
          c: '',
          value: 0,
          formula: 0,
        })),
      ...cosines.map(({ power, c, empirical, formula }) => ({
        part: 'cosine',
        space: '',
        x: 0,
        y: 0,
        cloud: '',
        power,
        c: `c = ${c}`,
        value: empirical,
        formula,
      })),
    ],
    spec: { hconcat: [scene('before'), scene('after B'), cosinePanel] },
  };
}

function scene(space: string): object {
  const place = { scale: { domain: [-10, 10] }, axis: { tickCount: 4 } };
  return {
    title: { text: space, fontSize: 12.5 },
    width: 165,
    height: 165,
    transform: [{ filter: `datum.space == '${space}'` }],
    layer: [
      {
        transform: [{ filter: "datum.part == 'point'" }],
        mark: { type: 'point', filled: true, size: 5, opacity: 0.4, clip: true },
        encoding: {
          x: quantitative('x', 'x₁', place),
          y: quantitative('y', 'x₂', place),
          color: nominal('cloud', { legend: null }),
        },
      },
      {
        transform: [
          { filter: "datum.part == 'axis'" },
          { calculate: '9 * datum.x', as: 'ax' },
          { calculate: '9 * datum.y', as: 'ay' },
          { calculate: '0', as: 'zero' },
        ],
        mark: { type: 'rule', strokeWidth: 2.5 },
        encoding: {
          x: quantitative('zero', ''),
          y: quantitative('zero', ''),
          x2: { field: 'ax' },
          y2: { field: 'ay' },
          color: { field: 'cloud', type: 'nominal' },
        },
      },
    ],
  };
}

const powers = { scale: { type: 'symlog' }, axis: { values: [0, 1, 2, 5, 10, 20, 50] } };

const cosinePanel = {
  width: 175,
  height: 165,
  transform: [{ filter: "datum.part == 'cosine'" }],
  layer: [
    {
      mark: { type: 'line', strokeWidth: 1, color: palette.grey },
      encoding: {
        x: quantitative('power', 'power p', powers),
        y: quantitative('formula', 'cosine'),
        detail: { field: 'c' },
      },
    },
    {
      mark: { type: 'point', filled: true, tooltip: true },
      encoding: {
        x: quantitative('power', ''),
        y: quantitative('value', ''),
        shape: nominal('c', { sort: null, legend: { orient: 'bottom' } }),
      },
    },
  ],
};
