import { checkFinite, checkMatrix, checkVector } from '../../check.js';
import { gemv } from '../../linalg/gemv.js';
import { gram } from '../../linalg/gram.js';
import { matmul } from '../../linalg/matmul.js';
import { allocate, Matrix, type Real, zeros } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';
import { gatherRows } from '../gather-rows.js';
import type { TangentModel } from '../tangent-model.js';
import { linearModel } from './linear-model.js';

/** u₀ `(m, d)` and v₀ (m) of a two-layer ReLU network f = (1/√(md)) Σᵢ vᵢ relu(uᵢ·x). */
export interface TwoLayerStart {
  u0: Matrix;
  v0: Real;
}

/** The network and its Taylor models at one start, each with parameters of its own. */
export interface TaylorModels {
  network: TangentModel;
  quadratic: TangentModel;
  linear: TangentModel;
}

/** u₀ ~ N(0, I_d), v₀ = ±1: the start of the paper's experiments. */
export function twoLayerStart(m: number, d: number, random: Random): TwoLayerStart {
  const u0 = random.fork('u').normalMatrix(m, d);
  const signs = random.fork('v');
  return { u0, v0: Float64Array.from({ length: m }, () => (signs.uniform() < 0.5 ? -1 : 1)) };
}

/**
 * A two-layer ReLU network on x `(n, d)` and its Taylor models of second and first order, in closed form:
 *
 *     f(u, v; x) = s Σᵢ vᵢ relu(uᵢ·x),   f_quad = s Σᵢ aᵢ(x) vᵢ (uᵢ·x),   aᵢ(x) = 1{u₀ᵢ·x ≥ 0},   s = 1/√(md).
 *
 * The quadratic model is the network with its gates frozen, since the only second derivatives are ∂²f/∂uᵢ∂vᵢ = s aᵢ x.
 * Zhu et al., Quadratic models for understanding catapult dynamics of neural networks (2024), eqs. of the NQM.
 * @throws InputError if shapes or precisions differ or an entry is not finite.
 */
export function twoLayerModels({ u0, v0, x }: TwoLayerStart & { x: Matrix }): TaylorModels {
  const fn = 'twoLayerModels';
  checkMatrix(fn, 'u0', u0, { cols: x.cols });
  checkVector(fn, 'v0', v0, u0.rows, u0.precision);
  for (const [name, data] of Object.entries({ u0: u0.data, v0, x: x.data })) checkFinite(fn, name, data);
  const start = new TwoLayer(u0, v0, x, 'frozen');
  const kernel = start.tangentKernel();
  return {
    network: new TwoLayer(u0, v0, x, 'current'),
    quadratic: new TwoLayer(u0, v0, x, 'frozen'),
    linear: linearModel({
      outputs: start.outputs().slice(),
      kernel,
      at: (z) => ({ outputs: start.predict(z).slice(), cross: start.crossKernel(z) }),
    }),
  };
}

/** The network, its gates either those of the present or those of the start. */
class TwoLayer implements TangentModel {
  readonly samples: number;
  readonly #x: Matrix;
  readonly #gates: 'current' | 'frozen';
  readonly #u0: Matrix;
  readonly #u: Matrix;
  readonly #v: Real;
  readonly #scale: number;
  /** aᵢ(x_j) of the start, `(n, m)`; of the present only where gates follow u. */
  readonly #frozen: Matrix;
  /** H = (X Uᵀ) ∘ A, `(n, m)`, of the rows of the last `outputs`. */
  readonly #h: Matrix;
  readonly #work: Matrix;
  readonly #f: Real;
  readonly #gathered: Matrix;
  readonly #known = new WeakMap<Matrix, Matrix>();
  #batch: Matrix;
  #rows: Int32Array | undefined;

