import { matmul } from '../../linalg/matmul.js';
import { zeros } from '../../linalg/matrix.js';
import { gradientFlowMode } from '../../nets/autoencoders/gradient-flow-mode.js';
import { startForStretch } from '../../nets/autoencoders/stretch.js';
import { stretchedEncoder } from '../../nets/autoencoders/stretched-encoder.js';
import type { Step } from '../../step.js';
import { groupBy, mean } from '../summary.js';
import { questionCosines, ratedCorrelation, type Words } from './word-space.js';

export interface AlignmentInTimeSettings {
  starts: ('second moment' | 'degree 2')[];
  /** Times of gradient flow on ½|X - ABX|²/n. */
  times: number[];
}

export type AlignmentInTimeRow = {
  start: string;
  time: number;
  meanSize: number;
  /** b_max / b_min. */
  ratio: number;
  /** Σ λ_i (1 - a_i b_i)² / Σ λ_i: the share of the variance not yet reconstructed. */
  loss: number;
};

/** Alignment of analogies along gradient flow, by the closed-form time course of every mode. */
export function alignmentInTime(words: Words) {
  return async function inTime(
    { starts, times }: AlignmentInTimeSettings,
    _seed: number,
    step: Step,
  ): Promise<AlignmentInTimeRow[]> {
    const { x } = words;
    const rows: AlignmentInTimeRow[] = [];
    for (const [k, start] of starts.entries()) {
      const first = stretchedEncoder(x, {
        start: (value) => (start === 'second moment' ? value : (value + 1) ** 2),
      });
      const coordinates = matmul(x, first.directions, { transB: true });
      for (const time of times) {
        const modes = Array.from(first.eigenvalues, (eigenvalue, i) =>
          gradientFlowMode({ eigenvalue, start: first.starts[i] }, time),
        );
        const b = modes.map((mode) => mode.b);
        // Cosines do not see the rotation back from the eigenvectors.
        const space = scaledColumns(coordinates, b);
        const left = modes.map((mode, i) => first.eigenvalues[i] * (1 - mode.a * mode.b) ** 2);
        rows.push({
          start,
          time,
          meanSize: mean(questionCosines(words, space).map(Math.abs)),
          ratio: Math.max(...b) / Math.min(...b),
          loss: mean(left) / mean(Array.from(first.eigenvalues)),
        });
      }
      await step(k + 1, starts.length);
    }
    return rows;
  };
}

export interface StretchDesignerSettings {
  /** Ordered stretches of the top direction; all other directions end at 1. */
  stretches: number[];
}

export type StretchDesignerRow = {
  stretch: number;
  /** s from which gradient flow ends at the stretch. */
  start: number;
  category: string;
  /** Mean translation cosine of the category; of the similarity row, Spearman's correlation. */
  value: number;
  what: 'relation' | 'similarity';
};

/** What an ordered stretch of the top direction does to every relation, and its price in similarity. */
export function stretchDesigner(words: Words) {
  return async function designer(
    { stretches }: StretchDesignerSettings,
    _seed: number,
    step: Step,
  ): Promise<StretchDesignerRow[]> {
    const { directions } = stretchedEncoder(words.x, { start: () => 1 });
    const coordinates = matmul(words.x, directions, { transB: true });
    const rows: StretchDesignerRow[] = [];
    for (const [k, stretch] of stretches.entries()) {
      const space = scaledColumns(coordinates, [stretch, ...new Array<number>(words.x.cols - 1).fill(1)]);
      const cosines = questionCosines(words, space);
      const start = startForStretch(stretch);
      const indexed = words.questions.map(({ category }, i) => ({ category, cosine: cosines[i] }));
      for (const [category, list] of groupBy(indexed, 'category')) {
        rows.push({ stretch, start, category, value: mean(list.map((row) => row.cosine)), what: 'relation' });
      }
      const value = ratedCorrelation(words, 'MEN', space);
      rows.push({ stretch, start, category: 'similarity (MEN)', value, what: 'similarity' });
      await step(k + 1, stretches.length);
    }
    return rows;
  };
}

/** A diag(w). */
function scaledColumns(a: Words['x'], factors: readonly number[]): Words['x'] {
  const scaled = zeros(a.rows, a.cols);
  for (let i = 0; i < a.rows; i++) {
    const [from, to] = [a.row(i), scaled.row(i)];
    for (let k = 0; k < to.length; k++) to[k] = factors[k] * from[k];
  }
  return scaled;
}
