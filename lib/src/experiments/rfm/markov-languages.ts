import type { Random } from '../../linalg/random.js';
import type { Sequences } from '../../nets/linear-rnn.js';

export interface LanguageSettings {
  languages: number;
  letters: number;
  /** Concentration of the Dirichlet rows of the transition matrices: the smaller, the fewer letters follow one. */
  concentration: number;
  /** Letters that are predicted in a word; it has one more. */
  length: number;
}

/** Words of Markov chains, one transition matrix a language, the first letter uniform: `draw(B, random)`. */
export function markovLanguages(
  { languages, letters, concentration, length }: LanguageSettings,
  random: Random,
): (count: number, random: Random) => Sequences {
  const rows = Array.from({ length: languages * letters }, () =>
    random.dirichlet(Array<number>(letters).fill(concentration)),
  );
  return (count, from) => {
    const categories = Uint8Array.from({ length: count }, () => from.integer(languages));
    const words = Array.from(categories, (language) => {
      const word = new Uint8Array(length + 1);
      word[0] = from.integer(letters);
      for (let t = 1; t <= length; t++)
        word[t] = drawn(rows[language * letters + word[t - 1]], from.uniform());
      return word;
    });
    return { categories, letters: words };
  };
}

/** The first letter whose cumulated probability passes u; the last where rounding leaves a gap. */
function drawn(probabilities: Float64Array, u: number): number {
  let letter = 0;
  let left = u - probabilities[0];
  while (left >= 0 && letter + 1 < probabilities.length) left -= probabilities[++letter];
  return letter;
}
