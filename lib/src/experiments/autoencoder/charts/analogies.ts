import { binnedCounts } from '../../../report/binned-counts.js';
import { nominal } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { where } from '../../summary.js';
import type { WordStretchRow } from '../word-stretch.js';
import { countMap } from './marks.js';

/** Counts of questions by their cosine before and after stretching, for degree 1 and 2. */
export function analogies(rows: readonly WordStretchRow[]): Chart {
  const cells = [1, 2].flatMap((degree) => {
    const questions = where(rows, { part: 'question', degree });
    const counts = binnedCounts(
      questions.map((row) => [row.original, row.cosine]),
      [0.04, 0.04],
    );
    return counts.map((cell) => ({ space: `p = ${degree}`, ...cell }));
  });
  const map = countMap({
    x: 'cosine, original space',
    y: 'cosine, stretched space',
    counted: 'questions',
    scale: { type: 'log', scheme: 'viridis' },
  });
  return {
    rows: cells,
    spec: { facet: { column: nominal('space') }, spec: { width: 265, height: 265, ...map } },
  };
}
