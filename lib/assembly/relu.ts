// One ReLU √2 of the covariance n and the tangent part t of pairs of images, after Cho and Saul. f64 and f32 are one
// generic source. A map's cell holds, one after another, the vectors n and t, with k0 or the adjoint of q where there
// is a third.
import { all, arccos, line } from './math';
import { VECTOR } from './windows';

export const INVERSE_PI = 0.3183098861837907;
export const PAIR: usize = 32;
export const TRIPLE: usize = 48;

/** c = n / s, 1 where it is so within rounding; 0 where s is 0. */
// @ts-ignore: decorator
@inline
export function cosine<T extends number>(n: v128, s: v128): v128 {
  const one = all<T>(1);
  const limit = all<T>(sizeof<T>() == 8 ? 1 - 1e-14 : 1 - 1e-6);
  const ratio = v128.andnot(v128.div<T>(n, s), v128.eq<T>(s, all<T>(0)));
  const c = v128.pmin<T>(v128.pmax<T>(ratio, all<T>(-1)), one);
  return v128.bitselect(one, c, v128.ge<T>(c, limit));
}

/** sqrt(1 - c^2) */
// @ts-ignore: decorator
@inline
export function sine<T extends number>(c: v128): v128 {
  const one = all<T>(1);
  return v128.sqrt<T>(v128.mul<T>(v128.sub<T>(one, c), v128.add<T>(one, c)));
}

/** p(a) / pi with arccos(a) = sqrt(1 - a) p(a), degree 7; two halves of the degree at a time. */
// @ts-ignore: decorator
@inline
function arccosSeries<T extends number>(a: v128): v128 {
  const b = v128.mul<T>(a, a);
  const low = v128.add<T>(
    line<T>(a, -0.2145988016 / Math.PI, 1.5707963050 / Math.PI),
    v128.mul<T>(b, line<T>(a, -0.0501743046 / Math.PI, 0.0889789874 / Math.PI)),
  );
  const high = v128.add<T>(
    line<T>(a, -0.0170881256 / Math.PI, 0.0308918810 / Math.PI),
    v128.mul<T>(b, line<T>(a, -0.0012624911 / Math.PI, 0.0066700901 / Math.PI)),
  );
  return v128.add<T>(low, v128.mul<T>(v128.mul<T>(b, b), high));
}

/**
 * n <- s k1(c), t <- t k0(c) into the cell at `to`, c = n / s; `signed` where c may be below 0; k0 to `slope` unless
 * that is 0.
 */
// @ts-ignore: decorator
@inline
export function relu<T extends number>(n: v128, t: v128, s: v128, signed: bool, to: usize, slope: usize): void {
  const inverse = all<T>(INVERSE_PI);
  const one = all<T>(1);
  let c: v128;
  let k0: v128;
  let height: v128;
  if (sizeof<T>() == 8) {
    c = cosine<T>(n, s);
    k0 = v128.mul<T>(inverse, arccos<T>(v128.neg<T>(c)));
    height = sine<T>(c);
  } else {
    // n is 0 where s is.
    c = v128.div<T>(n, v128.pmax<T>(s, all<T>(1e-37)));
    const a = signed ? v128.abs<T>(c) : c;
    // arccos(a) = sqrt(1 - a) p(a) for 0 <= a <= 1 to 2e-8 (Abramowitz and Stegun 4.4.46), its root shared with the
    // sine.
    const rest = v128.sub<T>(one, a);
    const root = v128.sqrt<T>(v128.and(rest, v128.gt<T>(rest, all<T>(1e-6))));
    const turn = v128.mul<T>(root, arccosSeries<T>(a));
    k0 = v128.sub<T>(one, turn);
    if (signed) k0 = v128.bitselect(turn, k0, v128.lt<T>(c, all<T>(0)));
    height = v128.mul<T>(root, v128.sqrt<T>(v128.add<T>(one, a)));
  }
  const k1 = v128.add<T>(v128.mul<T>(inverse, height), v128.mul<T>(c, k0));
  v128.store(to, v128.mul<T>(s, k1));
  v128.store(to, v128.mul<T>(t, k0), VECTOR);
  if (slope != 0) v128.store(slope, k0);
}
