// Elementwise maps over a tile of one or two row-major arrays, in place; a tile is `count` entries from (row, col) on.
// f64 and f32 are one generic source. Accuracy is measured in test/elementwise/accuracy.test.ts.
// Above 400 lines: AssemblyScript exports no generics, so each kernel is spelled out in both precisions.
import { all, arccos, exp, log } from './math';

// What a map computes from an entry g; constants, so that each exported kernel keeps one branch.
const EXP = 0;
const LOG = 1;
const SQRT = 2;
const LAPLACE = 3;
const LAPLACE_FACTOR = 4;
const GAUSSIAN = 5;
const GENERALISED = 6;
const GENERALISED_FACTOR = 7;

/** One map at one vector; `a` and `b` are its parameters, `x` and `z` the squared norms that belong to g. */
// @ts-ignore: decorator
@inline
function value<T extends number>(map: i32, g: v128, x: v128, z: v128, a: v128, b: v128): v128 {
  if (map == EXP) return exp<T>(g);
  if (map == LOG) return log<T>(g);
  if (map == SQRT) return v128.sqrt<T>(g);
  // What is left of |x|^2 + |z|^2 - 2 <x,z> below this part of the sum is rounding, of either sign: x and z are equal.
  const sum = v128.add<T>(x, z);
  const rest = v128.sub<T>(sum, v128.add<T>(g, g));
  const equal = v128.le<T>(rest, v128.mul<T>(v128.abs<T>(sum), all<T>(sizeof<T>() == 8 ? 1e-14 : 1e-6)));
  // Masked as late as can be: the root does not wait for the test, and what it makes of a `rest` below 0 is dropped.
  if (map == GAUSSIAN) return v128.mul<T>(b, exp<T>(v128.andnot(v128.mul<T>(rest, a), equal)));
  if (map == LAPLACE || map == LAPLACE_FACTOR) {
    const distance = v128.sqrt<T>(rest);
    const kernel = exp<T>(v128.andnot(v128.mul<T>(distance, a), equal));
    if (map == LAPLACE) return kernel;
    // The gradient at distance 0 is taken as 0, the mean over directions.
    return v128.andnot(v128.div<T>(kernel, v128.mul<T>(distance, b)), equal);
  }
  const power = v128.andnot(exp<T>(v128.mul<T>(b, log<T>(v128.mul<T>(rest, a)))), equal);
  const kernel = exp<T>(v128.neg<T>(power));
  if (map == GENERALISED) return kernel;
  const slope = v128.div<T>(v128.mul<T>(v128.mul<T>(v128.add<T>(b, b), power), kernel), rest);
  // Where the kernel is 0 its slope may be 0 times infinity.
  return v128.andnot(slope, v128.or(equal, v128.eq<T>(kernel, all<T>(0))));
}

// @ts-ignore: decorator
@inline
function tile<T extends number>(
  map: i32,
  xs: usize,
  zs: usize,
  cols: i32,
  a: T,
  b: T,
  data: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  const size = <usize>sizeof<T>();
  const lanes = 16 / sizeof<T>();
  const va = v128.splat<T>(a);
  const vb = v128.splat<T>(b);
  const plain = map <= SQRT;
  let x = va;
  let z = va;
  while (count > 0) {
    const end = min(cols, col + count);
    count -= end - col;
    if (!plain) x = v128.load_splat<T>(xs + <usize>row * size);
    for (; col + lanes <= end; col += lanes) {
      if (!plain) z = v128.load(zs + <usize>col * size);
      v128.store(data, value<T>(map, v128.load(data), x, z, va, vb));
      data += 16;
    }
    for (; col < end; col++) {
      if (!plain) z = v128.load_splat<T>(zs + <usize>col * size);
      v128.store_lane<T>(data, value<T>(map, v128.load_splat<T>(data), x, z, va, vb), 0);
      data += size;
    }
    col = 0;
    row++;
  }
}

/** sigma <- s k1(c), theta <- theta k0(c) + s k1(c) at one vector, or one number; c = sigma / s, s = x z. */
// @ts-ignore: decorator
@inline
function reluStep<T extends number>(sigma: usize, theta: usize, x: v128, z: v128, whole: bool): void {
  const one = all<T>(1);
  const s = v128.mul<T>(x, z);
  const g = whole ? v128.load(sigma) : v128.load_splat<T>(sigma);
  // Rounding may bring |c| above 1; where s is 0 every c gives 0.
  const ratio = v128.andnot(v128.div<T>(g, s), v128.eq<T>(s, all<T>(0)));
  const c = v128.pmin<T>(v128.pmax<T>(ratio, all<T>(-1)), one);
  const angle = arccos<T>(v128.neg<T>(c));
  const height = v128.sqrt<T>(v128.mul<T>(v128.sub<T>(one, c), v128.add<T>(one, c)));
  const inverse = all<T>(0.3183098861837907);
  const k1 = v128.mul<T>(inverse, v128.add<T>(height, v128.mul<T>(c, angle)));
  const nextSigma = v128.mul<T>(s, k1);
  const t = whole ? v128.load(theta) : v128.load_splat<T>(theta);
  const nextTheta = v128.add<T>(v128.mul<T>(t, v128.mul<T>(inverse, angle)), nextSigma);
  if (whole) {
    v128.store(sigma, nextSigma);
    v128.store(theta, nextTheta);
  } else {
    v128.store_lane<T>(sigma, nextSigma, 0);
    v128.store_lane<T>(theta, nextTheta, 0);
  }
}

