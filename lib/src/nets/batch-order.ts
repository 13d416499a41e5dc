import { checkInteger } from '../check.js';
import { InputError } from '../errors.js';
import type { Random } from '../linalg/random.js';

/**
 * Mini-batches of b of n samples without end: a fresh permutation each epoch, its last n mod b samples left out.
 * @throws InputError unless 1 ≤ b ≤ n.
 * @example
 * ```ts
 * const [first, second] = batchOrder(4, 2, new Random(0));
 * [...first, ...second].sort(); // [0, 1, 2, 3]
 * ```
 */
export function batchOrder(n: number, b: number, random: Random): Iterable<Int32Array> {
  checkInteger('batchOrder', 'n', n, 1);
  checkInteger('batchOrder', 'b', b, 1);
  if (b > n) throw new InputError('batchOrder', 'b', `is ${b}`, `there are ${n} samples`);
  return endless(n, b, random);
}

function* endless(n: number, b: number, random: Random): Generator<Int32Array, void> {
  for (;;) {
    const order = random.permutation(n);
    for (let from = 0; from + b <= n; from += b) yield order.subarray(from, from + b);
  }
}
