import type { Analogy, WordPairs } from '../../data/words.js';
import type { Words } from './word-space.js';

/** How many of the questions and rated pairs the words cover, as a sentence. */
export function coverage(
  { words, questions, rated }: Words,
  asked: readonly Analogy[],
  sets: Readonly<Record<'MEN' | 'MTurk-771', WordPairs>>,
): string {
  const pairs = (name: 'MEN' | 'MTurk-771'): string => `${rated[name].pairs.length} of ${sets[name].count}`;
  return (
    `${words.length} words; ${questions.length} of ${asked.length} questions, ` +
    `${pairs('MEN')} MEN pairs, ${pairs('MTurk-771')} MTurk pairs`
  );
}
