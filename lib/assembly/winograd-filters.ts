// Filters 3 x 3 for the convolutions of winograd.ts: G F Gᵀ, and the adjoint of that. A transformed filter is one
// number a pair of channels in each of 36 planes, `plane` bytes apart.
import { VECTOR } from './windows';
import { add, IN, PLANES, storeBoth, sub, times } from './winograd-tiles';

// Side of a filter.
const FILTER: i32 = 3;

/** Six numbers of G g, g `from` bytes apart. */
// @ts-ignore: decorator
@inline
function filter(g: usize, from: usize, to: usize, step: usize): void {
  const g0 = v128.load(g);
  const g1 = v128.load(g + from);
  const g2 = v128.load(g + 2 * from);
  v128.store(to, g0);
  let even = times(-2.0 / 3.0, add(g0, times(0.5, g2)));
  let odd = times(-0.47140452079103168, g1);
  storeBoth(even, odd, to + step, step);
  even = times(1.0 / 6.0, add(g0, times(2, g2)));
  odd = times(0.23570226039551584, g1);
  storeBoth(even, odd, to + 3 * step, step);
  v128.store(to + 5 * step, g2);
}

/** Three numbers of Gᵀ u. */
// @ts-ignore: decorator
@inline
function filterBack(
  u0: v128,
  u1: v128,
  u2: v128,
  u3: v128,
  u4: v128,
  u5: v128,
  to: usize,
  step: usize,
): void {
  const even = times(-2.0 / 3.0, add(u1, u2));
  const odd = times(-0.47140452079103168, sub(u1, u2));
  const wideEven = times(1.0 / 6.0, add(u3, u4));
  const wideOdd = times(0.23570226039551584, sub(u3, u4));
  v128.store(to, add(u0, add(even, wideEven)));
  v128.store(to + step, add(odd, wideOdd));
  v128.store(to + 2 * step, add(u5, add(times(0.5, even), times(2, wideEven))));
}

/** The sum of `parts` vectors, `step` bytes apart. */
// @ts-ignore: decorator
@inline
function total(from: usize, parts: i32, step: usize): v128 {
  let sum = v128.load(from);
  for (let p = 1; p < parts; p++) sum = add(sum, v128.load((from += step)));
  return sum;
}

/** G F Gᵀ of filters, nine times `bytes`, a multiple of a vector, into 36 planes, the rest of which becomes 0. */
export function winogradFilter32(
  filters: usize,
  planes: usize,
  scratch: usize,
  bytes: usize,
  plane: usize,
): void {
  for (let p = 0; p < PLANES; p++) memory.fill(planes + <usize>p * plane + bytes, 0, plane - bytes);
  for (const end = filters + bytes; filters < end; filters += VECTOR, planes += VECTOR) {
    let to = scratch;
    let from = filters;
    for (let j = 0; j < FILTER; j++, from += bytes, to += VECTOR) filter(from, 3 * bytes, to, 3 * VECTOR);
    from = scratch;
    to = planes;
    for (let i = 0; i < IN; i++, from += 3 * VECTOR, to += 6 * plane) filter(from, VECTOR, to, plane);
  }
}

/** Gᵀ U G of 36 planes, into filters as above; U is the sum of `parts` such arrays, one after another. */
export function winogradFilterBack32(
  planes: usize,
  filters: usize,
  scratch: usize,
  bytes: usize,
  plane: usize,
  parts: i32,
): void {
  const whole = <usize>PLANES * plane;
  const line: usize = 6 * plane;
  for (const end = planes + bytes; planes < end; filters += VECTOR, planes += VECTOR) {
    let to = scratch;
    let from = planes;
    for (let j = 0; j < IN; j++, from += plane, to += VECTOR) {
      filterBack(
        total(from, parts, whole),
        total(from + line, parts, whole),
        total(from + 2 * line, parts, whole),
        total(from + 3 * line, parts, whole),
        total(from + 4 * line, parts, whole),
        total(from + 5 * line, parts, whole),
        to,
        6 * VECTOR,
      );
    }
    from = scratch;
    to = filters;
    for (let i = 0; i < FILTER; i++, from += 6 * VECTOR, to += 3 * bytes) {
      filterBack(
        v128.load(from),
        v128.load(from, 16),
        v128.load(from, 32),
        v128.load(from, 48),
        v128.load(from, 64),
        v128.load(from, 80),
        to,
        bytes,
      );
    }
  }
}
