import { checkMatrix, checkVector } from '../../check.js';
import { gemv } from '../../linalg/gemv.js';
import { Matrix, type Real } from '../../linalg/matrix.js';
import { gatherRows } from '../gather-rows.js';
import type { TangentModel } from '../tangent-model.js';

export interface LinearStart {
  /** f(w₀; x), (n). */
  outputs: Real;
  /** K₀ = K(x, x) at w₀, `(n, n)`. */
  kernel: Matrix;
  /** f(w₀; z) and K₀(z, x) `(m, n)` of other points, the same ones for the same points. */
  at(z: Matrix): { outputs: Real; cross: Matrix };
}

/**
 * The linearised model f(w₀) + ⟨∇f(w₀), w - w₀⟩ in function space, where its tangent kernel stays K₀: a step moves
 * f(z) by -η K₀(z, x) g. Its steps cost n², whatever the number of parameters.
 */
export function linearModel({ outputs, kernel, at }: LinearStart): TangentModel {
  const n = outputs.length;
  checkMatrix('linearModel', 'kernel', kernel, { rows: n, cols: n });
  const f = outputs.slice();
  // w - w₀ = -Σᵢ coefficientᵢ ∇f(w₀; xᵢ).
  const coefficients = outputs.slice().fill(0);
  let last: Int32Array | undefined;
  return {
    samples: n,
    multiplications: n * n,
    outputs(rows) {
      last = rows;
      return rows === undefined ? f.slice() : f.slice(0, rows.length).map((_, i) => f[rows[i]]);
    },
    step(outputGradient, learningRate) {
      const change = coefficients.slice().fill(0);
      outputGradient.forEach((g, i) => (change[last === undefined ? i : last[i]] += learningRate * g));
      change.forEach((value, i) => (coefficients[i] += value));
      gemv(kernel, change, { alpha: -1, beta: 1, out: f });
    },
    tangentKernel({ rows, out } = {}) {
      const part = rows === undefined ? kernel : partOf(kernel, rows);
      if (out === undefined) return part.clone();
      out.data.set(part.data);
      return out;
    },
    predict(z) {
      const start = at(z);
      checkVector('linearModel', 'at(z).outputs', start.outputs, z.rows, kernel.precision);
      return gemv(start.cross, coefficients, { alpha: -1, beta: 1, out: start.outputs.slice() });
    },
  };
}

function partOf(kernel: Matrix, rows: Int32Array): Matrix {
  const b = rows.length;
  const wide = gatherRows(kernel, rows, new Matrix(b, kernel.cols, kernel.data.slice(0, b * kernel.cols)));
  const part = new Matrix(b, b, kernel.data.slice(0, b * b));
  for (let i = 0; i < b; i++) for (let j = 0; j < b; j++) part.set(i, j, wide.get(i, rows[j]));
  return part;
}
