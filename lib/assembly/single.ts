// Arithmetic of vectors of four numbers in single precision.

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
