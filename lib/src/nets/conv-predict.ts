import { Matrix, zeros } from '../linalg/matrix.js';
import { checkConvImages, type ConvNet } from './conv-net.js';
import { ConvPass } from './conv-pass.js';

// Images of one pass when many are predicted.
const AT_ONCE = 128;

/**
 * f(x), `(n, c)`; x `(n, channels · height · width)`, planes one after another.
 * @throws InputError if x has another shape or precision than the network, or is not finite.
 * @example
 * ```ts
 * const image = { channels: 1, height: 4, width: 4 };
 * const net = convNet({ image, layers: [{ filters: 2, patch: 3 }], outputs: 3, random: new Random(0) });
 * convPredict(net, zeros(1, 16)); // [[0, 0, 0]]
 * ```
 */
export function convPredict(net: ConvNet, x: Matrix): Matrix {
  checkConvImages('convPredict', net, x);
  const result = zeros(x.rows, net.head.rows, x.precision);
  let pass: ConvPass | undefined;
  for (let from = 0; from < x.rows; from += AT_ONCE) {
    const rows = Math.min(AT_ONCE, x.rows - from);
    if (pass?.rows !== rows) {
      pass?.free();
      pass = new ConvPass(net, rows);
    }
    const part = new Matrix(rows, x.cols, x.data.subarray(from * x.cols, (from + rows) * x.cols));
    result.data.set(pass.forward(part).data, from * result.cols);
  }
  pass?.free();
  return result;
}
