// Steps of Adam in double precision whatever the arrays are: two numbers at a time, each to the bit what the same lines
// give in JavaScript. f64 and f32 are one generic source.

/** Two numbers at `address`, or one in the first lane, as doubles. */
// @ts-ignore: decorator
@inline
function take<T extends number>(address: usize, pair: bool): v128 {
  if (!pair) return f64x2.splat(<f64>load<T>(address));
  return sizeof<T>() == 8 ? v128.load(address) : f64x2.promote_low_f32x4(v128.load64_zero(address));
}

/** Stores them; returns what is stored, as doubles. */
// @ts-ignore: decorator
@inline
function put<T extends number>(address: usize, value: v128, pair: bool): v128 {
  if (sizeof<T>() == 8) {
    if (pair) v128.store(address, value);
    else store<f64>(address, f64x2.extract_lane(value, 0));
    return value;
  }
  const rounded = f32x4.demote_f64x2_zero(value);
  if (pair) v128.store64_lane(address, rounded, 0);
  else store<f32>(address, f32x4.extract_lane(rounded, 0));
  return f64x2.promote_low_f32x4(rounded);
}

// @ts-ignore: decorator
@inline
function step<T extends number>(
  w: usize,
  g: usize,
  m: usize,
  v: usize,
  n: i32,
  beta1: f64,
  beta2: f64,
  rate: f64,
  correction: f64,
  epsilon: f64,
  weightDecay: f64,
): void {
  const size = <usize>sizeof<T>();
  for (let i = 0; i < n; i += 2) {
    const pair = i + 1 < n;
    const at = <usize>i * size;
    const before = take<T>(w + at, pair);
    const gradient = f64x2.add(take<T>(g + at, pair), f64x2.mul(f64x2.splat(weightDecay), before));
    const first = f64x2.add(
      f64x2.mul(f64x2.splat(beta1), take<T>(m + at, pair)),
      f64x2.mul(f64x2.splat(1 - beta1), gradient),
    );
    const second = f64x2.add(
      f64x2.mul(f64x2.splat(beta2), take<T>(v + at, pair)),
      f64x2.mul(f64x2.mul(f64x2.splat(1 - beta2), gradient), gradient),
    );
    const mean = put<T>(m + at, first, pair);
    const square = put<T>(v + at, second, pair);
    const root = f64x2.sqrt(f64x2.mul(square, f64x2.splat(correction)));
    const move = f64x2.div(f64x2.mul(f64x2.splat(rate), mean), f64x2.add(root, f64x2.splat(epsilon)));
    put<T>(w + at, f64x2.sub(before, move), pair);
  }
}

/** One step of n weights w by their gradients g, in place; m and v are what `adam` keeps of the gradients. */
export function adam64(
  w: usize,
  g: usize,
  m: usize,
  v: usize,
  n: i32,
  beta1: f64,
  beta2: f64,
  rate: f64,
  correction: f64,
  epsilon: f64,
  weightDecay: f64,
): void {
  step<f64>(w, g, m, v, n, beta1, beta2, rate, correction, epsilon, weightDecay);
}

export function adam32(
  w: usize,
  g: usize,
  m: usize,
  v: usize,
  n: i32,
  beta1: f64,
  beta2: f64,
  rate: f64,
  correction: f64,
  epsilon: f64,
  weightDecay: f64,
): void {
  step<f32>(w, g, m, v, n, beta1, beta2, rate, correction, epsilon, weightDecay);
}
