/** 2^(j / 512), correctly rounded, with j 2^43 taken from its bits: adding k 2^43 gives 2^(k / 512), j = k mod 512. */
export function powerTable(SIZE = 512n, SHIFT = 43n): BigInt64Array {
  const UNIT = 1n << 160n;
  // 2^(1 / 512) by nine square roots.
  let root = 2n * UNIT;
  for (let n = SIZE; n > 1n; n /= 2n) root = squareRoot(root * UNIT);
  const bits = new BigInt64Array(Number(SIZE));
  const values = new Float64Array(bits.buffer);
  let power = UNIT;
  for (let j = 0n; j < SIZE; j++) {
    values[Number(j)] = Number(power) / Number(UNIT);
    bits[Number(j)] -= j << SHIFT;
    power = (power * root) / UNIT;
  }
  return bits;
}

/** floor(sqrt(x)) by Newton's method from above. */
function squareRoot(x: bigint): bigint {
  let root = 1n << BigInt(x.toString(2).length);
  for (;;) {
    const next = (root + x / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
}
