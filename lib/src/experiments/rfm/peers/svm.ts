import { checkPositive } from '../../../check.js';
import type { Matrix } from '../../../linalg/matrix.js';
import { checkTable, loadQuietly } from './peer.js';

interface LibsvmModel {
  train(samples: number[][], labels: number[]): void;
  predict(samples: number[][]): number[];
  free(): void;
}

interface Libsvm {
  new (options: object): LibsvmModel;
  SVM_TYPES: { C_SVC: number };
  KERNEL_TYPES: { RBF: number };
}

export interface SvmOptions {
  /** C, the weight of a violation. Default 1. */
  cost?: number;
  /** γ of exp(-γ|x - z|²). Default 1 / d. */
  gamma?: number;
}

/**
 * Classes of z `(m, d)` by the support vector machine of libsvm with the Gaussian kernel (C-SVC, several classes one
 * against one), trained on x `(n, d)` with classes 0, 1, ... `(n)`.
 *
 * A peer in tables: the package `libsvm-js` is loaded on the first call.
 */
export async function svmClasses(
  x: Matrix,
  classes: ArrayLike<number>,
  z: Matrix,
  { cost = 1, gamma = 1 / x.cols }: SvmOptions = {},
): Promise<Int32Array> {
  checkTable('svmClasses', x, classes, z);
  checkPositive('svmClasses', 'cost', cost);
  checkPositive('svmClasses', 'gamma', gamma);
  const labels = Array.from(classes);
  // libsvm warns of it and goes on; the answer is known.
  if (labels.every((label) => label === labels[0])) return new Int32Array(z.rows).fill(labels[0]);
  libsvm ??= loadQuietly<Promise<Libsvm>>('svmClasses', 'libsvm-js');
  const SVM = await libsvm;
  const { SVM_TYPES, KERNEL_TYPES } = SVM;
  const model = new SVM({ type: SVM_TYPES.C_SVC, kernel: KERNEL_TYPES.RBF, cost, gamma });
  try {
    model.train(x.toRows(), labels);
    return Int32Array.from(model.predict(z.toRows()));
  } finally {
    model.free();
  }
}

let libsvm: Promise<Libsvm> | undefined;
