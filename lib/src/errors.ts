/**
 * Errors of the library. Each message names the function, the argument and the value, and says what to do:
 * `laplaceKernel: bandwidth is -1; give a positive number`.
 */

/** A wrong argument: `fn: argument is value; advice`. */
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

/** A computation that cannot go on: a matrix that is not positive definite, an iteration that does not converge. */
export class NumericalError extends Error {
  override readonly name: string = 'NumericalError';
}

/** A data set that is unknown, missing, truncated, corrupt or cannot be downloaded. */
export class DataError extends Error {
  override readonly name: string = 'DataError';
}

/** A long computation stopped by the user. */
export class Interrupted extends Error {
  override readonly name: string = 'Interrupted';
}
