import type { Ratings } from '../../data/movielens.js';
import { columnNtk } from '../../kernels/column-ntk.js';
import { gramCoordinates } from '../../kernels/gram-coordinates.js';
import { completeRatings } from '../../learners/completion/complete-ratings.js';
import { ratingBiases, type RatingList } from '../../learners/completion/rating-biases.js';
import { identity, type Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';

export interface RatingPriorsSettings {
  /** Movies with fewer ratings are left out. */
  minRatings: number;
  /** Share of ratings held out. */
  test: number;
  /** Of biases towards 0, in ratings. */
  shrinkage: number;
}

export type RatingPriorsRow = {
  prior: string;
  /** Root mean square error in stars. */
  rmse: number;
  movies: number;
  users: number;
  ratings: number;
};

/**
 * The residual of the bias model completed user by user, with one kernel over movies, for several priors of a movie.
 */
export function ratingPriors(
  ratings: Ratings,
): (settings: RatingPriorsSettings, seed: number, step: Step) => Promise<RatingPriorsRow[]> {
  return async function ratingPriorsOfSplit({ minRatings, test, shrinkage }, seed, step) {
    const { user, item, rating, users, items } = ratings;
    const counts = new Int32Array(items);
    for (const i of item) counts[i]++;
    let movies = 0;
    const movie = counts.map((count) => (count >= minRatings ? movies++ : -1));
    const kept = Array.from({ length: ratings.count }, (_, k) => k).filter((k) => movie[item[k]] >= 0);
    const order = Array.from(new Random(seed).permutation(kept.length), (k) => kept[k]);
    const held = Math.floor(test * kept.length);
    const [testRows, trainRows] = [order.slice(0, held), order.slice(held)];

    const list = (of: readonly number[]): RatingList => ({
      user: of.map((k) => user[k]),
      item: of.map((k) => movie[item[k]]),
      rating: of.map((k) => rating[k]),
    });
    const [train, wanted] = [list(trainRows), list(testRows)];
    const biases = ratingBiases(train, { users, items: movies, shrinkage });

    const genres = genrePrior(ratings, movie, movies);
    const profiles = zeros(movies, users);
    for (let k = 0; k < train.rating.length; k++) {
      const [u, m] = [train.user[k], train.item[k]];
      profiles.set(m, u, train.rating[k] - biases.predict(u, m));
    }
    const unitProfiles = unitRows(profiles);
    const priors: [string, Matrix | undefined][] = [
      ['none: biases alone', undefined],
      ['identity', identity(movies)],
      ['genres', scaled(genres, 0.5)],
      ['item profiles and genres', beside(unitProfiles, scaled(genres, 0.5))],
    ];
    const rows: RatingPriorsRow[] = [];
    for (const [p, [prior, features]] of priors.entries()) {
      const damping = prior === 'identity' ? 0 : 1.5;
      const kernel = features && gramCoordinates(columnNtk(features, { damping }));
      const found = completeRatings(train, wanted, { biases, kernel });
      const sum = found.reduce((total, value, k) => total + (value - wanted.rating[k]) ** 2, 0);
      rows.push({ prior, rmse: Math.sqrt(sum / found.length), movies, users, ratings: kept.length });
      await step(p + 1, priors.length, prior);
    }
    return rows;
  };
}

/** Genres of each movie as a row of length 1. */
function genrePrior(
  { movies: catalogue, itemIds, items }: Ratings,
  movie: Int32Array,
  count: number,
): Matrix {
  const names = Array.from(new Set(catalogue.flatMap(({ genres }) => genres)));
  const byId = new Map(catalogue.map(({ id, genres }) => [id, genres]));
  const out = zeros(count, names.length);
  for (let i = 0; i < items; i++) {
    if (movie[i] < 0) continue;
    for (const genre of byId.get(itemIds[i]) ?? []) out.set(movie[i], names.indexOf(genre), 1);
  }
  return unitRows(out);
}

function unitRows(a: Matrix): Matrix {
  const out = a.clone();
  for (let i = 0; i < a.rows; i++) {
    const length = Math.hypot(...a.row(i));
    if (length > 0) out.row(i).forEach((value, k, row) => (row[k] = value / length));
  }
  return out;
}

function scaled(a: Matrix, factor: number): Matrix {
  const out = a.clone();
  for (let k = 0; k < out.data.length; k++) out.data[k] *= factor;
  return out;
}

function beside(a: Matrix, b: Matrix): Matrix {
  const out = zeros(a.rows, a.cols + b.cols);
  for (let i = 0; i < a.rows; i++) {
    out.row(i).set(a.row(i));
    out.row(i).set(b.row(i), a.cols);
  }
  return out;
}
