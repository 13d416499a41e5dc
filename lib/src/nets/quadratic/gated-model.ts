import { mapGated, mapRectify, mapTimes } from '../../elementwise/gate-maps.js';
import { gemv } from '../../linalg/gemv.js';
import { matmul } from '../../linalg/matmul.js';
import { allocate, Matrix, type Real, zeros } from '../../linalg/matrix.js';
import { gatherRows } from '../gather-rows.js';
import type { TangentModel } from '../tangent-model.js';
import { gatedKernel, type GatedSide } from './gated-kernel.js';
import { perMatrix } from './per-matrix.js';
import { unitPreActivations } from './unit-pre-activations.js';

/** Two layers at their start: samples are P rows of x `(nP, q)`, units u₀ `(m, q)`, their readouts v₀ `(P, m)`. */
export interface GatedStart {
  x: Matrix;
  u0: Matrix;
  v0: Matrix;
  /** s. */
  scale: number;
}

/**
 * f = s Σ_{i,p} v_{ip} a_{ip}(x) u_i·x_p with gates a = 1{u_i·x_p > 0}: of the present units, which is the ReLU network,
 * or frozen as 1{u₀_i·x_p ≥ 0}, which is its quadratic Taylor model, exactly: the only second derivatives are
 * ∂²f/∂u_i∂v_{ip} = s a_{ip} x_p (Zhu et al., ICLR 2024, Sec. 2). With H = A ⊙ X Uᵀ a step is
 *
 *     U ← U - ηs Dᵀ X,  D_{jip} = g_j v_{ip} a_{jip};   v_{ip} ← v_{ip} - ηs Σ_j g_j h_{jip}.
 */
export function gatedModel({ x, u0, v0, scale }: GatedStart, frozen: boolean): TangentModel {
  const [positions, m] = [v0.rows, u0.rows];
  const units = unitPreActivations(x, u0);
  const v = v0.clone();
  const f = allocate(x.rows / positions, x.precision);
  const g = allocate(f.length, x.precision);
  const start = frozen ? startGates(units.of()) : undefined;
  const gates = zeros(x.rows, m, x.precision);
  const gatesAtStart = perMatrix((z) => startGates(matmul(z, u0, { transB: true })));
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
  return {
    samples: f.length,
    outputs(samples) {
      look(samples);
      return readout(h, v, scale, f);
    },
    step(outputGradient, learningRate) {
      const n = h.rows / positions;
      const rate = -learningRate * scale;
      for (let j = 0; j < n; j++) g[j] = rate * outputGradient[j];
      if (rows === undefined) mapGated(units.change, open, { g, v });
      else {
        rows.forEach((to, row) => {
          const factor = g[Math.floor(row / positions)];
          addGated(units.change.row(to), open.row(row), v.row(row % positions), factor);
        });
      }
      gemv(perSample(h, positions), g.subarray(0, n), { transA: true, beta: 1, out: v.data });
      // Last, since it may take the storage of H.
      units.moved(rows);
    },
    tangentKernel({ rows: samples, seen = false, out } = {}) {
      if (!seen) look(samples);
      const points = rows === undefined ? x : pick(x, rows);
      const side = { x: points, h, gatedReadout: gatedReadout(h, open, v) };
      return gatedKernel(side, side, { positions, scale, out });
    },
    predict(points) {
      const z = units.at(points);
      if (frozen) mapTimes(z, gatesAtStart(points));
      else mapRectify(z, zeros(z.rows, z.cols, z.precision));
      return readout(z, v, scale, allocate(points.rows / positions, x.precision));
    },
  };
}

/** The outputs at the start, and the side that gives the tangent kernel there. */
export function gatedStart(x: Matrix, { u0, v0, scale }: GatedStart): GatedSide & { outputs: Real } {
  const h = matmul(x, u0, { transB: true });
  const gates = startGates(h);
  mapTimes(h, gates);
  const outputs = readout(h, v0, scale, allocate(x.rows / v0.rows, x.precision));
  return { x, h, gatedReadout: gatedReadout(h, gates, v0), outputs };
}

/** 1{z ≥ 0}: where a unit starts exactly at its kink, the expansion takes the gate as open. */
function startGates(z: Matrix): Matrix {
  const gates = zeros(z.rows, z.cols, z.precision);
  for (let i = 0; i < z.data.length; i++) gates.data[i] = +(z.data[i] >= 0);
  return gates;
}

/** s Σ_{i,p} v_{ip} h_{ip} of every sample, at the start of f. */
function readout(h: Matrix, v: Matrix, scale: number, f: Real): Real {
  const samples = perSample(h, v.rows);
  return gemv(samples, v.data, { alpha: scale, out: f.subarray(0, samples.rows) });
}

function gatedReadout(h: Matrix, gates: Matrix, v: Matrix): Matrix {
  const products = zeros(h.rows, h.cols, h.precision);
  mapGated(products, gates, { g: allocate(h.rows / v.rows, h.precision).fill(1), v });
  return products;
}

/** The P rows of a sample side by side, `(n, Pm)`, as a view. */
function perSample({ rows, cols, data }: Matrix, positions: number): Matrix {
  return new Matrix(rows / positions, cols * positions, data.subarray(0, rows * cols));
}

/** One row of `mapGated`, which a few rows apart do not pay. */
function addGated(to: Real, gates: Real, v: Real, factor: number): void {
  for (let k = 0; k < to.length; k++) to[k] += factor * v[k] * gates[k];
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
