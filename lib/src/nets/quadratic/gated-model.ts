import { mapGated, mapOpen, mapRectify, mapTimes } from '../../elementwise/gate-maps.js';
import { gemv } from '../../linalg/gemv.js';
import { matmul } from '../../linalg/matmul.js';
import { allocate, Matrix, type Real, zeros } from '../../linalg/matrix.js';
import { gatherRows } from '../gather-rows.js';
import { HeapArrays } from '../heap-arrays.js';
import type { TangentModel } from '../tangent-model.js';
import { gatedKernel, type GatedSide } from './gated-kernel.js';
import { unitPreActivations } from './unit-pre-activations.js';

/** Two layers at their start: samples are P rows of x `(nP, q)`, units u₀ `(m, q)`, their readouts v₀ `(P, m)`. */
export interface GatedStart {
  x: Matrix;
  u0: Matrix;
  v0: Matrix;
  /** s. */
  scale: number;
}

/** A `TangentModel` in the kernels' memory, which `free` gives back. */
export interface GatedModel extends TangentModel {
  /** pᵀ K p = |Σⱼ pⱼ ∇f(xⱼ)|² of each row p of `(k, n)`, at the points of the last `outputs`, without K. */
  along(p: Matrix): Float64Array;
  free(): void;
}

/**
 * f = s Σ_{i,p} v_{ip} a_{ip}(x) u_i·x_p with gates a = 1{u_i·x_p > 0}: of the present units, which is the ReLU
 * network, or frozen as 1{u₀_i·x_p ≥ 0}, which is its quadratic Taylor model, exactly: the only second derivatives are
 * ∂²f/∂u_i∂v_{ip} = s a_{ip} x_p (Zhu et al., ICLR 2024, Sec. 2). With H = A ⊙ X Uᵀ a step is
 *
 *     U ← U - ηs Dᵀ X,  D_{jip} = g_j v_{ip} a_{jip};   v_{ip} ← v_{ip} - ηs Σ_j g_j h_{jip}.
 */
export function gatedModel({ x, u0, v0, scale }: GatedStart, frozen: boolean): GatedModel {
  const [positions, m] = [v0.rows, u0.rows];
  const storage = new HeapArrays(x.precision);
  const units = unitPreActivations(x, u0, { positions, frozen, storage });
  const v = v0.clone();
  const f = allocate(x.rows / positions, x.precision);
  const g = allocate(f.length, x.precision);
  const start = frozen ? units.gates() : undefined;
  const gates = storage.matrix(x.rows, m);
  // Of the last `outputs`: the rows of x it looked at, H, and the gates of these rows.
  let rows: Int32Array | undefined;
  let h = units.of();
  let open = gates;

  const look = (samples?: Int32Array): void => {
    rows = samples === undefined ? undefined : rowsOfSamples(samples, positions);
    h = units.of(rows);
    if (start === undefined) mapRectify(h, (open = firstRows(gates, h.rows)));
    else mapTimes(h, (open = rows === undefined ? start : gatherRows(start, rows, gates)));
  };
  // A ⊙ v of the last `outputs`.
  let spare: Matrix | undefined;
  const products = (): Matrix => {
    spare ??= storage.matrix(x.rows, m);
    return gatedReadout(h, open, v, firstRows(spare, h.rows));
  };
  return {
    samples: f.length,
    multiplications: x.rows * m * Math.min(x.rows, x.cols),
    outputs(samples) {
      look(samples);
      return readout(h, v, scale, f);
    },
    step(outputGradient, learningRate) {
      const n = h.rows / positions;
      const rate = -learningRate * scale;
      for (let j = 0; j < n; j++) g[j] = rate * outputGradient[j];
      const { change, adds: add } = units;
      if (rows === undefined) mapGated(change, open, { g, v, add });
      else {
        rows.forEach((to, row) => {
          const into = change.row(to);
          if (!add) into.fill(0);
          addGated(into, open.row(row), v.row(row % positions), g[Math.floor(row / positions)]);
        });
      }
      gemv(perSample(h, positions), g.subarray(0, n), { transA: true, beta: 1, out: v.data });
      // Last, since it may take the storage of H.
      units.moved(rows);
    },
    tangentKernel({ rows: samples, seen = false, out } = {}) {
      if (!seen) look(samples);
      const points = rows === undefined ? x : pick(x, rows);
      const side = { x: points, h, gatedReadout: products() };
      return gatedKernel(side, side, { positions, scale, out });
    },
    along(p) {
      const points = rows === undefined ? x : pick(x, rows);
      const gated = products();
      return Float64Array.from({ length: p.rows }, (_, k) => {
        const weighted = points.clone();
        for (let i = 0; i < weighted.rows; i++) {
          const row = weighted.row(i);
          for (let j = 0; j < row.length; j++) row[j] *= p.get(k, Math.floor(i / positions));
        }
        const byUnits = matmul(weighted, gated, { transA: true });
        const byReadouts = gemv(perSample(h, positions), p.row(k), { transA: true });
        return scale * scale * (squares(byUnits.data) + squares(byReadouts));
      });
    },
    predict(points) {
      const outputs = allocate(points.rows / positions, x.precision);
      let from = 0;
      for (const block of units.at(points)) {
        if (frozen) mapTimes(block.z, block.gates);
        else mapRectify(block.z, block.gates);
        readout(block.z, v, scale, outputs.subarray(from, (from += block.z.rows / positions)));
      }
      return outputs;
    },
    free: () => storage.free(),
  };
}

