import { checkInteger } from '../../../check.js';
import { loadPackage } from '../../../load-package.js';
import type { Matrix } from '../../../linalg/matrix.js';
import { checkTable } from './peer.js';

interface Forest {
  train(samples: number[][], values: number[]): void;
  predict(samples: number[][]): number[];
}

type ForestConstructor = new (options: object) => Forest;

export interface RandomForestOptions {
  /** Default 50. */
  trees?: number;
  /** Features that a tree may use. Default all: they are drawn once a tree, where a few would miss what matters. */
  features?: number;
  /** Default 0. */
  seed?: number;
}

/**
 * Classes of z `(m, d)` by a random forest trained on x `(n, d)` with classes 0, 1, ... `(n)`.
 *
 * A peer in tables, the package `ml-random-forest`, loaded on the first call. It draws features once a tree, not once
 * a split as Breiman's forest does: by default these are bagged trees.
 */
export function forestClasses(
  x: Matrix,
  classes: ArrayLike<number>,
  z: Matrix,
  options: RandomForestOptions = {},
): Int32Array {
  checkTable('forestClasses', x, classes, z);
  return Int32Array.from(grown('forestClasses', 'RandomForestClassifier', x, classes, z, options));
}

/** Numbers at z `(m, d)` by a random forest trained on x `(n, d)` and y `(n)`; as `forestClasses`. */
export function forestNumbers(
  x: Matrix,
  y: ArrayLike<number>,
  z: Matrix,
  options: RandomForestOptions = {},
): Float64Array {
  checkTable('forestNumbers', x, y, z);
  return Float64Array.from(grown('forestNumbers', 'RandomForestRegression', x, y, z, options));
}

function grown(
  fn: string,
  kind: 'RandomForestClassifier' | 'RandomForestRegression',
  x: Matrix,
  y: ArrayLike<number>,
  z: Matrix,
  { trees = 50, features = x.cols, seed = 0 }: RandomForestOptions,
): number[] {
  checkInteger(fn, 'trees', trees, 1);
  checkInteger(fn, 'features', features, 1);
  checkInteger(fn, 'seed', seed);
  const values = Array.from(y);
  // The package makes no tree of a constant.
  if (values.every((value) => value === values[0])) return new Array<number>(z.rows).fill(values[0]);
  const Kind = loadPackage<Record<string, ForestConstructor>>(fn, 'ml-random-forest')[kind];
  const forest = new Kind({
    nEstimators: trees,
    maxFeatures: Math.min(features, x.cols),
    seed,
    // Each tree draws its features without repetition, and its points with.
    replacement: false,
    useSampleBagging: true,
    noOOB: true,
  });
  forest.train(x.toRows(), values);
  return forest.predict(z.toRows());
}
