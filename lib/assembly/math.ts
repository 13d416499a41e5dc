// Elementary functions of a vector of doubles or singles: `T` chooses lanes, constants and degree. Accuracy is measured
// in test/elementwise/accuracy.test.ts.

// @ts-ignore: decorator
@inline
export function all<T extends number>(value: f64): v128 {
  return v128.splat<T>(<T>value);
}

/** a x + b. */
// @ts-ignore: decorator
@inline
export function line<T extends number>(x: v128, a: f64, b: f64): v128 {
  return v128.add<T>(v128.mul<T>(x, all<T>(a)), all<T>(b));
}

/** 2^k for integers k held as floating point numbers, within the range of normal results. */
// @ts-ignore: decorator
@inline
function power2<T extends number>(k: v128): v128 {
  if (sizeof<T>() == 8) {
    return i64x2.shl(f64x2.add(k, f64x2.splat(6755399441055744 + 1023)), 52);
  }
  return i32x4.shl(f32x4.add(k, f32x4.splat(12582912 + 127)), 23);
}

/** exp(x) = 2^k exp(r), r = x - k ln 2, |r| <= ln(2)/2, by the Taylor sum, which is below 0.05 ulp short. */
// @ts-ignore: decorator
@inline
export function exp<T extends number>(argument: v128): v128 {
  const double = sizeof<T>() == 8;
  // Where 2^k or the result may be no normal number.
  const extreme = v128.any_true(v128.gt<T>(v128.abs<T>(argument), all<T>(double ? 708 : 87)));
  let x = argument;
  if (extreme) {
    // Beyond these exp is 0 or infinite. pmin and pmax return their first argument when it is NaN.
    x = v128.pmin<T>(v128.pmax<T>(x, all<T>(double ? -746 : -104)), all<T>(double ? 710 : 89));
  }
  // Adding 1.5 * 2^52 (2^23) and taking it away rounds to an integer.
  const shift = all<T>(double ? 6755399441055744 : 12582912);
  const k = v128.sub<T>(v128.add<T>(v128.mul<T>(x, all<T>(1.4426950408889634)), shift), shift);
  // ln 2 in two parts (Cody and Waite): k times the first is exact.
  const high = all<T>(double ? 0.6931471803691238 : 0.693359375);
  const rest = all<T>(double ? 1.9082149292705877e-10 : -2.1219444005469058e-4);
  const r = v128.sub<T>(v128.sub<T>(x, v128.mul<T>(k, high)), v128.mul<T>(k, rest));
  const r2 = v128.mul<T>(r, r);
  const r4 = v128.mul<T>(r2, r2);
  let q = v128.add<T>(line<T>(r, 1.0 / 6, 1.0 / 2), v128.mul<T>(r2, line<T>(r, 1.0 / 120, 1.0 / 24)));
  if (double) {
    const b = v128.add<T>(line<T>(r, 1.0 / 5040, 1.0 / 720), v128.mul<T>(r2, line<T>(r, 1.0 / 362880, 1.0 / 40320)));
    const c = v128.add<T>(
      line<T>(r, 1.0 / 39916800, 1.0 / 3628800),
      v128.mul<T>(r2, line<T>(r, 1.0 / 6227020800, 1.0 / 479001600)),
    );
    q = v128.add<T>(q, v128.mul<T>(r4, v128.add<T>(b, v128.mul<T>(r4, c))));
  } else {
    q = v128.add<T>(q, v128.mul<T>(r4, line<T>(r, 1.0 / 5040, 1.0 / 720)));
  }
  const e = v128.add<T>(all<T>(1), v128.add<T>(r, v128.mul<T>(r2, q)));
  if (!extreme) return v128.mul<T>(e, power2<T>(k));
  // Two factors; the second product rounds once where the result is subnormal.
  const half = v128.sub<T>(v128.add<T>(v128.mul<T>(k, all<T>(0.5)), shift), shift);
  return v128.mul<T>(v128.mul<T>(e, power2<T>(half)), power2<T>(v128.sub<T>(k, half)));
}

