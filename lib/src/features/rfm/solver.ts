import type { Kernel } from '../../kernels/kernel.js';
import type { Metric } from '../../kernels/metric.js';
import type { Matrix, Precision } from '../../linalg/matrix.js';

/** One kernel machine to be fitted: f(z) = Σᵢ αᵢ k_M(xᵢ, z) with f(xᵢ) near yᵢ. */
export interface Problem {
  /** `(n, d)` */
  readonly x: Matrix;
  /** `(n, c)` */
  readonly y: Matrix;
  readonly kernel: Kernel;
  /** M; the identity if absent. */
  readonly metric: Metric | undefined;
  /** λ */
  readonly ridge: number;
  /**
   * K_M(X, X), `(n, n)`, in the precision of `x` or the one given. The solver may overwrite it; each call makes it anew
   * where it has to. A solver that never calls it, an iterative one, never has `(n, n)` numbers made.
   */
  gram(precision?: Precision): Matrix;
  /** As `gram`, but on and above the diagonal, which is all that may be read or overwritten: the cheaper of the two. */
  upperGram(precision?: Precision): Matrix;
}

/** What a solver did. */
export interface Solution {
  /** α, `(n, c)`, in the precision of `x`. */
  readonly alpha: Matrix;
  readonly report: SolveReport;
}

/** Facts on one solve, kept in the history of a fit. */
export type SolveReport = {
  solver: string;
  /** The ridge that was used: more than asked for after the fallback `ridge`. */
  ridge: number;
  precision: Precision;
  /** What the solver had to resort to. */
  fallback: 'none' | 'float64' | 'ridge';
};

/** Gives α for one problem; may be called for several at once. */
export type Solver = (problem: Problem) => Solution | Promise<Solution>;