// @ts-ignore: decorator
@inline
function reluTile<T extends number>(
  xs: usize,
  zs: usize,
  cols: i32,
  sigma: usize,
  theta: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  const size = <usize>sizeof<T>();
  const lanes = 16 / sizeof<T>();
  while (count > 0) {
    const end = min(cols, col + count);
    count -= end - col;
    const x = v128.load_splat<T>(xs + <usize>row * size);
    for (; col + lanes <= end; col += lanes) {
      reluStep<T>(sigma, theta, x, v128.load(zs + <usize>col * size), true);
      sigma += 16;
      theta += 16;
    }
    for (; col < end; col++) {
      reluStep<T>(sigma, theta, x, v128.load_splat<T>(zs + <usize>col * size), false);
      sigma += size;
      theta += size;
    }
    col = 0;
    row++;
  }
}

export function exp64(data: usize, row: i32, col: i32, count: i32): void {
  tile<f64>(EXP, 0, 0, i32.MAX_VALUE, 0, 0, data, row, col, count);
}

export function exp32(data: usize, row: i32, col: i32, count: i32): void {
  tile<f32>(EXP, 0, 0, i32.MAX_VALUE, 0, 0, data, row, col, count);
}

export function log64(data: usize, row: i32, col: i32, count: i32): void {
  tile<f64>(LOG, 0, 0, i32.MAX_VALUE, 0, 0, data, row, col, count);
}

export function log32(data: usize, row: i32, col: i32, count: i32): void {
  tile<f32>(LOG, 0, 0, i32.MAX_VALUE, 0, 0, data, row, col, count);
}

export function sqrt64(data: usize, row: i32, col: i32, count: i32): void {
  tile<f64>(SQRT, 0, 0, i32.MAX_VALUE, 0, 0, data, row, col, count);
}

export function sqrt32(data: usize, row: i32, col: i32, count: i32): void {
  tile<f32>(SQRT, 0, 0, i32.MAX_VALUE, 0, 0, data, row, col, count);
}

export function laplace64(
  xs: usize,
  zs: usize,
  cols: i32,
  a: f64,
  b: f64,
  data: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  tile<f64>(LAPLACE, xs, zs, cols, a, b, data, row, col, count);
}

export function laplace32(
  xs: usize,
  zs: usize,
  cols: i32,
  a: f32,
  b: f32,
  data: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  tile<f32>(LAPLACE, xs, zs, cols, a, b, data, row, col, count);
}

export function laplaceFactor64(
  xs: usize,
  zs: usize,
  cols: i32,
  a: f64,
  b: f64,
  data: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  tile<f64>(LAPLACE_FACTOR, xs, zs, cols, a, b, data, row, col, count);
}

export function laplaceFactor32(
  xs: usize,
  zs: usize,
  cols: i32,
  a: f32,
  b: f32,
  data: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  tile<f32>(LAPLACE_FACTOR, xs, zs, cols, a, b, data, row, col, count);
}

export function gaussian64(
  xs: usize,
  zs: usize,
  cols: i32,
  a: f64,
  b: f64,
  data: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  tile<f64>(GAUSSIAN, xs, zs, cols, a, b, data, row, col, count);
}

export function gaussian32(
  xs: usize,
  zs: usize,
  cols: i32,
  a: f32,
  b: f32,
  data: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  tile<f32>(GAUSSIAN, xs, zs, cols, a, b, data, row, col, count);
}

export function generalised64(
  xs: usize,
  zs: usize,
  cols: i32,
  a: f64,
  b: f64,
  data: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  tile<f64>(GENERALISED, xs, zs, cols, a, b, data, row, col, count);
}

export function generalised32(
  xs: usize,
  zs: usize,
  cols: i32,
  a: f32,
  b: f32,
  data: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  tile<f32>(GENERALISED, xs, zs, cols, a, b, data, row, col, count);
}

export function generalisedFactor64(
  xs: usize,
  zs: usize,
  cols: i32,
  a: f64,
  b: f64,
  data: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  tile<f64>(GENERALISED_FACTOR, xs, zs, cols, a, b, data, row, col, count);
}

export function relu64(
  xs: usize,
  zs: usize,
  cols: i32,
  sigma: usize,
  theta: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  reluTile<f64>(xs, zs, cols, sigma, theta, row, col, count);
}

export function generalisedFactor32(
  xs: usize,
  zs: usize,
  cols: i32,
  a: f32,
  b: f32,
  data: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  tile<f32>(GENERALISED_FACTOR, xs, zs, cols, a, b, data, row, col, count);
}

