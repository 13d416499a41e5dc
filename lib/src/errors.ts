/**
 * Errors of the library. Each message names the function, the argument and the value, and says what to do:
 * `laplaceKernel: bandwidth is -1; give a positive number`.
 */

/**
 * A wrong argument: `fn: argument is value; advice`.
 * @example
 * ```ts
 * const error = new InputError('laplace', 'bandwidth', 'is -1', 'give a positive number');
 * error.message; // 'laplace: bandwidth is -1; give a positive number'
 * ```
 */
export class InputError extends Error {
  override readonly name: string = 'InputError';
  readonly fn: string;
  readonly argument: string;

  constructor(fn: string, argument: string, problem: string, advice = '') {
    super(`${fn}: ${argument} ${problem}${advice ? `; ${advice}` : ''}`);
    this.fn = fn;
    this.argument = argument;
  }
}

/**
 * A computation that cannot go on: a matrix that is not positive definite, an iteration that does not converge.
 * @example
 * ```ts
 * let problem: unknown;
 * try {
 *   cholesky(fromRows([[-1]]));
 * } catch (error) {
 *   problem = error;
 * }
 * problem instanceof NumericalError; // true
 * ```
 */
export class NumericalError extends Error {
  override readonly name: string = 'NumericalError';
}

/** What went wrong with a data set or one of its files. */
export type DataProblem =
  | 'unknown' // no such data set, table or member
  | 'missing' // in none of the places
  | 'offline' // needs the network, which is forbidden
  | 'unverifiable' // its checksum is not known
  | 'unreachable' // connection refused, reset or no such host
  | 'timeout'
  | 'http-status'
  | 'too-large'
  | 'truncated'
  | 'corrupt' // the checksum is not one of those accepted
  | 'format' // right bytes for nobody: the file is not what its loader reads
  | 'read-only' // the cache cannot be written
  | 'disk-full';

/**
 * A data set that is unknown, missing, truncated, corrupt or cannot be downloaded; `code` says which.
 * @example
 * ```ts
 * const problem = await dataset('mnists' as 'mnist').catch((error: unknown) => error);
 * problem instanceof DataError; // true
 * ```
 */
export class DataError extends Error {
  override readonly name: string = 'DataError';
  readonly code: DataProblem;

  constructor(code: DataProblem, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * A long computation stopped by the user.
 * @example
 * ```ts
 * const step = () => {
 *   throw new Interrupted('stopped by the reader');
 * };
 * const problem = await complete(observed(1, 1, [0], [1]), { step }).catch((error: unknown) => error);
 * problem instanceof Interrupted; // true
 * ```
 */
export class Interrupted extends Error {
  override readonly name: string = 'Interrupted';
}
