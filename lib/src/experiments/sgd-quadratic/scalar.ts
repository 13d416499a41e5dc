import { newtonSchulz } from '../../learners/adaptive-sgd/newton-schulz.js';
import { inverseResidual } from '../../learners/adaptive-sgd/inverse-residual.js';
import { scalarReciprocal } from '../../learners/adaptive-sgd/scalar-reciprocal.js';
import { singleEquationStep } from '../../learners/adaptive-sgd/single-equation.js';
import { gram } from '../../linalg/gram.js';
import { luSolve } from '../../linalg/lu-solve.js';
import { matmul } from '../../linalg/matmul.js';
import { identity, type Matrix, transpose } from '../../linalg/matrix.js';
import { norm } from '../../linalg/norm.js';
import { Random } from '../../linalg/random.js';
import { svd } from '../../linalg/svd.js';
import type { Step } from '../../step.js';
import { conditioned, startWithResidual } from './problem.js';

export interface ScalarSettings {
  a: number;
  start: number;
  steps: number;
  fixedRate: number;
}

export type ScalarRow = { method: string; step: number; error: number };

/** |1 - a w| of the reciprocal of a by gradient steps on ½(1/w - a)². */
export async function scalarDivision(
  { a, start, steps, fixedRate }: ScalarSettings,
  _seed: number,
  step: Step,
): Promise<ScalarRow[]> {
  const paths: Record<string, number[]> = {
    'η = w⁴': Array.from(scalarReciprocal(a, start, { steps })),
    'half of it (Polyak)': Array.from(scalarReciprocal(a, start, { steps, share: 0.5 })),
    'fixed rate': [start],
  };
  const fixed = paths['fixed rate'];
  for (let k = 0; k < steps; k++) fixed.push(fixed[k] + (fixedRate * (1 / fixed[k] - a)) / fixed[k] ** 2);
  await step(1, 1);
  return Object.entries(paths).flatMap(([method, w]) =>
    w.map((value, k) => ({ method, step: k, error: Math.abs(1 - a * value) })),
  );
}

export interface IdentitySettings {
  d: number;
  trials: number;
}

export type IdentityRow = { trial: number; squares: number; gradient: number; bound: number };

/**
 * Three identities on random problems: E⁺ = E² of Newton and Schulz, its step as a gradient step on ½‖X⁻¹ - A‖² with (X
 * Xᵀ) and (Xᵀ X), and the bound of one equation, |f⁺| over (L/2) f²/|∇f|² for a quadratic f.
 */
export async function identities(
  { d, trials }: IdentitySettings,
  seed: number,
  step: Step,
): Promise<IdentityRow[]> {
  const rows: IdentityRow[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const random = new Random(seed).fork(trial);
    const a = conditioned(d, 5, random.fork('a'));
    const x = startWithResidual(a, 0.5, random.fork('start'));
    const e = inverseResidual(a, x);
    const next = newtonSchulz(a, x);
    const squares = norm(minus(inverseResidual(a, next), matmul(e, e)));
    // -X⁻ᵀ (X⁻¹ - A) X⁻ᵀ between the two factors.
    const inverse = luSolve(x, identity(d));
    const turned = transpose(inverse);
    const loss = matmul(matmul(turned, minus(inverse, a)), turned, { alpha: -1 });
    const moved = matmul(matmul(gram(x), loss), gram(x, { of: 'columns' }));
    const gradient = norm(minus(minus(x, moved), next));
    rows.push({ trial, squares, gradient, bound: equationBound(d, random.fork('equation')) });
    await step(trial + 1, trials);
  }
  return rows;
}

/** max over steps of |f⁺| / ((L/2) f²/|∇f|²) for f(w) = ½wᵀQw + bᵀw + c. */
function equationBound(d: number, random: Random): number {
  const half = random.normalMatrix(d, d);
  const q = minus(half, transpose(half), -1);
  const b = Float64Array.from({ length: d }, () => 3 * random.normal());
  const lipschitz = svd(q).s[0];
  let w: Float64Array = Float64Array.from({ length: d }, () => 0.1 * random.normal());
  const at = (point: Float64Array): { f: number; gradient: Float64Array } => {
    const gradient = b.slice();
    let f = 0.3;
    for (let i = 0; i < d; i++) {
      let row = 0;
      for (let j = 0; j < d; j++) row += q.get(i, j) * point[j];
      gradient[i] += row;
      f += point[i] * (row / 2 + b[i]);
    }
    return { f, gradient };
  };
  let worst = 0;
  for (let k = 0; k < 4; k++) {
    const { f, gradient } = at(w);
    const square = gradient.reduce((sum, g) => sum + g * g, 0);
    const bound = ((lipschitz / 2) * f * f) / square;
    w = singleEquationStep(w, f, gradient);
    // Below rounding of f nothing is measured.
    if (bound > 1e-13) worst = Math.max(worst, Math.abs(at(w).f) / bound);
  }
  return worst;
}

function minus(a: Matrix, b: Matrix, factor = 1): Matrix {
  const gap = a.clone();
  for (let i = 0; i < gap.data.length; i++) gap.data[i] -= factor * b.data[i];
  return gap;
}
