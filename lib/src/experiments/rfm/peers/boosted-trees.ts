import { checkInteger, checkPositive } from '../../../check.js';
import type { Matrix } from '../../../linalg/matrix.js';
import { checkTable, loadQuietly } from './peer.js';

interface Booster {
  train(samples: number[][], values: number[]): void;
  predict(samples: number[][]): number[];
  free(): void;
}

type XGBoost = new (options: object) => Booster;

export interface BoostedTreesOptions {
  /** Default 200. */
  rounds?: number;
  /** Shrinkage of each tree. Default 0.1. */
  rate?: number;
  /** Default 5. */
  depth?: number;
}

/**
 * Classes of z `(m, d)` by XGBoost's gradient-boosted trees, trained on x `(n, d)` with classes 0, 1, ... `(n)`.
 *
 * A peer in tables, the package `ml-xgboost`, loaded on the first call; it computes in float32.
 */
export async function boostedClasses(
  x: Matrix,
  classes: ArrayLike<number>,
  z: Matrix,
  options: BoostedTreesOptions = {},
): Promise<Int32Array> {
  return Int32Array.from(await boosted('boostedClasses', 'multi:softmax', x, classes, z, options));
}

/** Numbers at z `(m, d)` by gradient-boosted trees, trained on x `(n, d)` and y `(n)`; as `boostedClasses`. */
export async function boostedNumbers(
  x: Matrix,
  y: ArrayLike<number>,
  z: Matrix,
  options: BoostedTreesOptions = {},
): Promise<Float64Array> {
  return Float64Array.from(await boosted('boostedNumbers', 'reg:linear', x, y, z, options));
}

async function boosted(
  fn: string,
  objective: 'multi:softmax' | 'reg:linear',
  x: Matrix,
  y: ArrayLike<number>,
  z: Matrix,
  { rounds = 200, rate = 0.1, depth = 5 }: BoostedTreesOptions,
): Promise<number[]> {
  checkTable(fn, x, y, z);
  checkInteger(fn, 'rounds', rounds, 1);
  checkPositive(fn, 'rate', rate);
  checkInteger(fn, 'depth', depth, 1);
  const values = Array.from(y);
  if (values.every((value) => value === values[0])) return new Array<number>(z.rows).fill(values[0]);
  xgboost ??= loadQuietly<Promise<XGBoost>>(fn, 'ml-xgboost');
  const model = new (await xgboost)({
    booster: 'gbtree',
    objective,
    eta: rate,
    max_depth: depth,
    min_child_weight: 1,
    // All points for each tree: what is drawn could not be seeded.
    subsample: 1,
    colsample_bytree: 1,
    silent: 1,
    iterations: rounds,
  });
  try {
    model.train(x.toRows(), values);
    return model.predict(z.toRows());
  } finally {
    model.free();
  }
}

let xgboost: Promise<XGBoost> | undefined;
