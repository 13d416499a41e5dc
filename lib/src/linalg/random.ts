import { checkInteger, checkPositive } from '../check.js';
import { InputError } from '../errors.js';
import { allocate, Matrix, type Precision, type Real } from './matrix.js';
import { xoshiro128 } from './xoshiro128.js';

/**
 * Seeded random numbers, the same on every machine: xoshiro128** with its state filled from the seed by SplitMix32.
 * @throws InputError if the seed is no integer of at least 0.
 * @example
 * ```ts
 * const random = new Random(0);
 * random.uniform(); // 0.106531
 * random.fork('weights').normal(); // -0.797413
 * random.permutation(5); // [4, 3, 1, 0, 2]
 * ```
 */
export class Random {
  readonly #seed: number;
  /** 32 random bits as an unsigned integer. */
  readonly bits: () => number;
  #spareNormal: number | undefined;

  /** `seed`: an integer of at least 0, below 2⁵³. */
  constructor(seed: number) {
    checkInteger('Random', 'seed', seed);
    this.#seed = seed;
    const next = splitMix32(seed % 2 ** 32, Math.floor(seed / 2 ** 32));
    this.bits = xoshiro128([next(), next(), next(), next()]);
  }

  /**
   * An independent stream named by `label`, for one part of a program. It depends on the seed and the label alone,
   * not on what has been drawn, so that a new part does not move the numbers of the others.
   */
  fork(label: string | number): Random {
    const next = splitMix32(this.#seed % 2 ** 32, Math.floor(this.#seed / 2 ** 32));
    let [low, high] = [next(), next()];
    for (const character of String(label)) {
      const mixed = splitMix32(low ^ character.codePointAt(0)!, high);
      [low, high] = [mixed(), mixed()];
    }
    return new Random((high & 0x1fffff) * 2 ** 32 + (low >>> 0));
  }

  /** Uniform on [0, 1), a multiple of 2⁻⁵³. */
  uniform(): number {
    return ((this.bits() >>> 5) * 2 ** 26 + (this.bits() >>> 6)) * 2 ** -53;
  }

  /** Standard normal, by Marsaglia's polar method. */
  normal(): number {
    if (this.#spareNormal !== undefined) {
      const spare = this.#spareNormal;
      this.#spareNormal = undefined;
      return spare;
    }
    let x: number;
    let y: number;
    let square: number;
    do {
      x = 2 * this.uniform() - 1;
      y = 2 * this.uniform() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    this.#spareNormal = y * scale;
    return x * scale;
  }

  /** Uniform on {0, ..., n - 1}, without bias; n at most 2³². */
  integer(n: number): number {
    checkInteger('Random.integer', 'n', n, 1);
    if (n > 2 ** 32) throw new InputError('Random.integer', 'n', `is ${n}`, 'give at most 2^32');
    // Draws above the last full multiple of n would favour small results.
    const limit = 2 ** 32 - (2 ** 32 % n);
    let draw: number;
    do draw = this.bits();
    while (draw >= limit);
    return draw % n;
  }

  /** Uniformly random order of 0, ..., n - 1. */
  permutation(n: number): Int32Array {
    checkInteger('Random.permutation', 'n', n);
    return this.#shuffled(n, n);
  }

  /** `count` different numbers of 0, ..., n - 1, in random order. */
  choice(n: number, count: number): Int32Array {
    checkInteger('Random.choice', 'n', n);
    checkInteger('Random.choice', 'count', count);
    if (count > n)
      throw new InputError('Random.choice', 'count', `is ${count}`, `at most n = ${n} can be drawn`);
    return this.#shuffled(n, count).slice(0, count);
  }

  /** Gamma(shape, 1): density x^(shape - 1) e⁻ˣ / Γ(shape), by Marsaglia and Tsang (2000). */
  gamma(shape: number): number {
    checkPositive('Random.gamma', 'shape', shape);
    return Math.exp(this.#logGamma(shape));
  }

  /**
   * Dirichlet(alpha): Gamma(alphaᵢ) variables over their sum; alpha `(k)`. Formed from logarithms, so that tiny
   * alphas, whose gammas all underflow, still give a point of the simplex.
   */
  dirichlet(alpha: ArrayLike<number>): Float64Array {
    if (alpha.length === 0) throw new InputError('Random.dirichlet', 'alpha', 'is empty');
    const logs = Float64Array.from(alpha, (shape, i) => {
      checkPositive('Random.dirichlet', `alpha[${i}]`, shape);
      return this.#logGamma(shape);
    });
    const largest = logs.reduce((a, b) => Math.max(a, b));
    const weights = logs.map((log) => Math.exp(log - largest));
    const sum = weights.reduce((a, b) => a + b);
    return weights.map((weight) => weight / sum);
  }

  /** Independent standard normals, `(rows, cols)`. */
  normalMatrix(rows: number, cols: number, precision: Precision = 'float64'): Matrix {
    checkInteger('Random.normalMatrix', 'rows', rows);
    checkInteger('Random.normalMatrix', 'cols', cols);
    return new Matrix(
      rows,
      cols,
      this.#fill(rows * cols, precision, () => this.normal()),
    );
  }

  /** Independent uniforms on [0, 1), `(rows, cols)`. */
  uniformMatrix(rows: number, cols: number, precision: Precision = 'float64'): Matrix {
    checkInteger('Random.uniformMatrix', 'rows', rows);
    checkInteger('Random.uniformMatrix', 'cols', cols);
    // A float32 below 1 needs 24 bits: rounding a 53-bit uniform could give 1.
    const draw = precision === 'float64' ? () => this.uniform() : () => (this.bits() >>> 8) * 2 ** -24;
    return new Matrix(rows, cols, this.#fill(rows * cols, precision, draw));
  }

  #fill(length: number, precision: Precision, draw: () => number): Real {
    const data = allocate(length, precision);
    for (let i = 0; i < length; i++) data[i] = draw();
    return data;
  }

  // Fisher and Yates, stopped after `count` places.
  #shuffled(n: number, count: number): Int32Array {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = 0; i < count && i < n - 1; i++) {
      const j = i + this.integer(n - i);
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }

  #logGamma(shape: number): number {
    // Gamma(a) = Gamma(a + 1) U^(1/a); in logarithms, because U^(1/a) underflows for small a.
    if (shape < 1) return this.#logGamma(shape + 1) + Math.log(1 - this.uniform()) / shape;
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v <= 0) continue;
      const u = 1 - this.uniform();
      if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return Math.log(d) + Math.log(v);
    }
  }
}

/** SplitMix32, started from a 64-bit seed given as two halves. */
function splitMix32(low: number, high: number): () => number {
  let state = mix32(low) ^ mix32(high + 0x5851f42d);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    return mix32(state);
  };
}

// Finaliser of MurmurHash3: a bijection in which each input bit changes each output bit with probability 1/2.
function mix32(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
