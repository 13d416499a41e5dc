import type { Matrix } from '../linalg/matrix.js';
import type { Metric } from './metric.js';

/** A kernel's name and parameters as plain data: what a saved model holds and `kernelFrom` reads. */
export type KernelSpec = { name: string } & { [parameter: string]: number | string };

/** Options of a kernel's two computations. */
export interface KernelOptions {
  /** M; the identity if absent. */
  metric?: Metric;
}

/**
 * Points X `(n, d)` that others are compared with more than once: what X costs is paid once. `out` is storage that a
 * result may take, which spares a loop new memory.
 */
export interface FixedPoints {
  /** K(X, X), `(n, n)`, exactly symmetric with the exact diagonal. */
  gram(out?: Matrix): Matrix;
  /** K(Z, X), `(m, n)`, for Z `(m, d)`. */
  matrix(z: Matrix, out?: Matrix): Matrix;
  /** K(Z, X) B, `(m, c)`, for B `(n, c)`, where it spares the storage of K(Z, X). */
  times?(z: Matrix, b: Matrix): Matrix;
}

/** K(X, X) with what the gradients at the points themselves need, so that both cost one pass over the distances. */
export interface TrainingPair {
  /**
   * K(X, X), `(n, n)`, on and above the diagonal, which the caller may overwrite, by its factor say. What is below is
   * the pair's own.
   */
  readonly upper: Matrix;
  /** The `(n, n)` matrices that the pair holds: given to the next pair, they spare it new memory. */
  readonly storage?: readonly Matrix[];
  /** As `Kernel.gradients(x, alpha, x)`, at the rows `from` to `to` (default all): `(to - from, c·d)`. */
  gradients(alpha: Matrix, from?: number, to?: number): Matrix;
}

/**
 * A kernel k(x, z) on rows of d numbers. Results have the precision of `x`; all matrices of a call have one precision.
 * Kernels are immutable values: `laplace({ bandwidth: 10 })`.
 */
export interface Kernel {
  readonly spec: KernelSpec;
  /** L, where the kernel has one. */
  readonly bandwidth: number | undefined;
  /** The same kernel at another bandwidth. @throws InputError where it has none. */
  withBandwidth(bandwidth: number): Kernel;
  /**
   * K(X, Z), `(n, m)` for X `(n, d)` and Z `(m, d)`; without `z`, K(X, X), exactly symmetric with the exact diagonal.
   */
  matrix(x: Matrix, z?: Matrix, options?: KernelOptions & { out?: Matrix }): Matrix;
  /**
   * K(X, X), and K(Z, X) of many Z. Holds a copy of X, in `storage` `(n, d)` if given, whose earlier use ends; absent
   * where X costs little beside its products.
   */
  against?(x: Matrix, options?: KernelOptions & { storage?: Matrix }): FixedPoints;
  /**
   * ∇_z f_l(z_j) for f_l(z) = Σ_i alpha_il k(x_i, z), in closed form and with its true sign: alpha `(n, c)`, Z
   * `(m, d)`, result `(m, c·d)`, row j holding the gradients of the c outputs one after another. Terms with r = 0,
   * where the kernel has no gradient, are dropped.
   */
  gradients(x: Matrix, alpha: Matrix, z: Matrix, options?: KernelOptions): Matrix;
  /**
   * K(X, X) now and gradients at X later. `storage`: that of an earlier pair for as many points, which ends its use, or
   * new.
   */
  trainingPair(
    x: Matrix,
    options?: KernelOptions & { storage?: readonly Matrix[] | undefined },
  ): TrainingPair;
}
