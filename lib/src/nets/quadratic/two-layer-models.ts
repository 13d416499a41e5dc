import { checkFinite, checkInteger, checkMatrix, checkSamePrecision, checkVector } from '../../check.js';
import { allocate, Matrix, type Precision, type Real, zeros } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';
import { rowView } from '../../linalg/row-view.js';
import type { TangentModel } from '../tangent-model.js';
import { gatedKernel } from './gated-kernel.js';
import { type GatedModel, gatedModel, type GatedStart, gatedStart } from './gated-model.js';
import { linearModel, type LinearStart } from './linear-model.js';
import { perMatrix } from './per-matrix.js';

/** u₀ `(m, d)` and v₀ (m) of a two-layer ReLU network f = (1/√(md)) Σᵢ vᵢ relu(uᵢ·x). */
export interface TwoLayerStart {
  u0: Matrix;
  v0: Real;
}

/** The network and its Taylor models: every call makes one at the start, with parameters of its own. */
export interface TaylorModels {
  network(): GatedModel;
  quadratic(): GatedModel;
  linear(): TangentModel;
}

/**
 * u₀ ~ N(0, I_d), v₀ = ±1: the start of the paper's experiments. @throws InputError on an empty layer.
 * @example
 * ```ts
 * twoLayerStart(3, 2, new Random(0)).v0.map(Math.abs); // [1, 1, 1]
 * ```
 */
export function twoLayerStart(m: number, d: number, random: Random, precision?: Precision): TwoLayerStart {
  checkInteger('twoLayerStart', 'm', m, 1);
  checkInteger('twoLayerStart', 'd', d, 1);
  const u0 = random.fork('u').normalMatrix(m, d, precision);
  return { u0, v0: signs(m, random.fork('v'), precision) };
}

/** ±1 with equal chances. */
export function signs(count: number, random: Random, precision?: Precision): Real {
  const drawn = allocate(count, precision);
  for (let i = 0; i < count; i++) drawn[i] = random.uniform() < 0.5 ? -1 : 1;
  return drawn;
}

/**
 * A two-layer ReLU network on x `(n, d)` and its Taylor models of second and first order, in closed form:
 *
 *     f(u, v; x) = s Σᵢ vᵢ relu(uᵢ·x),   f_quad = s Σᵢ aᵢ(x) vᵢ (uᵢ·x),   aᵢ(x) = 1{u₀ᵢ·x ≥ 0},   s = 1/√(md).
 *
 * The quadratic model is the network with its gates frozen, since the only second derivatives are ∂²f/∂uᵢ∂vᵢ = s aᵢ x.
 * Zhu et al., Quadratic models for understanding catapult dynamics of neural networks (2024), eqs. of the NQM.
 * @throws InputError if shapes or precisions differ or an entry is not finite.
 * @example
 * ```ts
 * const start = twoLayerStart(100, 2, new Random(0));
 * const models = twoLayerModels({ ...start, x: identity(2) });
 * const [network, quadratic] = [models.network(), models.quadratic()];
 * quadratic.outputs()[0] - network.outputs()[0]; // 0
 * network.free();
 * quadratic.free();
 * ```
 */
export function twoLayerModels({ u0, v0, x }: TwoLayerStart & { x: Matrix }): TaylorModels {
  const fn = 'twoLayerModels';
  checkMatrix(fn, 'x', x);
  checkMatrix(fn, 'u0', u0, { cols: x.cols });
  checkSamePrecision(fn, { u0, x });
  checkVector(fn, 'v0', v0, u0.rows, u0.precision);
  for (const [name, data] of Object.entries({ u0: u0.data, v0, x: x.data })) checkFinite(fn, name, data);
  const scale = 1 / Math.sqrt(u0.rows * u0.cols);
  return gatedModels({ x, u0, v0: new Matrix(1, u0.rows, v0), scale }, (z) => {
    checkMatrix(`${fn}.predict`, 'x', z, { cols: u0.cols });
    checkSamePrecision(`${fn}.predict`, { u0, x: z });
    return z;
  });
}

// Numbers of the pre-activations of points that the linear model meets at once.
const BLOCK = 2 ** 25;

/** The three models of one start; `rowsOf` makes the rows of points to predict, the same ones for the same points. */
export function gatedModels(start: GatedStart, rowsOf: (z: Matrix) => Matrix): TaylorModels {
  const { x, v0, scale } = start;
  const shape = { positions: v0.rows, scale };
  const predicting = (model: GatedModel): GatedModel => ({
    ...model,
    predict: (z) => model.predict(rowsOf(z)),
  });
  let known: LinearStart | undefined;
  const linear = (): LinearStart => {
    const side = gatedStart(x, start);
    const at = perMatrix((z) => {
      const rows = rowsOf(z);
      const n = rows.rows / v0.rows;
      const outputs = allocate(n, x.precision);
      const cross = zeros(n, side.outputs.length, x.precision);
      const most = Math.max(1, Math.floor(BLOCK / v0.data.length));
      for (let from = 0; from < n; from += most) {
        const to = Math.min(n, from + most);
        const there = gatedStart(rowView(rows, from * v0.rows, to * v0.rows), start);
        outputs.set(there.outputs, from);
        gatedKernel(there, side, { ...shape, out: rowView(cross, from, to) });
      }
      return { outputs, cross };
    });
    return { outputs: side.outputs, kernel: gatedKernel(side, side, shape), at };
  };
  return {
    network: () => predicting(gatedModel(start, false)),
    quadratic: () => predicting(gatedModel(start, true)),
    linear: () => linearModel((known ??= linear())),
  };
}
