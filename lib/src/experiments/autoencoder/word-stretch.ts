import { analogyAnswers } from '../../learners/embeddings/translations.js';
import { referenceOrigin } from '../../learners/embeddings/similarity.js';
import { gram } from '../../linalg/gram.js';
import { matmul } from '../../linalg/matmul.js';
import { Matrix, type Real } from '../../linalg/matrix.js';
import { psdPower } from '../../linalg/psd-power.js';
import { topEigenpairs } from '../../linalg/top-eigenpairs.js';
import { stretchedEncoder } from '../../nets/autoencoders/stretched-encoder.js';
import type { Step } from '../../step.js';
import { groupBy, mean } from '../summary.js';
import { alignment, questionCosines, ratedCorrelation, type Words } from './word-space.js';

export interface WordStretchSettings {
  /** Degrees p of B₀ = (Xᵀ X/n + I)ᵖ; 0 is the original space. */
  degrees: number[];
  /** Degrees of which every question's cosine is kept. */
  shown: number[];
}

export type WordStretchRow = {
  part: 'space' | 'category' | 'question';
  degree: number;
  category: string;
  /** Questions behind the row. */
  count: number;
  /** Cosine in the original space: of the question, or the mean of the category's. */
  original: number;
  /** The same in the stretched space. */
  cosine: number;
  meanSize: number;
  aboveHalf: number;
  signKept: number;
  /** Share of the shift's square that lies along the top direction, mean over the questions. */
  topShare: number;
  /** Mean of sign(v₁w₁), the limit of an infinite stretch. */
  limit: number;
  /** Share of questions answered right; the question's own words may be the answer, or may not. */
  accuracy: number;
  accuracyExcluding: number;
  men: number;
  menOrigin: number;
  mturk: number;
  mturkOrigin: number;
};

const NOTHING = {
  category: '',
  count: 0,
  original: 0,
  cosine: 0,
  meanSize: 0,
  aboveHalf: 0,
  signKept: 0,
  topShare: 0,
  limit: 0,
  accuracy: 0,
  accuracyExcluding: 0,
  men: 0,
  menOrigin: 0,
  mturk: 0,
  mturkOrigin: 0,
};

/** Analogies and similarities of word vectors after the converged linear encoder of each degree. */
export function wordStretch(words: Words) {
  return async function wordsStretched(
    { degrees, shown }: WordStretchSettings,
    _seed: number,
    step: Step,
  ): Promise<WordStretchRow[]> {
    const original = questionCosines(words, words.x);
    const top = topShares(words);
    const rows: WordStretchRow[] = [];
    for (const [k, degree] of degrees.entries()) {
      const { space, move } = stretchedSpace(words, degree);
      const cosines = questionCosines(words, space);
      rows.push({
        ...NOTHING,
        part: 'space',
        degree,
        count: cosines.length,
        original: mean(original),
        ...columns(cosines, original),
        topShare: mean(top.shares),
        limit: mean(top.limits),
        ...quality(words, space, move(referenceOrigin(words.x))),
      });
      for (const [category, list] of groupBy(
        words.questions.map((question, i) => ({ ...question, i })),
        'category',
      )) {
        const pick = (values: readonly number[]): number[] => list.map(({ i }) => values[i]);
        rows.push({
          ...NOTHING,
          part: 'category',
          degree,
          category,
          count: list.length,
          original: mean(pick(original)),
          ...columns(pick(cosines), pick(original)),
          topShare: mean(pick(top.shares)),
          limit: mean(pick(top.limits)),
        });
      }
      if (shown.includes(degree)) {
        words.questions.forEach(({ category }, i) =>
          rows.push({
            ...NOTHING,
            part: 'question',
            degree,
            category,
            original: original[i],
            cosine: cosines[i],
          }),
        );
      }
      await step(k + 1, degrees.length);
    }
    return rows;
  };
}

function columns(
  cosines: readonly number[],
  original: readonly number[],
): Pick<WordStretchRow, 'cosine' | 'meanSize' | 'aboveHalf' | 'signKept'> {
  const { meanCosine, ...others } = alignment(cosines, original);
  return { cosine: meanCosine, ...others };
}

/** The words after the converged encoder of B₀ = (Xᵀ X/n + I)ᵖ, and where that encoder moves a vector. */
export function stretchedSpace(
  { x }: Words,
  degree: number,
): { space: Matrix; move: (vector: Real) => Real } {
  if (degree === 0) return { space: x, move: (vector) => vector };
  const { encoder } = stretchedEncoder(x, { start: (value) => (value + 1) ** degree });
  const move = (vector: Real): Real => matmul(new Matrix(1, x.cols, vector), encoder).data;
  return { space: matmul(x, encoder), move };
}

