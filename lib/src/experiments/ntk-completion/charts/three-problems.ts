import type { Chart } from '../../../report/chart.js';
import type { ThreeProblemsRow } from '../three-problems.js';
import { pictureStrip } from './picture-strip.js';

/** Three matrices as pictures of what is known. */
export function threeProblems(rows: readonly ThreeProblemsRow[]): Chart {
  const pictures = rows.map(({ panel, width, pixels }) => ({ panel, side: width, pixels }));
  return pictureStrip(pictures, { size: 190, spacing: 16 });
}
