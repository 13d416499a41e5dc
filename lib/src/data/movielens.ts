import { afterHeader, parseDelimited, toNumber } from './csv.js';

export interface Movie {
  id: number;
  title: string;
  genres: string[];
}

/**
 * Ratings of MovieLens: rating k is what `user[k]` (0 to users-1) gave `item[k]` (0 to items-1).
 * Users and items are numbered in the order of their published ids, which `userIds` and `itemIds` give.
 */
export interface Ratings {
  count: number;
  users: number;
  items: number;
  user: Int32Array;
  item: Int32Array;
  /** 0.5 to 5 in steps of 0.5. */
  rating: Float64Array;
  /** Seconds since 1970. */
  timestamp: Float64Array;
  userIds: Int32Array;
  itemIds: Int32Array;
  /** Every movie of the catalogue, also those that nobody rated. */
  movies: Movie[];
}

/** ratings.csv and movies.csv of a MovieLens release. */
export function readMovieLens(ratingsCsv: Uint8Array, moviesCsv: Uint8Array, what: string): Ratings {
  const records = afterHeader(
    parseDelimited(ratingsCsv, `${what}: ratings.csv`),
    ['userId', 'movieId', 'rating', 'timestamp'],
    `${what}: ratings.csv`,
  );
  const column = (j: number) =>
    Float64Array.from(records, (record, i) => toNumber(record[j], `${what}: ratings.csv`, i + 2));
  const user = numbered(column(0));
  const item = numbered(column(1));
  const movies = afterHeader(
    parseDelimited(moviesCsv, `${what}: movies.csv`),
    ['movieId', 'title', 'genres'],
    `${what}: movies.csv`,
  ).map(([id, title, genres], i) => ({
    id: toNumber(id, `${what}: movies.csv`, i + 2),
    title,
    genres: genres === '(no genres listed)' ? [] : genres.split('|'),
  }));
  return {
    count: records.length,
    users: user.ids.length,
    items: item.ids.length,
    user: user.index,
    item: item.index,
    rating: column(2),
    timestamp: column(3),
    userIds: user.ids,
    itemIds: item.ids,
    movies,
  };
}

/** Each value's position among the distinct values in ascending order. */
function numbered(values: Float64Array): { ids: Int32Array; index: Int32Array } {
  const ids = Int32Array.from(new Set(values)).sort();
  const position = new Map(Array.from(ids, (id, i) => [id, i]));
  return { ids, index: Int32Array.from(values, (value) => position.get(value)!) };
}
