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

// Where the heap keeps its table of powers of 2, see lib/src/elementwise/powers.ts. No other memory has it: modules
// that use exp belong to the pool's HEAP_MODULES.
const POWERS: usize = 1024;

/** 1.5 * 2^52 + k, k = 2048 x / ln 2 rounded, which stands in the low bits. */
// @ts-ignore: decorator
@inline
function steps(x: v128): v128 {
  return f64x2.add(f64x2.mul(x, f64x2.splat(2954.639443740597)), f64x2.splat(6755399441055744));
}

/** 2^(k / 2048): the table's entry at k mod 2048, whose bits lack what adding k 2^41 brings. */
// @ts-ignore: decorator
@inline
function power(shifted: v128): v128 {
  const i = (i32x4.extract_lane(shifted, 0) & 2047) << 3;
  const j = (i32x4.extract_lane(shifted, 2) & 2047) << 3;
  const entries = v128.load64_lane(<usize>j, v128.load64_zero(<usize>i, POWERS), 1, POWERS);
  return i64x2.add(entries, i64x2.shl(shifted, 41));
}

/** exp(r) - 1, r = x - k ln(2) / 2048, |r| < 0.00017, by a cubic, which is at most 0.03 ulp of exp(r) off. */
// @ts-ignore: decorator
@inline
function excess(x: v128, shifted: v128): v128 {
  const k = f64x2.sub(shifted, f64x2.splat(6755399441055744));
  // ln 2 in two parts (Cody and Waite): k times the first is exact.
  const high = f64x2.mul(k, f64x2.splat(0.0003384507715509244));
  const r = f64x2.sub(f64x2.sub(x, high), f64x2.mul(k, f64x2.splat(2.0686139481490644e-13)));
  // Of all cubics r + b r^2 + r^3 / 6 the one with the least largest error.
  return f64x2.add(r, f64x2.mul(f64x2.mul(r, r), line<f64>(r, 1.0 / 6, 0.5000000009884942)));
}

/** exp(x), some |x| > 700, where 2^(k / 2048) or a product with it may be no normal number: kept 2^200 nearer to 1. */
// @ts-ignore: decorator
@inline
function extremeExp(argument: v128): v128 {
  // Beyond these exp is 0 or infinite. pmin and pmax return their first argument when it is NaN.
  const x = f64x2.pmin(f64x2.pmax(argument, f64x2.splat(-746)), f64x2.splat(710));
  const shifted = steps(x);
  const low = f64x2.lt(x, f64x2.splat(-700));
  const high = f64x2.gt(x, f64x2.splat(700));
  // The other number of the vector keeps its power, and so its bits.
  const lift = v128.or(v128.and(i64x2.splat(200 << 52), low), v128.and(i64x2.splat(-200 << 52), high));
  // What rounds to 0 is 0 from the start: a product that underflows takes tens of cycles.
  const near = v128.andnot(i64x2.add(power(shifted), lift), f64x2.lt(x, f64x2.splat(-745.14)));
  const up = v128.bitselect(f64x2.splat(1.6069380442589903e60), f64x2.splat(1), high);
  const far = v128.bitselect(f64x2.splat(6.223015277861142e-61), up, low);
  // The product rounds once more where the result is subnormal.
  return f64x2.mul(f64x2.add(near, f64x2.mul(near, excess(x, shifted))), far);
}

/** exp(x) = 2^(k / 2048) exp(r), r = x - k ln(2) / 2048 (Tang), in half the operations of a sum without a table. */
// @ts-ignore: decorator
@inline
function exp64(x: v128): v128 {
  if (i64x2.bitmask(f64x2.gt(f64x2.abs(x), f64x2.splat(700)))) return extremeExp(x);
  const shifted = steps(x);
  const p = power(shifted);
  return f64x2.add(p, f64x2.mul(p, excess(x, shifted)));
}

/** 2^k for integers k held as floating point numbers, within the range of normal results. */
// @ts-ignore: decorator
@inline
function power32(k: v128): v128 {
  return i32x4.shl(f32x4.add(k, f32x4.splat(12582912 + 127)), 23);
}

/** exp(x) = 2^k exp(r), r = x - k ln 2, |r| <= ln(2)/2, by the Taylor sum, which is below 0.05 ulp short. */
// @ts-ignore: decorator
@inline
function exp32(argument: v128): v128 {
  // Where 2^k or the result may be no normal number.
  const extreme = v128.any_true(f32x4.gt(f32x4.abs(argument), f32x4.splat(87)));
  let x = argument;
  if (extreme) {
    // Beyond these exp is 0 or infinite. pmin and pmax return their first argument when it is NaN.
    x = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-104)), f32x4.splat(89));
  }
  // Adding 1.5 * 2^23 and taking it away rounds to an integer.
  const shift = f32x4.splat(12582912);
  const k = f32x4.sub(f32x4.add(f32x4.mul(x, f32x4.splat(1.4426950408889634)), shift), shift);
  // ln 2 in two parts (Cody and Waite): k times the first is exact.
  const high = f32x4.mul(k, f32x4.splat(0.693359375));
  const r = f32x4.sub(f32x4.sub(x, high), f32x4.mul(k, f32x4.splat(-2.1219444005469058e-4)));
  const r2 = f32x4.mul(r, r);
  const low = f32x4.add(line<f32>(r, 1.0 / 6, 1.0 / 2), f32x4.mul(r2, line<f32>(r, 1.0 / 120, 1.0 / 24)));
  const q = f32x4.add(low, f32x4.mul(f32x4.mul(r2, r2), line<f32>(r, 1.0 / 5040, 1.0 / 720)));
  const e = f32x4.add(f32x4.splat(1), f32x4.add(r, f32x4.mul(r2, q)));
  if (!extreme) return f32x4.mul(e, power32(k));
  // Two factors; the second product rounds once where the result is subnormal, and is spared where that is 0.
  const half = f32x4.sub(f32x4.add(f32x4.mul(k, f32x4.splat(0.5)), shift), shift);
  const near = v128.andnot(f32x4.mul(e, power32(half)), f32x4.lt(x, f32x4.splat(-103.98)));
  return f32x4.mul(near, power32(f32x4.sub(k, half)));
}

/** exp(x), in double precision by the table in the heap. */
// @ts-ignore: decorator
@inline
export function exp<T extends number>(x: v128): v128 {
  return sizeof<T>() == 8 ? exp64(x) : exp32(x);
}

/**
 * log(x) = e ln 2 + log(m), m in [sqrt(1/2), sqrt 2), by the odd series in (m-1)/(m+1); constants of FreeBSD's e_log.
 */
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
