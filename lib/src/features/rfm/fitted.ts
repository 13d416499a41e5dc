import { InputError } from '../../errors.js';
import type { Kernel } from '../../kernels/kernel.js';
import type { Matrix, Real } from '../../linalg/matrix.js';
import type { FeatureEncoder } from './feature-encoder.js';
import type { FittedRounds, Progress } from './fit-rounds.js';
import type { Scaling } from './standardise.js';
import type { Table } from './table.js';

/** What a fit may be given beside the training points. */
export interface FitOptions<Y> extends Progress {
  /** Points that choose the round and stop the fit. */
  validation?: { x: Table; y: Y };
}

/** What a fit has learned. */
export interface Fitted extends Omit<FittedRounds, 'best'> {
  /** The training points as the kernel sees them, `(n, d)`. */
  readonly x: Matrix;
  /** α, M and kernel of the best round; M undefined is the identity. */
  readonly alpha: Matrix;
  readonly metric: Matrix | Real | undefined;
  readonly kernel: Kernel;
  readonly bestRound: number;
  /** What each of the d columns is. */
  readonly featureNames: readonly string[];
  readonly encoder: FeatureEncoder;
  /** Of the targets, where they were standardised. */
  readonly targetScaling?: Scaling | undefined;
}

/** What was fitted. @throws InputError if nothing was. */
export function fittedOnly<F>(fn: string, fitted: F | undefined): F {
  if (fitted !== undefined) return fitted;
  throw new InputError(fn, 'fitted', 'is read before fit', 'call and await fit first');
}