export function relu32(
  xs: usize,
  zs: usize,
  cols: i32,
  sigma: usize,
  theta: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  reluTile<f32>(xs, zs, cols, sigma, theta, row, col, count);
}

/**
 * The ReLU tangent kernel of `depth` hidden layers at one vector: T_0 = c_0 = c, c_{h+1} = k1(c_h),
 * T_{h+1} = T_h k0(c_h) + c_{h+1}; value <- s T_depth, and with `slopes` slope <- dT_depth / dc.
 */
// @ts-ignore: decorator
@inline
function tangent<T extends number>(
  slopes: bool,
  g: v128,
  s: v128,
  depth: i32,
  value: usize,
  slope: usize,
  whole: bool,
): void {
  const one = all<T>(1);
  const inverse = all<T>(0.3183098861837907);
  const ratio = v128.andnot(v128.div<T>(g, s), v128.eq<T>(s, all<T>(0)));
  let c = v128.pmin<T>(v128.pmax<T>(ratio, all<T>(-1)), one);
  // Within rounding of 1 the directions are equal: arccos would make 1e-8 of 1e-16, and k0' is infinite there.
  const limit = all<T>(sizeof<T>() == 8 ? 1 - 1e-14 : 1 - 1e-6);
  const equal = v128.ge<T>(c, limit);
  const opposite = v128.le<T>(c, v128.neg<T>(limit));
  c = v128.bitselect(one, c, equal);
  let t = c;
  let dc = one;
  let dt = one;
  for (let layer = 0; layer < depth; layer++) {
    const angle = v128.bitselect(all<T>(3.141592653589793), arccos<T>(v128.neg<T>(c)), v128.eq<T>(c, one));
    const height = v128.sqrt<T>(v128.mul<T>(v128.sub<T>(one, c), v128.add<T>(one, c)));
    const k0 = v128.bitselect(one, v128.mul<T>(inverse, angle), v128.eq<T>(c, one));
    const k1 = v128.bitselect(
      one,
      v128.mul<T>(inverse, v128.add<T>(height, v128.mul<T>(c, angle))),
      v128.eq<T>(c, one),
    );
    if (slopes) {
      // k0' = 1 / (pi height); k1' = k0.
      const steep = v128.andnot(v128.div<T>(inverse, height), v128.le<T>(height, all<T>(0)));
      const dropped = layer == 0 ? v128.andnot(steep, v128.or(equal, opposite)) : v128.andnot(steep, equal);
      dt = v128.add<T>(v128.mul<T>(dt, k0), v128.mul<T>(v128.mul<T>(t, dropped), dc));
      dc = v128.mul<T>(dc, k0);
      dt = v128.add<T>(dt, dc);
    }
    t = v128.add<T>(v128.mul<T>(t, k0), k1);
    c = v128.pmin<T>(k1, one);
  }
  const product = v128.mul<T>(s, t);
  if (whole) {
    v128.store(value, product);
    if (slopes) v128.store(slope, dt);
  } else {
    v128.store_lane<T>(value, product, 0);
    if (slopes) v128.store_lane<T>(slope, dt, 0);
  }
}

// @ts-ignore: decorator
@inline
function tangentTile<T extends number>(
  slopes: bool,
  xs: usize,
  zs: usize,
  cols: i32,
  depth: i32,
  value: usize,
  slope: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  const size = <usize>sizeof<T>();
  const lanes = 16 / sizeof<T>();
  while (count > 0) {
    const end = min(cols, col + count);
    count -= end - col;
    const x = v128.load_splat<T>(xs + <usize>row * size);
    while (col < end) {
      const at = zs + <usize>col * size;
      const whole = col + lanes <= end;
      if (whole) {
        tangent<T>(slopes, v128.load(value), v128.mul<T>(x, v128.load(at)), depth, value, slope, true);
      } else {
        const s = v128.mul<T>(x, v128.load_splat<T>(at));
        tangent<T>(slopes, v128.load_splat<T>(value), s, depth, value, slope, false);
      }
      const step = whole ? lanes : 1;
      col += step;
      value += <usize>step * size;
      if (slopes) slope += <usize>step * size;
    }
    col = 0;
    row++;
  }
}

export function tangent64(
  xs: usize,
  zs: usize,
  cols: i32,
  depth: i32,
  value: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  tangentTile<f64>(false, xs, zs, cols, depth, value, 0, row, col, count);
}

export function tangentSlope64(
  xs: usize,
  zs: usize,
  cols: i32,
  depth: i32,
  value: usize,
  slope: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  tangentTile<f64>(true, xs, zs, cols, depth, value, slope, row, col, count);
}

export function tangent32(
  xs: usize,
  zs: usize,
  cols: i32,
  depth: i32,
  value: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  tangentTile<f32>(false, xs, zs, cols, depth, value, 0, row, col, count);
}

export function tangentSlope32(
  xs: usize,
  zs: usize,
  cols: i32,
  depth: i32,
  value: usize,
  slope: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  tangentTile<f32>(true, xs, zs, cols, depth, value, slope, row, col, count);
}
