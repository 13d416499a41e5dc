import { checkInteger } from '../../check.js';
import { Matrix, identity, type Precision, zeros } from '../../linalg/matrix.js';
import { type ClassCoding, clippedToSimplex } from './class-coding.js';

/**
 * One-hot codes: class k is eₖ, codes `(K, K)`; two classes are the numbers 0 and 1, codes `(2, 1)`. They are not
 * centred: far from all data the outputs are 0, which is class 0 of two and no class of more.
 */
export function zeroOneCodes(classes: number, precision: Precision = 'float64'): ClassCoding {
  checkInteger('zeroOneCodes', 'classes', classes, 2);
  const codes = classes === 2 ? new Matrix(2, 1, zeroOne(precision)) : identity(classes, precision);
  const weights = (outputs: Matrix): Matrix => (classes === 2 ? withComplement(outputs) : outputs.clone());
  return { codes, weights, decode: (outputs) => clippedToSimplex(weights(outputs)) };
}

const zeroOne = (precision: Precision): Float64Array | Float32Array =>
  precision === 'float64' ? Float64Array.of(0, 1) : Float32Array.of(0, 1);

function withComplement(outputs: Matrix): Matrix {
  const weights = zeros(outputs.rows, 2, outputs.precision);
  for (let i = 0; i < outputs.rows; i++) {
    weights.set(i, 0, 1 - outputs.data[i]);
    weights.set(i, 1, outputs.data[i]);
  }
  return weights;
}
