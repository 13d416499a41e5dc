import type { Real } from './real.js';

/** `length` numbers of 8 or 4 bytes of a buffer from `address` on. */
export function realView(buffer: ArrayBufferLike, bytes: number, address: number, length: number): Real {
  return bytes === 8 ? new Float64Array(buffer, address, length) : new Float32Array(buffer, address, length);
}