/** The outputs at the start, and the side that gives the tangent kernel there. */
export function gatedStart(x: Matrix, { u0, v0, scale }: GatedStart): GatedSide & { outputs: Real } {
  const h = matmul(x, u0, { transB: true });
  const gates = h.clone();
  mapOpen(gates);
  mapTimes(h, gates);
  const outputs = readout(h, v0, scale, allocate(x.rows / v0.rows, x.precision));
  return { x, h, gatedReadout: gatedReadout(h, gates, v0, gates.clone()), outputs };
}

/** s Σ_{i,p} v_{ip} h_{ip} of every sample, at the start of f. */
function readout(h: Matrix, v: Matrix, scale: number, f: Real): Real {
  const samples = perSample(h, v.rows);
  return gemv(samples, v.data, { alpha: scale, out: f.subarray(0, samples.rows) });
}

/** A ⊙ v into `out`. */
function gatedReadout(h: Matrix, gates: Matrix, v: Matrix, out: Matrix): Matrix {
  mapGated(out, gates, { g: allocate(h.rows / v.rows, h.precision).fill(1), v });
  return out;
}

/** The P rows of a sample side by side, `(n, Pm)`, as a view. */
function perSample({ rows, cols, data }: Matrix, positions: number): Matrix {
  return new Matrix(rows / positions, cols * positions, data.subarray(0, rows * cols));
}

/** One row of `mapGated`, which a few rows apart do not pay. */
function addGated(to: Real, gates: Real, v: Real, factor: number): void {
  for (let k = 0; k < to.length; k++) to[k] += factor * v[k] * gates[k];
}

function squares(a: Real): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * a[i];
  return sum;
}

function firstRows(a: Matrix, rows: number): Matrix {
  return rows === a.rows ? a : new Matrix(rows, a.cols, a.data.subarray(0, rows * a.cols));
}

function pick(x: Matrix, rows: Int32Array): Matrix {
  const part = zeros(rows.length, x.cols, x.precision);
  rows.forEach((row, i) => part.row(i).set(x.row(row)));
  return part;
}

function rowsOfSamples(samples: Int32Array, positions: number): Int32Array {
  if (positions === 1) return samples.slice();
  return Int32Array.from(
    { length: samples.length * positions },
    (_, i) => samples[Math.floor(i / positions)] * positions + (i % positions),
  );
}
