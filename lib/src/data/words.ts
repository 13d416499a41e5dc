import { DataError } from '../errors.js';
import { toNumber } from './csv.js';
import { textLines } from './text.js';

/** Pair k is `first[k]`, `second[k]`; people rated its likeness `score[k]`, on a scale of the set's own. */
export interface WordPairs {
  count: number;
  first: string[];
  second: string[];
  score: Float64Array;
}

/** Word, word, score a line, separated by blanks, tabs or commas. */
export function readWordPairs(bytes: Uint8Array, what: string): WordPairs {
  const lines = textLines(bytes).map((line) => line.trim().split(/[\t ,]+/));
  const odd = lines.findIndex((parts) => parts.length !== 3);
  if (odd >= 0 || lines.length === 0) {
    throw new DataError(
      'format',
      `${what}: line ${odd + 1} has ${lines[odd]?.length ?? 0} fields; expected word, word, score`,
    );
  }
  return {
    count: lines.length,
    first: lines.map(([a]) => a),
    second: lines.map(([, b]) => b),
    score: Float64Array.from(lines, ([, , score], i) => toNumber(score, what, i + 1)),
  };
}

/** a is to b as c is to d. */
export interface Analogy {
  category: string;
  words: [a: string, b: string, c: string, d: string];
}

// The copy at hand lacks the header line of its first category.
const FIRST_CATEGORY = 'capital-common-countries';

/** Google's word-analogy questions: `: category` lines, and four words a line. */
export function readAnalogies(bytes: Uint8Array, what: string): Analogy[] {
  const questions: Analogy[] = [];
  let category = FIRST_CATEGORY;
  textLines(bytes).forEach((line, i) => {
    if (line.startsWith(':')) {
      category = line.slice(1).trim();
      return;
    }
    const words = line.trim().split(/\s+/);
    if (words.length !== 4) {
      throw new DataError(
        'format',
        `${what}: line ${i + 1} has ${words.length} words; expected four, or ': category'`,
      );
    }
    questions.push({ category, words: words as Analogy['words'] });
  });
  if (questions.length === 0) throw new DataError('format', `${what}: holds no questions`);
  return questions;
}
