import { type Matrix, type Precision, zeros } from '../../linalg/matrix.js';
import { type ClassCoding, clippedToSimplex } from './class-coding.js';
import { zeroOneCodes } from './zero-one-codes.js';

/** Two classes as 0 and 1, whose outputs f are log-odds: the weights are 1 - σ(f) and σ(f). */
export function logisticCodes(precision: Precision = 'float64'): ClassCoding {
  const weights = (outputs: Matrix): Matrix => {
    const p = zeros(outputs.rows, 2, outputs.precision);
    for (let i = 0; i < outputs.rows; i++) {
      p.set(i, 0, 1 / (1 + Math.exp(outputs.data[i])));
      p.set(i, 1, 1 / (1 + Math.exp(-outputs.data[i])));
    }
    return p;
  };
  return { codes: zeroOneCodes(2, precision).codes, weights, decode: (f) => clippedToSimplex(weights(f)) };
}