  constructor(u0: Matrix, v0: Real, x: Matrix, gates: 'current' | 'frozen') {
    const [n, m] = [x.rows, u0.rows];
    this.samples = n;
    [this.#x, this.#batch, this.#gates, this.#u0] = [x, x, gates, u0];
    [this.#u, this.#v] = [u0.clone(), v0.slice()];
    this.#scale = 1 / Math.sqrt(m * x.cols);
    this.#h = zeros(n, m, x.precision);
    this.#work = zeros(n, m, x.precision);
    this.#gathered = zeros(n, x.cols, x.precision);
    this.#f = allocate(n, x.precision);
    this.#frozen = gatesOf(matmul(x, u0, { transB: true }));
  }

  outputs(rows?: Int32Array): Real {
    this.#rows = rows;
    this.#batch = rows === undefined ? this.#x : gatherRows(this.#x, rows, this.#gathered);
    const h = this.#first(this.#h);
    matmul(this.#batch, this.#u, { transB: true, out: h });
    gate(h, this.#gates === 'current' ? h : this.#frozen, this.#gates === 'current' ? undefined : rows);
    return gemv(h, this.#v, { alpha: this.#scale, out: this.#f.subarray(0, h.rows) });
  }

  step(outputGradient: Real, learningRate: number): void {
    const h = this.#first(this.#h);
    const weighted = this.#gatesTimes((i, a) => outputGradient[i] * a);
    // ∇_u = s diag(v) (A ∘ g)ᵀ X, with v as it is before its own step.
    for (let i = 0; i < weighted.rows; i++) {
      const row = weighted.row(i);
      for (let j = 0; j < row.length; j++) row[j] *= this.#v[j];
    }
    const rate = -learningRate * this.#scale;
    gemv(h, outputGradient, { transA: true, alpha: rate, beta: 1, out: this.#v });
    matmul(weighted, this.#batch, { transA: true, alpha: rate, beta: 1, out: this.#u });
  }

  tangentKernel({ rows, out }: { rows?: Int32Array; out?: Matrix } = {}): Matrix {
    this.outputs(rows);
    const n = this.#batch.rows;
    const k = out ?? zeros(n, n, this.#x.precision);
    const weighted = this.#gatesTimes((_, a) => a);
    scaleColumns(weighted, this.#v);
    const [inputs, gates] = [gram(this.#batch), gram(weighted)];
    gram(this.#first(this.#h), { out: k });
    const square = this.#scale ** 2;
    for (let i = 0; i < k.data.length; i++) k.data[i] = square * (k.data[i] + inputs.data[i] * gates.data[i]);
    return k;
  }

  predict(z: Matrix): Real {
    const h = matmul(z, this.#u, { transB: true });
    gate(h, this.#gates === 'current' ? h : this.#startGates(z), undefined);
    return gemv(h, this.#v, { alpha: this.#scale });
  }

  /** K(z, x) `(m, n)` between other points and the training points at the start. */
  crossKernel(z: Matrix): Matrix {
    const preactivations = matmul(z, this.#u, { transB: true });
    const gates = gatesOf(preactivations);
    gate(preactivations, gates, undefined);
    const own = this.#frozen.clone();
    for (const one of [gates, own]) scaleColumns(one, this.#v);
    this.outputs();
    const k = matmul(preactivations, this.#h, { transB: true });
    const [inputs, both] = [matmul(z, this.#x, { transB: true }), matmul(gates, own, { transB: true })];
    for (let i = 0; i < k.data.length; i++)
      k.data[i] = this.#scale ** 2 * (k.data[i] + inputs.data[i] * both.data[i]);
    return k;
  }

  // The gates of other points at the start, kept since they do not change.
  #startGates(z: Matrix): Matrix {
    const gates = this.#known.get(z) ?? gatesOf(matmul(z, this.#u0, { transB: true }));
    this.#known.set(z, gates);
    return gates;
  }

  // value(i, aᵢⱼ) over the batch of the last `outputs`, `(n, m)`.
  #gatesTimes(value: (i: number, a: number) => number): Matrix {
    const [h, work] = [this.#first(this.#h), this.#first(this.#work)];
    const m = h.cols;
    for (let i = 0; i < h.rows; i++) {
      const [on, off] = [value(i, 1), value(i, 0)];
      const gates = this.#frozen.data.subarray((this.#rows?.[i] ?? i) * m);
      const [into, own] = [work.row(i), h.row(i)];
      if (this.#gates === 'current') for (let j = 0; j < m; j++) into[j] = own[j] > 0 ? on : off;
      else for (let j = 0; j < m; j++) into[j] = gates[j] > 0 ? on : off;
    }
    return work;
  }

  #first(a: Matrix): Matrix {
    const rows = this.#batch.rows;
    return rows === a.rows ? a : new Matrix(rows, a.cols, a.data.subarray(0, rows * a.cols));
  }
}

/** 1{z ≥ 0}, in storage of its own. */
function gatesOf(z: Matrix): Matrix {
  const gates = zeros(z.rows, z.cols, z.precision);
  for (let i = 0; i < z.data.length; i++) gates.data[i] = +(z.data[i] >= 0);
  return gates;
}

/** h ← h ∘ 1{by ≥ 0}, `by` 0 or 1 where it holds gates; its rows are picked by `rows`. */
function gate(h: Matrix, by: Matrix, rows: Int32Array | undefined): void {
  const binary = by !== h;
  for (let i = 0; i < h.rows; i++) {
    const [row, gates] = [h.row(i), by.row(rows?.[i] ?? i)];
    for (let j = 0; j < row.length; j++) if (binary ? !(gates[j] > 0) : !(row[j] > 0)) row[j] = 0;
  }
}

function scaleColumns(a: Matrix, by: Real): void {
  for (let i = 0; i < a.rows; i++) {
    const row = a.row(i);
    for (let j = 0; j < row.length; j++) row[j] *= by[j];
  }
}
