import type { Matrix } from '../linalg/matrix.js';
import { checkConvImages, type ConvNet } from './conv-net.js';
import { ConvPass } from './conv-pass.js';

// Images of one pass when many are predicted.
const AT_ONCE = 64;

/**
 * f(x), `(n, c)`; x `(n, channels · height · width)`, planes one after another.
 * @throws InputError if x has another shape or precision than the network, or is not finite.
 * @example
 * ```ts
 * const image = { channels: 1, height: 8, width: 8 };
 * const net = convNet({ image, layers: [{ filters: 4, patch: 3 }], outputs: 10, random: new Random(0) });
 * const f = convPredict(net, new Random(1).normalMatrix(5, 64));
 * [f.rows, f.cols]; // [5, 10]
 * ```
 */
export function convPredict(net: ConvNet, x: Matrix): Matrix {
  checkConvImages('convPredict', net, x);
  const pass = new ConvPass(net, Math.min(AT_ONCE, x.rows));
  try {
    return pass.predict(x);
  } finally {
    pass.free();
  }
}
