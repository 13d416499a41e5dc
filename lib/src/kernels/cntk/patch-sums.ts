import { checkInteger } from '../../check.js';
import type { Real } from '../../linalg/matrix.js';
import { modulo, type PixelPairs, zeroPairs } from './pixel-pairs.js';

/**
 * P_q(M)[p, p'] = Σ_s M[p + s, p' + s] over the shifts s of a q x q window, the same for both pixels: the covariance
 * after a convolution with independent weights of variance 1 and circular padding. The window runs from -⌊q/2⌋ to
 * q - 1 - ⌊q/2⌋ in rows and columns.
 *
 * @throws InputError unless q is an integer of at least 1.
 */
export function patchSums(pairs: PixelPairs, q: number): PixelPairs {
  checkInteger('patchSums', 'q', q, 1);
  return alongColumns(alongRows(pairs, q), q);
}

// The window is a product of two: 2q additions an entry in place of q².
function alongRows({ size: d, period, values }: PixelPairs, q: number): PixelPairs {
  const out = zeroPairs(d, period);
  const area = d * d;
  forShifts(period, q, (a, source, shift, first) => {
    const turn = modulo(shift, d) * d;
    for (let b = 0; b < period; b++) {
      const [from, to] = [(source * period + b) * area, (a * period + b) * area];
      addTurned(values.data, from, out.values.data, to, area, turn, first);
    }
  });
  return out;
}

function alongColumns({ size: d, period, values }: PixelPairs, q: number): PixelPairs {
  const out = zeroPairs(d, period);
  const area = d * d;
  forShifts(period, q, (b, source, shift, first) => {
    const turn = modulo(shift, d);
    for (let a = 0; a < period; a++) {
      const [from, to] = [(a * period + source) * area, (a * period + b) * area];
      for (let r = 0; r < area; r += d)
        addTurned(values.data, from + r, out.values.data, to + r, d, turn, first);
    }
  });
  return out;
}

/** For each phase and shift of the window, in turn: the phase that is read, and by how much its second pixel moves. */
function forShifts(
  period: number,
  q: number,
  use: (phase: number, source: number, shift: number, first: boolean) => void,
): void {
  const first = -Math.floor(q / 2);
  for (let phase = 0; phase < period; phase++) {
    for (let s = first; s < first + q; s++) {
      const source = modulo(phase + s, period);
      use(phase, source, source - phase, s === first);
    }
  }
}

/** b[to + i] += a[from + (i + turn) mod n] for i below n, or = for the first of a sum. */
function addTurned(
  a: Real,
  from: number,
  b: Real,
  to: number,
  n: number,
  turn: number,
  first: boolean,
): void {
  const end = n - turn;
  const [start, back] = [from + turn, from - end];
  if (first) {
    for (let i = 0; i < end; i++) b[to + i] = a[start + i];
    for (let i = end; i < n; i++) b[to + i] = a[back + i];
  } else {
    for (let i = 0; i < end; i++) b[to + i] += a[start + i];
    for (let i = end; i < n; i++) b[to + i] += a[back + i];
  }
}
