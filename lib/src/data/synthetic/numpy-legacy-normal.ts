import { checkInteger } from '../../check.js';

const N = 624;
const M = 397;

/** 32 random bits a call: MT19937 as numpy's `RandomState(seed)` starts it (Matsumoto and Nishimura 1998). */
function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(N);
  state[0] = seed;
  for (let i = 1; i < N; i++) state[i] = Math.imul(state[i - 1] ^ (state[i - 1] >>> 30), 1812433253) + i;
  let at = N;
  return () => {
    if (at === N) {
      for (let i = 0; i < N; i++) {
        const y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff);
        state[i] = state[(i + M) % N] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
      }
      at = 0;
    }
    let y = state[at++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
}

/**
 * Standard normal numbers, one a call, the very ones of numpy's `RandomState(seed).randn`: published experiments that
 * were seeded so can be repeated on their own data. Polar method; of each pair the second comes first.
 *
 * @throws InputError if the seed is not an integer of at least 0.
 */
export function numpyLegacyNormal(seed: number): () => number {
  checkInteger('numpyLegacyNormal', 'seed', seed);
  const bits = mersenneTwister(seed);
  const uniform = (): number => ((bits() >>> 5) * 2 ** 26 + (bits() >>> 6)) * 2 ** -53;
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    for (;;) {
      const [x, y] = [2 * uniform() - 1, 2 * uniform() - 1];
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      spare = scale * x;
      return scale * y;
    }
  };
}
