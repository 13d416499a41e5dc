// What winograd.ts and winograd-filters.ts share: the size of tiles, and arithmetic of four single-precision numbers.

/** Side of a tile of X and of a transformed filter, and numbers in either. */
export const IN: i32 = 6;
export const PLANES: i32 = 36;

// @ts-ignore: decorator
@inline
export function add(a: v128, b: v128): v128 {
  return f32x4.add(a, b);
}

// @ts-ignore: decorator
@inline
export function sub(a: v128, b: v128): v128 {
  return f32x4.sub(a, b);
}

// @ts-ignore: decorator
@inline
export function times(a: f32, b: v128): v128 {
  return f32x4.mul(f32x4.splat(a), b);
}

/** even + odd to `at` and even - odd `step` bytes on, which belong to two opposite points. */
// @ts-ignore: decorator
@inline
export function storeBoth(even: v128, odd: v128, at: usize, step: usize): void {
  v128.store(at, add(even, odd));
  v128.store(at + step, sub(even, odd));
}
