import { matmul } from '../../linalg/matmul.js';
import { allocate, type Matrix, type Real, zeros } from '../../linalg/matrix.js';
import type { TangentModel } from '../tangent-model.js';
import { gatedKernel, type GatedSide } from './gated-kernel.js';
import { perMatrix } from './per-matrix.js';
import { firstRows, unitPreActivations } from './unit-pre-activations.js';

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
 * ∂²f/∂u_i∂v_{ip} = s a_{ip} x_p (Zhu et al., ICLR 2024, Sec. 2). A step with D_{ip} = g v_{ip} a_{ip} is
 *
 *     U ← U - ηs Dᵀ X,   v_{ip} ← v_{ip} - ηs Σ_j g_j a_{jip} z_{jip}.
 */
export function gatedModel({ x, u0, v0, scale }: GatedStart, frozen: boolean): TangentModel {
  const positions = v0.rows;
  const n = x.rows / positions;
  const [rowsOf, m] = [x.rows, u0.rows];
  const units = unitPreActivations(x, u0);
  const v = v0.clone();
  const gates = new Uint8Array(rowsOf * m);
  const fixedGates = frozen ? gatesOf(units.of(), startsActive) : undefined;
  const scratch = zeros(rowsOf, m, x.precision);
  const dv = zeros(positions, m, x.precision);
  const f = allocate(n, x.precision);
  const startGates = perMatrix((z) => gatesOf(matmul(z, u0, { transB: true }), startsActive));
  let z = units.of();
  let batch: Int32Array | undefined;
  let live: Uint8Array = gates;

  const look = (samples?: Int32Array): void => {
    batch = samples === undefined ? undefined : rowsOfSamples(samples, positions);
    z = units.of(batch);
    if (fixedGates === undefined) gatesOf(z, active, gates);
    else if (batch !== undefined) gatherGates(fixedGates, batch, m, gates);
    live = fixedGates === undefined || batch !== undefined ? gates : fixedGates;
  };
  return {
    samples: n,
    outputs(samples) {
      look(samples);
      return readout(z, live, v, scale, f.subarray(0, z.rows / positions));
    },
    step(outputGradient, learningRate) {
      const d = firstRows(scratch, z.rows);
      dv.data.fill(0);
      for (let row = 0; row < z.rows; row++) {
        const g = outputGradient[Math.floor(row / positions)];
        const p = (row % positions) * m;
        for (let k = 0, at = row * m; k < m; k++, at++) {
          const open = g * live[at];
          d.data[at] = open * v.data[p + k];
          dv.data[p + k] += open * z.data[at];
        }
      }
      for (let k = 0; k < dv.data.length; k++) v.data[k] -= learningRate * scale * dv.data[k];
      units.move(d, learningRate * scale, batch);
    },
    tangentKernel({ rows, out } = {}) {
      look(rows);
      const points = batch === undefined ? x : pick(x, batch);
      const side = gatedSide(points, z, live, v);
      return gatedKernel(side, side, { positions, scale, out });
    },
    predict(points) {
      const pre = units.at(points);
      const open = frozen ? startGates(points) : gatesOf(pre, active);
      return readout(pre, open, v, scale, allocate(points.rows / positions, x.precision));
    },
  };
}

/** The outputs at the start, and the side that gives the tangent kernel there. */
export function gatedStart(x: Matrix, { u0, v0, scale }: GatedStart): GatedSide & { outputs: Real } {
  const z = matmul(x, u0, { transB: true });
  const open = gatesOf(z, startsActive);
  const outputs = readout(z, open, v0, scale, allocate(x.rows / v0.rows, x.precision));
  return { ...gatedSide(x, z, open, v0), outputs };
}

// Where a unit is exactly at its kink, the network takes the derivative 0 and the expansion takes the gate as open.
const active = (z: number): boolean => z > 0;
const startsActive = (z: number): boolean => z >= 0;

function gatesOf(
  { data }: Matrix,
  open: (z: number) => boolean,
  gates = new Uint8Array(data.length),
): Uint8Array {
  for (let i = 0; i < data.length; i++) gates[i] = +open(data[i]);
  return gates;
}

function gatherGates(from: Uint8Array, rows: Int32Array, m: number, gates: Uint8Array): void {
  rows.forEach((row, i) => gates.set(from.subarray(row * m, (row + 1) * m), i * m));
}

/** f = s Σ_{i,p} v_{ip} a_{ip} z_{ip} of every sample, summed in float64. */
function readout(
  { rows, cols: m, data }: Matrix,
  gates: Uint8Array,
  v: Matrix,
  scale: number,
  f: Real,
): Real {
  for (let row = 0, j = 0; row < rows; j++) {
    let sum = 0;
    for (let p = 0; p < v.rows; p++, row++) {
      for (let k = 0, at = row * m, w = p * m; k < m; k++, at++, w++) sum += gates[at] * data[at] * v.data[w];
    }
    f[j] = scale * sum;
  }
  return f;
}

function gatedSide(x: Matrix, z: Matrix, gates: Uint8Array, v: Matrix): GatedSide {
  const h = zeros(z.rows, z.cols, z.precision);
  const gatedReadout = zeros(z.rows, z.cols, z.precision);
  const readouts = v.data.length;
  for (let at = 0; at < z.data.length; at++) {
    h.data[at] = gates[at] * z.data[at];
    gatedReadout.data[at] = gates[at] * v.data[at % readouts];
  }
  return { x, h, gatedReadout };
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
