import { InputError } from '../../errors.js';
import type { CoordinateKernel } from '../../kernels/coordinate-kernel.js';
import { Matrix } from '../../linalg/matrix.js';
import { coordinateRegression } from './coordinate-regression.js';
import type { RatingBiases, RatingList } from './rating-biases.js';

export interface CompleteRatingsOptions {
  biases: RatingBiases;
  /** Over items. Without it the biases alone predict. */
  kernel?: CoordinateKernel;
  /** ε of `coordinateRegression`. Default 0. */
  ridge?: number;
}

/**
 * Predicted ratings of `wanted`, clipped to the scale: the biases' plus, user by user, the residuals of his ratings
 * completed with one kernel over items. Rows of the rating matrix do not see each other but through the prior that the
 * kernel is made from. A user without a rating gets the biases' alone.
 * @throws InputError if the kernel has fewer coordinates than there are items.
 * @example
 * ```ts
 * const biases = { scale: [0.5, 5] as const, predict: () => 3.5 };
 * const train = { user: [0], item: [0], rating: [4] };
 * completeRatings(train, { user: [0], item: [1] }, { biases }); // [3.5]
 * ```
 */
export function completeRatings(
  train: RatingList,
  wanted: Pick<RatingList, 'user' | 'item'>,
  { biases, kernel, ridge }: CompleteRatingsOptions,
): Float64Array {
  const { predict, scale } = biases;
  const [low, high] = scale;
  const found = Float64Array.from({ length: wanted.user.length }, (_, k) =>
    predict(wanted.user[k], wanted.item[k]),
  );
  if (kernel !== undefined) {
    const most = Array.from(train.item).reduce((a, b) => Math.max(a, b), 0);
    if (most >= kernel.count) {
      const problem = `has ${kernel.count} coordinates`;
      throw new InputError('completeRatings', 'kernel', problem, `item ${most} needs ${most + 1}`);
    }
    const [own, asked] = [byUser(train.user), byUser(wanted.user)];
    for (const [user, places] of asked) {
      const rated = own.get(user);
      if (rated === undefined) continue;
      const observed = Int32Array.from(rated, (k) => train.item[k]);
      const residuals = Float64Array.from(rated, (k) => train.rating[k] - predict(user, train.item[k]));
      const fit = coordinateRegression(new Matrix(rated.length, 1, residuals), { kernel, observed, ridge });
      const more = fit.predict(Int32Array.from(places, (k) => wanted.item[k]));
      places.forEach((k, i) => (found[k] += more.data[i]));
    }
  }
  return found.map((value) => Math.min(Math.max(value, low), high));
}

function byUser(user: ArrayLike<number>): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (let k = 0; k < user.length; k++) {
    const group = groups.get(user[k]);
    if (group === undefined) groups.set(user[k], [k]);
    else group.push(k);
  }
  return groups;
}
