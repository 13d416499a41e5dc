import { InputError } from '../../errors.js';
import type { Matrix } from '../../linalg/matrix.js';
import type { TuningMetric } from './regression-metrics.js';

/** What a classifier says on m points: probabilities and unclipped weights, both `(m, K)`. */
export interface ClassOutput {
  readonly probabilities: Matrix;
  readonly weights: Matrix;
}

export type ClassificationMetric = 'accuracy' | 'brier' | 'logloss' | 'f1' | 'auc';

type Classes = ArrayLike<number>;

/** The column of the largest entry of each row; the first of equal ones. */
export function argmax(a: Matrix): Int32Array {
  return Int32Array.from({ length: a.rows }, (_, i) => {
    let best = 0;
    for (let k = 1; k < a.cols; k++) if (a.get(i, k) > a.get(i, best)) best = k;
    return best;
  });
}

/** Of a classifier's output and the true classes `(m)`, numbers of 0 to K - 1. */
export const classificationMetrics: Record<ClassificationMetric, TuningMetric<Classes, ClassOutput>> = {
  accuracy: { better: 'higher', value: ({ weights }, classes) => accuracy(argmax(weights), classes) },
  brier: { better: 'lower', value: ({ probabilities }, classes) => brier(probabilities, classes) },
  logloss: { better: 'lower', value: ({ probabilities }, classes) => logloss(probabilities, classes) },
  f1: { better: 'higher', value: ({ weights }, classes) => f1(argmax(weights), classes, weights.cols) },
  auc: { better: 'higher', value: ({ weights }, classes) => auc(weights, classes) },
};

/** The share of points whose class is met. */
export function accuracy(predicted: Classes, classes: Classes): number {
  let met = 0;
  for (let i = 0; i < classes.length; i++) if (predicted[i] === classes[i]) met++;
  return met / classes.length;
}

/** Mean over the points of Σₖ (pₖ - 1[class = k])². */
function brier(p: Matrix, classes: Classes): number {
  let sum = 0;
  for (let i = 0; i < p.rows; i++) {
    for (let k = 0; k < p.cols; k++) sum += (p.get(i, k) - Number(classes[i] === k)) ** 2;
  }
  return sum / p.rows;
}

/** Mean of -log p of the true class. */
function logloss(p: Matrix, classes: Classes): number {
  let sum = 0;
  for (let i = 0; i < p.rows; i++) sum -= Math.log(p.get(i, classes[i]));
  return sum / p.rows;
}

/** 2 TP / (2 TP + FP + FN) of class 1 for two classes, else its mean over the classes that occur. */
function f1(predicted: Classes, classes: Classes, count: number): number {
  const of = (k: number): number => {
    let [both, either] = [0, 0];
    for (let i = 0; i < classes.length; i++) {
      both += Number(predicted[i] === k && classes[i] === k);
      either += Number(predicted[i] === k) + Number(classes[i] === k);
    }
    return either === 0 ? NaN : (2 * both) / either;
  };
  if (count === 2) return of(1) || 0;
  const values = Array.from({ length: count }, (_, k) => of(k)).filter((value) => !Number.isNaN(value));
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/**
 * The chance that a point of class 1 has more weight on it than one of class 0; else the mean of each class against the
 * rest.
 */
function auc(weights: Matrix, classes: Classes): number {
  const one = (k: number): number => {
    const order = Array.from({ length: weights.rows }, (_, i) => i).sort(
      (a, b) => weights.get(a, k) - weights.get(b, k),
    );
    let [rankSum, positives] = [0, 0];
    for (let start = 0; start < order.length;) {
      let end = start;
      while (end < order.length && weights.get(order[end], k) === weights.get(order[start], k)) end++;
      // Equal ones share their mean rank.
      for (let at = start; at < end; at++) {
        if (classes[order[at]] !== k) continue;
        rankSum += (start + end + 1) / 2;
        positives++;
      }
      start = end;
    }
    const negatives = weights.rows - positives;
    if (positives === 0 || negatives === 0) return NaN;
    return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
  };
  const values = weights.cols === 2 ? [one(1)] : Array.from({ length: weights.cols }, (_, k) => one(k));
  const defined = values.filter((value) => !Number.isNaN(value));
  if (defined.length === 0) {
    throw new InputError(
      'auc',
      'classes',
      'are all the same',
      'give points of two classes or another tuningMetric',
    );
  }
  return defined.reduce((a, b) => a + b, 0) / defined.length;
}
