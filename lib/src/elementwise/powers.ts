/** Where the heap's memory holds the table, within its first page; lib/assembly/math.ts reads it there. */
export const POWERS = 1024;

const STEPS = 2048;
const BITS = 96n;

/**
 * 2^(j / 2048), j = 0, ..., 2047, correctly rounded, each less j 2^41 in its bits: adding k 2^41 to the entry at
 * k mod 2048 gives 2^(k / 2048).
 */
export function powers(): BigInt64Array {
  // Integers over 2^96; the eleventh square root of 2 is 2^(1 / 2048).
  let root = 2n << BITS;
  for (let steps = STEPS; steps > 1; steps /= 2) root = squareRoot(root << BITS);
  const table = new BigInt64Array(STEPS);
  const values = new Float64Array(table.buffer);
  let power = 1n << BITS;
  for (let j = 0; j < STEPS; j++) {
    values[j] = Number(power) / Number(1n << BITS);
    table[j] -= BigInt(j) << 41n;
    power = (power * root) >> BITS;
  }
  return table;
}

/** floor(sqrt(x)) by Newton's method from above. */
function squareRoot(x: bigint): bigint {
  let root = 2n << BITS;
  for (;;) {
    const next = (root + x / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