/** For each question: the share of |v||w| along the top direction, and the sign of v₁w₁. */
function topShares({ x, questions }: Words): { shares: number[]; limits: number[] } {
  const axis = topEigenpairs(gram(x, { of: 'columns' }), 1).vectors.row(0);
  const along = (a: number, b: number): { part: number; size: number } => {
    const [p, q] = [x.row(a), x.row(b)];
    let [part, square] = [0, 0];
    for (let k = 0; k < axis.length; k++) {
      part += axis[k] * (p[k] - q[k]);
      square += (p[k] - q[k]) ** 2;
    }
    return { part, size: Math.sqrt(square) };
  };
  const pairs = questions.map(({ rows: [a, b, c, d] }) => [along(a, b), along(c, d)]);
  return {
    shares: pairs.map(([v, w]) => Math.abs(v.part * w.part) / (v.size * w.size)),
    limits: pairs.map(([v, w]) => Math.sign(v.part * w.part)),
  };
}

/** Analogy accuracy, and similarity with and without the moved origin. */
function quality(
  words: Words,
  space: Matrix,
  origin: Real,
): Pick<WordStretchRow, 'accuracy' | 'accuracyExcluding' | 'men' | 'menOrigin' | 'mturk' | 'mturkOrigin'> {
  const quadruples = words.questions.map(({ rows }) => rows);
  const right = (excludeQuestion: boolean): number => {
    const answers = analogyAnswers(space, quadruples, { excludeQuestion });
    return mean(quadruples.map(([, , , d], q) => Number(answers[q] === d)));
  };
  const set = (name: string, from?: Real): number => ratedCorrelation(words, name, space, from);
  return {
    accuracy: right(false),
    accuracyExcluding: right(true),
    men: set('MEN'),
    menOrigin: set('MEN', origin),
    mturk: set('MTurk-771'),
    mturkOrigin: set('MTurk-771', origin),
  };
}

export interface AlternativeSettings {
  /** Degrees of stretching to compare with. */
  degrees: number[];
}

export type AlternativeRow = {
  space: string;
  meanSize: number;
  aboveHalf: number;
  accuracyExcluding: number;
  men: number;
};

/** Stretching beside whitening, centring and the removal of the top direction. */
export function alternativesToStretching(words: Words) {
  return async function alternatives(
    { degrees }: AlternativeSettings,
    _seed: number,
    step: Step,
  ): Promise<AlternativeRow[]> {
    const { x } = words;
    const centred = centre(x);
    const spaces: Record<string, Matrix> = {
      original: x,
      ...Object.fromEntries(degrees.map((p) => [`stretched, p = ${p}`, stretchedSpace(words, p).space])),
      centred,
      'top direction removed': withoutTop(centred),
      whitened: matmul(centred, psdPower(gram(centred, { of: 'columns', alpha: 1 / x.rows }), -0.5)),
    };
    const original = questionCosines(words, x);
    const rows: AlternativeRow[] = [];
    for (const [name, space] of Object.entries(spaces)) {
      const { meanSize, aboveHalf } = alignment(questionCosines(words, space), original);
      const { accuracyExcluding, men } = quality(words, space, new Float64Array(x.cols));
      rows.push({ space: name, meanSize, aboveHalf, accuracyExcluding, men });
      await step(rows.length, Object.keys(spaces).length);
    }
    return rows;
  };
}

function centre(x: Matrix): Matrix {
  const centred = x.clone();
  const means = new Float64Array(x.cols);
  for (let i = 0; i < x.rows; i++) x.row(i).forEach((value, k) => (means[k] += value / x.rows));
  for (let i = 0; i < x.rows; i++) {
    const row = centred.row(i);
    for (let k = 0; k < row.length; k++) row[k] -= means[k];
  }
  return centred;
}

/** x - (x·u) u for the top direction u: "all but the top". */
function withoutTop(x: Matrix): Matrix {
  const axis = topEigenpairs(gram(x, { of: 'columns' }), 1).vectors;
  return matmul(matmul(x, axis, { transB: true }), axis, { alpha: -1, beta: 1, out: x.clone() });
}

export interface FrequencySettings {
  /** The most frequent words looked at. */
  count: number;
}

export type FrequencyRow = { rank: number; cosine: number };

/** cos(w, u₁) of the most frequent words, u₁ the top direction, signed so that the mean is positive. */
export function topDirectionFrequency({ x }: Words) {
  return async function frequency(
    { count }: FrequencySettings,
    _seed: number,
    step: Step,
  ): Promise<FrequencyRow[]> {
    const axis = topEigenpairs(gram(x, { of: 'columns' }), 1).vectors.row(0);
    const cosines = Array.from({ length: count }, (_, i) => {
      const row = x.row(i);
      let [along, square] = [0, 0];
      for (let k = 0; k < row.length; k++) {
        along += row[k] * axis[k];
        square += row[k] ** 2;
      }
      return along / Math.sqrt(square);
    });
    const sign = Math.sign(mean(cosines));
    await step(1, 1);
    return cosines.map((cosine, rank) => ({ rank: rank + 1, cosine: sign * cosine }));
  };
}
