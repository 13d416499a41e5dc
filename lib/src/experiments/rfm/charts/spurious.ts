import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { palette } from '../../../report/theme.js';
import type { SpuriousRow } from '../spurious.js';
import { colorOf, dots } from './marks.js';

const [always, mostly] = ['make-up always follows lipstick', 'in nine of ten faces'];

/** Accuracy by kind of test image, for two strengths of coupling. */
export function spurious(rows: readonly SpuriousRow[]): Chart {
  return {
    rows: rows
      .filter((row) => row.part === 'accuracy')
      .map((row) => ({ ...row, goes: row.correlation === 1 ? always : mostly })),
    spec: {
      height: 240,
      mark: dots(110),
      encoding: {
        y: nominal('test', { sort: null }),
        x: quantitative('value', 'accuracy', { scale: { domain: [0.4, 1] } }),
        color: colorOf('goes', { [always]: palette.vermillion, [mostly]: palette.blue }),
      },
    },
  };
}
