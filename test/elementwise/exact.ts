import { all, create, type BigNumber } from 'mathjs';

// 50 digits: 34 more than a double has.
const math = create(all, { number: 'BigNumber', precision: 50 });

export const big = (text: string): BigNumber => math.bignumber(text);
export const PI: BigNumber = big('3.14159265358979323846264338327950288419716939937511');

/** The number itself, not its shortest decimal form: an integer over a power of 2. */
export function exact(x: number): BigNumber {
  let shift = 0;
  while (!Number.isInteger(x)) {
    x *= 2;
    shift++;
  }
  return big(BigInt(x).toString()).div(big('2').pow(shift));
}

export const double = { bits: 53, least: -1022 };
export const single = { bits: 24, least: -126 };

/** |got - want| in units in the last place of `want`, in a format of `bits` and least exponent `least`. */
export function ulps(got: number, want: BigNumber, { bits, least }: typeof double): number {
  const exponent = want.isZero() ? least : Math.max(least, Math.floor(want.abs().log(2).toNumber()));
  const unit = big('2').pow(exponent - bits + 1);
  return exact(got).sub(want).abs().div(unit).toNumber();
}
