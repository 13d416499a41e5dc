import type { WordVectors } from '../../data/glove.js';
import type { Analogy, WordPairs } from '../../data/words.js';
import { pairCosines } from '../../learners/embeddings/similarity.js';
import { type Quadruple, translationCosines } from '../../learners/embeddings/translations.js';
import { Matrix, type Real } from '../../linalg/matrix.js';
import { mean, spearman } from '../summary.js';

/** Word vectors with the questions and rated pairs whose words are all among them. */
export interface Words {
  words: readonly string[];
  /** `(words, d)`. */
  x: Matrix;
  questions: readonly { category: string; rows: Quadruple }[];
  /** Rated pairs by the name of their set. */
  rated: Readonly<
    Record<string, { pairs: readonly (readonly [number, number])[]; scores: readonly number[] }>
  >;
}

/** The questions and pairs that a vocabulary covers; words are looked up in lower case, as GloVe 6B has them. */
export function coveredWords(
  { words, vectors, dimension, index }: WordVectors,
  questions: readonly Analogy[],
  sets: Readonly<Record<string, WordPairs>>,
): Words {
  const row = (word: string): number | undefined => index.get(word.toLowerCase());
  const covered = questions.flatMap(({ category, words: four }) => {
    const rows = four.map(row);
    return rows.includes(undefined) ? [] : [{ category, rows: rows as unknown as Quadruple }];
  });
  const rated = Object.fromEntries(
    Object.entries(sets).map(([name, { first, second, score }]) => {
      const kept = first.flatMap((word, k) => {
        const [i, j] = [row(word), row(second[k])];
        return i === undefined || j === undefined ? [] : [{ pair: [i, j] as const, score: score[k] }];
      });
      return [name, { pairs: kept.map(({ pair }) => pair), scores: kept.map((entry) => entry.score) }];
    }),
  );
  return { words, x: new Matrix(words.length, dimension, vectors), questions: covered, rated };
}

/** How parallel shifts of one relation are. */
export interface Alignment {
  /** Mean of the translation cosines. */
  meanCosine: number;
  /** Mean of their sizes. */
  meanSize: number;
  /** Share above ½. */
  aboveHalf: number;
  /** Share whose sign is that of the original space. */
  signKept: number;
}

/** Summary of translation cosines, beside those of the original space. */
export function alignment(cosines: readonly number[], original: readonly number[]): Alignment {
  return {
    meanCosine: mean(cosines),
    meanSize: mean(cosines.map(Math.abs)),
    aboveHalf: mean(cosines.map((value) => Number(value > 0.5))),
    signKept: mean(cosines.map((value, i) => Number(Math.sign(value) === Math.sign(original[i])))),
  };
}

/** cos(x_a - x_b, x_c - x_d) of every question in a space of the words. */
export function questionCosines({ questions }: Words, space: Matrix): number[] {
  return Array.from(
    translationCosines(
      space,
      questions.map(({ rows }) => rows),
    ),
  );
}

/** Spearman's correlation of a rated set with the cosines of its pairs, seen from an origin. */
export function ratedCorrelation({ rated }: Words, set: string, space: Matrix, origin?: Real): number {
  const { pairs, scores } = rated[set];
  return spearman(Array.from(pairCosines(space, pairs, origin)), scores);
}