/** log(x) = e ln 2 + log(m), m in [sqrt(1/2), sqrt 2), by the odd series in (m-1)/(m+1); constants of FreeBSD's e_log. */
// @ts-ignore: decorator
@inline
export function log<T extends number>(x: v128): v128 {
  const double = sizeof<T>() == 8;
  const one = all<T>(1);
  const zero = all<T>(0);
  // Subnormal numbers are scaled up first.
  const tiny = v128.lt<T>(x, all<T>(double ? 2.2250738585072014e-308 : 1.1754943508222875e-38));
  const scaled = v128.bitselect(v128.mul<T>(x, all<T>(double ? 18014398509481984 : 33554432)), x, tiny);
  const offset = v128.bitselect(all<T>(double ? 1023 + 54 : 127 + 25), all<T>(double ? 1023 : 127), tiny);
  let e: v128;
  let m: v128;
  if (double) {
    e = f64x2.sub(v128.or(i64x2.shr_u(scaled, 52), i64x2.splat(0x4330000000000000)), f64x2.splat(4503599627370496));
    m = v128.or(v128.and(scaled, i64x2.splat(0x000fffffffffffff)), f64x2.splat(1));
  } else {
    e = f32x4.convert_i32x4_u(i32x4.shr_u(scaled, 23));
    m = v128.or(v128.and(scaled, i32x4.splat(0x007fffff)), f32x4.splat(1));
  }
  const large = v128.gt<T>(m, all<T>(1.4142135623730951));
  m = v128.bitselect(v128.mul<T>(m, all<T>(0.5)), m, large);
  e = v128.add<T>(v128.sub<T>(e, offset), v128.and(large, one));
  const f = v128.sub<T>(m, one);
  const s = v128.div<T>(f, v128.add<T>(f, all<T>(2)));
  const z = v128.mul<T>(s, s);
  const w = v128.mul<T>(z, z);
  let odd: v128;
  let even: v128;
  if (double) {
    odd = line<T>(w, 0.14798198605116586, 0.1818357216161805);
    odd = v128.add<T>(v128.mul<T>(w, odd), all<T>(0.2857142874366239));
    odd = v128.add<T>(v128.mul<T>(w, odd), all<T>(0.6666666666666735));
    even = line<T>(w, 0.15313837699209373, 0.22222198432149784);
    even = v128.add<T>(v128.mul<T>(w, even), all<T>(0.3999999999940942));
  } else {
    odd = line<T>(w, 0.28498786688, 0.66666662693);
    even = line<T>(w, 0.24279078841, 0.40000972152);
  }
  const series = v128.add<T>(v128.mul<T>(z, odd), v128.mul<T>(w, even));
  const square = v128.mul<T>(v128.mul<T>(f, f), all<T>(0.5));
  const correction = v128.add<T>(
    v128.mul<T>(s, v128.add<T>(square, series)),
    v128.mul<T>(e, all<T>(double ? 1.9082149292705877e-10 : 9.0580006145e-6)),
  );
  const value = v128.sub<T>(
    v128.mul<T>(e, all<T>(double ? 0.6931471803691238 : 0.69313812256)),
    v128.sub<T>(v128.sub<T>(square, correction), f),
  );
  // 0 gives -Inf, numbers below 0 NaN, Inf and NaN themselves.
  const negative = v128.bitselect(all<T>(-Infinity), all<T>(NaN), v128.eq<T>(x, zero));
  const positive = v128.bitselect(value, x, v128.lt<T>(x, all<T>(Infinity)));
  return v128.bitselect(negative, positive, v128.le<T>(x, zero));
}

/** arccos(x) for |x| <= 1, by asin(s) = s + s R(s^2) on [0, 1/2]; the rational R of FreeBSD's e_acos. */
// @ts-ignore: decorator
@inline
export function arccos<T extends number>(x: v128): v128 {
  const size = v128.abs<T>(x);
  const outer = v128.gt<T>(size, all<T>(0.5));
  // arccos(|x|) = 2 asin(sqrt((1 - |x|) / 2)) keeps full accuracy near 1.
  const z = v128.bitselect(
    v128.mul<T>(v128.sub<T>(all<T>(1), size), all<T>(0.5)),
    v128.mul<T>(x, x),
    outer,
  );
  const s = v128.bitselect(v128.sqrt<T>(z), size, outer);
  let p: v128;
  let q: v128;
  if (sizeof<T>() == 8) {
    p = line<T>(z, 3.479331075960212e-5, 7.915349942898145e-4);
    p = v128.add<T>(v128.mul<T>(z, p), all<T>(-0.04005553450067941));
    p = v128.add<T>(v128.mul<T>(z, p), all<T>(0.20121253213486293));
    p = v128.add<T>(v128.mul<T>(z, p), all<T>(-0.3255658186224009));
    p = v128.add<T>(v128.mul<T>(z, p), all<T>(0.16666666666666666));
    q = line<T>(z, 0.07703815055590194, -0.6882839716054533);
    q = v128.add<T>(v128.mul<T>(z, q), all<T>(2.0209457602335057));
    q = v128.add<T>(v128.mul<T>(z, q), all<T>(-2.403394911734414));
    q = v128.add<T>(v128.mul<T>(z, q), all<T>(1));
  } else {
    p = line<T>(z, -8.656363003e-3, -4.2743422091e-2);
    p = v128.add<T>(v128.mul<T>(z, p), all<T>(0.16666586697));
    q = line<T>(z, -0.7066296339, 1);
  }
  const asin = v128.add<T>(s, v128.mul<T>(s, v128.div<T>(v128.mul<T>(z, p), q)));
  const twice = v128.add<T>(asin, asin);
  const below = v128.lt<T>(x, all<T>(0));
  const inner = v128.sub<T>(all<T>(1.5707963267948966), v128.bitselect(v128.neg<T>(asin), asin, below));
  const far = v128.bitselect(v128.sub<T>(all<T>(3.141592653589793), twice), twice, below);
  return v128.bitselect(far, inner, outer);
}
