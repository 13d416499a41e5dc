/**
 * The library's table of contents. Everything is also importable by its own path, `agop/linalg/matrix`.
 */

// Matrices
export { Matrix, zeros, identity, fromRows, transpose, type Precision, type Real } from './linalg/matrix.js';

// Errors
export { InputError, NumericalError, DataError, Interrupted, type DataProblem } from './errors.js';
