import type { Ratings } from '../../data/movielens.js';
import { linRfm } from '../../features/lin-rfm.js';
import { observed } from '../../features/observed.js';
import { softImpute } from '../../features/soft-impute.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';

export interface MovieSettings {
  /** Movies with fewer ratings are left out. */
  minRatings: number;
  alphas: number[];
  ridges: number[];
  iterations: number;
  lambdas: number[];
  imputations: number;
  /** Shrinkage of the biases towards 0, in ratings. */
  shrinkage: number;
}

export type MovieRow = {
  method: 'row and column bias' | 'nuclear norm' | 'lin-RFM';
  setting: string;
  /** Root mean square error in stars. */
  validation: number;
  test: number;
  movies: number;
  users: number;
  ratings: number;
};

interface Split {
  train: number[];
  validation: number[];
  test: number[];
}

/**
 * Held-out error on MovieLens, 80 % training, 10 % validation, 10 % test: user and movie biases, and on their residual
 * lin-RFM and the nuclear norm. One row a setting; validation, not test, is to choose between them. Not in the paper.
 */
export function movieRatings(
  ratings: Ratings,
): (settings: MovieSettings, seed: number, step: Step) => Promise<MovieRow[]> {
  return async function movieRatingsOfSplit(settings, seed, step) {
    const { minRatings, alphas, ridges, iterations, lambdas, imputations, shrinkage } = settings;
    const { movie, movies, kept } = popular(ratings, minRatings);
    const { users } = ratings;
    const split = splitOf(kept, new Random(seed));
    const bias = biases(ratings, movie, movies, split.train, shrinkage);
    const at = (k: number): number => movie[ratings.item[k]] * users + ratings.user[k];
    const residual = (k: number): number => ratings.rating[k] - bias[at(k)];
    const omega = observed(movies, users, split.train.map(at), split.train.map(residual));
    const rms = (part: number[], z?: Matrix): number =>
      Math.sqrt(part.reduce((sum, k) => sum + (residual(k) - (z ? z.data[at(k)] : 0)) ** 2, 0) / part.length);
    const rows: MovieRow[] = [];
    const add = (method: MovieRow['method'], setting: string, z?: Matrix): void => {
      const error = { validation: rms(split.validation, z), test: rms(split.test, z) };
      rows.push({ method, setting, ...error, movies, users, ratings: kept.length });
    };
    add('row and column bias', 'user and movie means');
    const total = alphas.length * ridges.length + lambdas.length;
    let done = 0;
    for (const alpha of alphas) {
      for (const ridge of ridges) {
        const run = linRfm(omega, { alpha, ridge: () => ridge });
        for (let t = 1; t <= iterations; t++) {
          const z = run.next().value;
          // The first iterate predicts 0 off the training entries: the bias.
          if (t > 1) add('lin-RFM', `α = ${alpha}, ρ = ${ridge}, ${t} iterations`, z);
          await step(done + t / iterations, total, `lin-RFM ${alpha}`);
        }
        done++;
      }
    }
    let z = zeros(movies, users);
    for (const lambda of lambdas) {
      for (let t = 0; t < imputations; t++) {
        z = softImpute(omega, z, lambda);
        await step(done + t / imputations, total, 'nuclear norm');
      }
      add('nuclear norm', `λ = ${lambda}`, z);
      done++;
    }
    return rows;
  };
}

/** Movies with enough ratings, numbered anew, and the ratings of those. */
function popular(ratings: Ratings, least: number): { movie: Int32Array; movies: number; kept: number[] } {
  const counts = new Int32Array(ratings.items);
  for (const item of ratings.item) counts[item]++;
  let movies = 0;
  const movie = counts.map((count) => (count >= least ? movies++ : -1));
  const all = Array.from({ length: ratings.count }, (_, k) => k);
  return { movie, movies, kept: all.filter((k) => movie[ratings.item[k]] >= 0) };
}

function splitOf(kept: number[], random: Random): Split {
  const shuffled = Array.from(random.permutation(kept.length), (k) => kept[k]);
  const tenth = Math.floor(kept.length / 10);
  return {
    test: shuffled.slice(0, tenth),
    validation: shuffled.slice(tenth, 2 * tenth),
    train: shuffled.slice(2 * tenth),
  };
}

/** μ + b_movie + b_user for every pair, `(movies * users)`: shrunken means, by ten rounds of alternation. */
function biases(
  { user, item, rating, users }: Ratings,
  movie: Int32Array,
  movies: number,
  train: number[],
  shrinkage: number,
): Float64Array {
  const mean = train.reduce((sum, k) => sum + rating[k], 0) / train.length;
  const [ofUser, ofMovie] = [new Float64Array(users), new Float64Array(movies)];
  const update = (target: Float64Array, index: (k: number) => number, rest: (k: number) => number): void => {
    const count = new Float64Array(target.length).fill(shrinkage);
    target.fill(0);
    for (const k of train) {
      target[index(k)] += rating[k] - mean - rest(k);
      count[index(k)]++;
    }
    for (let i = 0; i < target.length; i++) target[i] /= count[i];
  };
  const [userOf, movieOf] = [(k: number) => user[k], (k: number) => movie[item[k]]];
  for (let round = 0; round < 10; round++) {
    update(ofMovie, movieOf, (k) => ofUser[userOf(k)]);
    update(ofUser, userOf, (k) => ofMovie[movieOf(k)]);
  }
  const all = new Float64Array(movies * users);
  for (let m = 0; m < movies; m++)
    for (let u = 0; u < users; u++) all[m * users + u] = mean + ofMovie[m] + ofUser[u];
  return all;
}

/** Of each method the row with the least validation error. */
export function chosenByValidation<R extends MovieRow>(rows: readonly R[]): R[] {
  return (['row and column bias', 'nuclear norm', 'lin-RFM'] as const).flatMap((method) => {
    const own = rows.filter((row) => row.method === method);
    return own.length === 0
      ? []
      : [own.reduce((best, row) => (row.validation < best.validation ? row : best))];
  });
}
