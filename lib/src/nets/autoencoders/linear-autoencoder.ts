import { checkFinite, checkInteger, checkMatrix, checkNonNegative, checkPositive } from '../../check.js';
import { gram } from '../../linalg/gram.js';
import { matmul } from '../../linalg/matmul.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { norm } from '../../linalg/norm.js';

export interface LinearAutoencoderOptions {
  /** B₀ `(k, d)`; not moved. */
  encoder: Matrix;
  /** A₀ `(d, k)`; 0 by default. */
  decoder?: Matrix;
  learningRate: number;
  steps: number;
  /** Steps after which a state is given, besides the start and the last. */
  at?: Iterable<number>;
  /** μ of v ← μv + gradient, A, B ← A, B - ηv. Default 0. */
  momentum?: number;
}

export interface LinearAutoencoderState {
  step: number;
  /** |X - ABX|² / (nd). */
  loss: number;
  /** B, in storage that the next state overwrites. */
  encoder: Matrix;
  /** A, likewise. */
  decoder: Matrix;
  /** |BBᵀ - AᵀA - (B₀B₀ᵀ - A₀ᵀA₀)| / |B₀B₀ᵀ - A₀ᵀA₀|, which gradient flow keeps at 0. */
  drift: number;
  diverged: boolean;
}

/**
 * Gradient descent on ½|X - ABX|² with samples in the rows of x `(n, d)`:
 * A ← A + η (I - AB) C Bᵀ, B ← B + η Aᵀ (I - AB) C, both from the old values, C = Xᵀ X.
 *
 * A state is given at step 0, after the steps `at` and at the end; a run whose loss is no longer finite ends with
 * `diverged`. Jain, Radhakrishnan, Uhler (2021), `linear_autoencoders.py` of their code.
 * @throws InputError on shapes or numbers that do not fit.
 * @example
 * ```ts
 * const options = { encoder: fromRows([[1]]), learningRate: 0.01, steps: 2000 };
 * const [start, end] = linearAutoencoder(fromRows([[1]]), options);
 * [start.step, end.step]; // [0, 2000]
 * end.loss < 1e-9; // true
 * ```
 */
export function* linearAutoencoder(
  x: Matrix,
  options: LinearAutoencoderOptions,
): Generator<LinearAutoencoderState, void> {
  const fn = 'linearAutoencoder';
  const { learningRate, steps, momentum = 0 } = options;
  const wanted = new Set(options.at);
  checkMatrix(fn, 'x', x);
  checkFinite(fn, 'x', x.data);
  const [n, d] = [x.rows, x.cols];
  checkMatrix(fn, 'encoder', options.encoder, { cols: d });
  checkFinite(fn, 'encoder', options.encoder.data);
  const b = options.encoder.clone();
  const k = b.rows;
  if (options.decoder) checkMatrix(fn, 'decoder', options.decoder, { rows: d, cols: k });
  const a = options.decoder?.clone() ?? zeros(d, k);
  checkPositive(fn, 'learningRate', learningRate);
  checkInteger(fn, 'steps', steps, 1);
  checkNonNegative(fn, 'momentum', momentum);
  const c = gram(x, { of: 'columns' });
  const [missed, error, va, vb] = [zeros(d, d), zeros(d, d), zeros(d, k), zeros(k, d)];
  const balance = (): Matrix => matmul(a, a, { transA: true, alpha: -1, beta: 1, out: gram(b) });
  const first = balance();
  const size = norm(first);
  const state = (step: number): LinearAutoencoderState => {
    const now = balance();
    for (let i = 0; i < now.data.length; i++) now.data[i] -= first.data[i];
    residual();
    // tr(R C Rᵀ), R = I - AB.
    let loss = 0;
    for (let i = 0; i < error.data.length; i++) loss += error.data[i] * missed.data[i];
    loss /= n * d;
    const diverged = !Number.isFinite(loss);
    return { step, loss, encoder: b, decoder: a, drift: norm(now) / size, diverged };
  };
  /** missed = I - AB, error = (I - AB) C. */
  const residual = (): void => {
    matmul(a, b, { alpha: -1, out: missed });
    for (let i = 0; i < d; i++) missed.data[i * d + i] += 1;
    matmul(missed, c, { out: error });
  };
  yield state(0);
  for (let step = 1; step <= steps; step++) {
    residual();
    matmul(error, b, { transB: true, beta: momentum, out: va });
    matmul(a, error, { transA: true, beta: momentum, out: vb });
    for (let i = 0; i < va.data.length; i++) {
      a.data[i] += learningRate * va.data[i];
      b.data[i] += learningRate * vb.data[i];
    }
    if (!wanted.has(step) && step !== steps) continue;
    const now = state(step);
    yield now;
    if (now.diverged) return;
  }
}
