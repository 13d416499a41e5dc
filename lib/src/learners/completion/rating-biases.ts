import { checkInteger, checkNonNegative } from '../../check.js';
import { InputError } from '../../errors.js';

/** Rating k is what `user[k]` gave `item[k]`. */
export interface RatingList {
  user: ArrayLike<number>;
  item: ArrayLike<number>;
  rating: ArrayLike<number>;
}

export interface RatingBiasesOptions {
  users: number;
  items: number;
  /** Of biases towards 0, in ratings. Default 5. */
  shrinkage?: number;
  /** Smallest and largest rating. Default [0.5, 5]. */
  scale?: readonly [number, number];
}

/** μ + b_item + b_user. */
export interface RatingBiases {
  readonly scale: readonly [number, number];
  predict(user: number, item: number): number;
}

/**
 * μ the mean rating, b_i = Σ (y - μ) / (λ + n_i) over the ratings of item i, b_u = Σ (y - μ - b_i) / (λ + n_u) over
 * those of user u. Users and items without a rating have bias 0.
 * @throws InputError on a list that is empty or of unequal lengths, a rating outside the scale, or a user or item out
 * of range.
 */
export function ratingBiases(list: RatingList, options: RatingBiasesOptions): RatingBiases {
  const fn = 'ratingBiases';
  const { users, items, shrinkage = 5, scale = [0.5, 5] } = options;
  checkInteger(fn, 'users', users, 1);
  checkInteger(fn, 'items', items, 1);
  checkNonNegative(fn, 'shrinkage', shrinkage);
  checkRatings(fn, list, { users, items, scale });
  const { user, item, rating } = list;
  const n = rating.length;
  const mean = Array.from(rating).reduce((sum, value) => sum + value, 0) / n;
  const shrunk = (index: ArrayLike<number>, size: number, rest: (k: number) => number): Float64Array => {
    const [sums, seen] = [new Float64Array(size), new Float64Array(size)];
    for (let k = 0; k < n; k++) {
      sums[index[k]] += rest(k);
      seen[index[k]]++;
    }
    return sums.map((sum, i) => (seen[i] > 0 ? sum / (shrinkage + seen[i]) : 0));
  };
  const ofItem = shrunk(item, items, (k) => rating[k] - mean);
  const ofUser = shrunk(user, users, (k) => rating[k] - mean - ofItem[item[k]]);
  return { scale, predict: (u, i) => mean + ofItem[i] + ofUser[u] };
}

/** Throws unless every rating lies on the scale and belongs to a user and an item. */
function checkRatings(
  fn: string,
  { user, item, rating }: RatingList,
  { users, items, scale: [low, high] }: { users: number; items: number; scale: readonly [number, number] },
): void {
  const n = rating.length;
  if (n === 0) throw new InputError(fn, 'rating', 'is empty', 'there is nothing to complete from');
  if (user.length !== n || item.length !== n) {
    const problem = `has ${n} numbers beside ${user.length} users and ${item.length} items`;
    throw new InputError(fn, 'rating', problem, 'give a user and an item for each');
  }
  for (let k = 0; k < n; k++) {
    if (!(rating[k] >= low && rating[k] <= high)) {
      throw new InputError(
        fn,
        'rating',
        `has ${rating[k]} at position ${k}`,
        `the scale is ${low} to ${high}`,
      );
    }
    if (!(user[k] >= 0 && user[k] < users)) {
      throw new InputError(fn, 'user', `has ${user[k]} at position ${k}`, `give 0 to ${users - 1}`);
    }
    if (!(item[k] >= 0 && item[k] < items)) {
      throw new InputError(fn, 'item', `has ${item[k]} at position ${k}`, `give 0 to ${items - 1}`);
    }
  }
}
