import { qr } from '../../linalg/qr.js';
import { matmul } from '../../linalg/matmul.js';
import { Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Quadruple } from '../../learners/embeddings/translations.js';
import type { Step } from '../../step.js';
import type { Words } from './word-space.js';
import { wordStretch, type WordStretchRow } from './word-stretch.js';

export interface WordSurrogateSettings {
  d: number;
  words: number;
  relations: number;
  /** Pairs a relation. */
  pairs: number;
  /** Rated pairs. */
  rated: number;
}

/**
 * Made-up words with one frequent direction u₁, topics across it, and relations that are translations with noise: what
 * word vectors look like to an autoencoder, drawn without data. Words are 2.5 (1 + 0.25 N) u₁ + topic; a relation's
 * offset is 1.2 r ± 0.5 u₁ with r a unit vector across u₁; its pairs are (a, a + offset + 0.22 N + 0.35 N u₁).
 */
export function wordSurrogate(settings: WordSurrogateSettings, seed: number): Words {
  const { d, words, relations, pairs, rated } = settings;
  const root = new Random(seed);
  const basis = qr(root.fork('basis').normalMatrix(d, d)).q;
  const spectrum = topicSpectrum(d);
  const random = root.fork('words');
  /** Coordinates in (u₁, R). */
  const topic = (): Float64Array => spectrum.map((scale) => scale * random.normal());
  const frequency = (): number => 2.5 * (1 + 0.25 * random.normal());
  const rows: Float64Array[] = [];
  const add = (coordinates: Float64Array): number => rows.push(coordinates) - 1;
  const word = (content: Float64Array, level: number): Float64Array => Float64Array.of(level, ...content);
  for (let i = 0; i < words; i++) add(word(topic(), frequency()));
  const questions: { category: string; rows: Quadruple }[] = [];
  for (let r = 0; r < relations; r++) {
    const direction = unit(Float64Array.from({ length: d - 1 }, () => random.normal()));
    const lift = random.uniform() < 0.5 ? -0.5 : 0.5;
    const couples = Array.from({ length: pairs }, () => {
      const a = word(topic(), frequency());
      const b = a.map((value, k) =>
        k === 0
          ? value + lift + 0.35 * random.normal()
          : value + 1.2 * direction[k - 1] + 0.22 * random.normal(),
      );
      return [add(a), add(b)] as const;
    });
    for (let i = 0; i < pairs; i++) {
      for (let j = 0; j < i; j++) {
        questions.push({ category: `relation ${r + 1}`, rows: [...couples[i], ...couples[j]] });
      }
    }
  }
  const likeness = root.fork('likeness');
  const list = Array.from({ length: rated }, () => {
    const i = likeness.integer(words);
    const l = likeness.uniform();
    const other = topic();
    const content = other.map((value, k) => l * rows[i][k + 1] + Math.sqrt(1 - l * l) * value);
    return { pair: [i, add(word(content, frequency()))] as const, score: l + 0.1 * likeness.normal() };
  });
  const coordinates = zeros(rows.length, d);
  rows.forEach((row, i) => coordinates.row(i).set(row));
  const set = { pairs: list.map(({ pair }) => pair), scores: list.map(({ score }) => score) };
  return {
    words: rows.map((_, i) => `word ${i}`),
    x: matmul(coordinates, new Matrix(d, d, basis.data), { transB: true }),
    questions,
    rated: { MEN: set, 'MTurk-771': set },
  };
}

/** Scales ∝ √(1.8/(1 + i/12)) of the topics' d - 1 coordinates, with root mean square 0.36. */
function topicSpectrum(d: number): Float64Array {
  const shape = Float64Array.from({ length: d - 1 }, (_, i) => Math.sqrt(1.8 / (1 + i / 12)));
  const size = Math.sqrt(shape.reduce((sum, value) => sum + value * value, 0) / (d - 1));
  return shape.map((value) => (0.36 * value) / size);
}

function unit(values: Float64Array): Float64Array {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return values.map((value) => value / length);
}

export interface SurrogateStretchSettings extends WordSurrogateSettings {
  degrees: number[];
}

/** `wordStretch` of made-up words; the likeness scores stand in both columns of rated pairs. */
export async function surrogateStretch(
  { degrees, ...shape }: SurrogateStretchSettings,
  seed: number,
  step: Step,
): Promise<WordStretchRow[]> {
  return wordStretch(wordSurrogate(shape, seed))({ degrees, shown: [] }, seed, step);
}
