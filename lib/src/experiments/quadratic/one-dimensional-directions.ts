import { gemv } from '../../linalg/gemv.js';
import { fromRows, Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { oneDimensionalRun } from '../../nets/quadratic/one-dimensional.js';
import { twoLayerModels, twoLayerStart } from '../../nets/quadratic/two-layer-models.js';
import type { Step } from '../../step.js';

export interface OneDimensionalSettings {
  n: number;
  width: number;
  /** Mean and deviation of x in each class. */
  positive: [number, number];
  negative: [number, number];
  /** Factors of a critical rate: `of` says of which eigenvalue, or of the mean of both critical rates. */
  rates: { factor: number; of: 'first' | 'second' | 'mean' }[];
  steps: number;
}

export type OneDimensionalRow = {
  model: 'network' | 'quadratic model' | 'two scalar maps';
  rate: string;
  step: number;
  /** ½ Σ e². */
  loss: number;
  lambda1: number;
  lambda2: number;
  projected1: number;
  projected2: number;
  diverged: number;
};

/** Many examples of one input: the kernel has two directions, which catapult each on its own. */
export async function oneDimensionalDirections(
  { n, width, positive, negative, rates, steps }: OneDimensionalSettings,
  seed: number,
  step: Step,
): Promise<OneDimensionalRow[]> {
  const rows: OneDimensionalRow[] = [];
  const random = new Random(seed);
  const points = random.fork('x');
  const y = Float64Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 1 : -1));
  const x = y.map((label) => {
    const [mean, deviation] = label > 0 ? positive : negative;
    return mean + deviation * points.normal();
  });
  const sides = sidesOf(x);
  const start = twoLayerStart(width, 1, random.fork('network'));
  const problem = { x, y, u0: Float64Array.from(start.u0.data), v0: Float64Array.from(start.v0) };
  const [l1, l2] = [...oneDimensionalRun(problem, { learningRate: 1, steps: 0 })][0].eigenvalues;
  // The directions are named by size: λ₁ ≥ λ₂.
  const swapped = l2 > l1;
  const [high, low] = swapped ? [l2, l1] : [l1, l2];
  const unit = { first: 1 / high, second: 2 / low, mean: 1 / high + 1 / low };
  for (const [k, { factor, of }] of rates.entries()) {
    const learningRate = factor * unit[of];
    const rate =
      of === 'first' ? `${factor}/λ₁` : of === 'second' ? `${factor} · 2/λ₂` : 'between 2/λ₁ and 2/λ₂';
    const push = (
      model: OneDimensionalRow['model'],
      at: number,
      loss: number,
      l: ArrayLike<number>,
      p: ArrayLike<number>,
    ): void => {
      const [i, j] = swapped ? [1, 0] : [0, 1];
      const [a, b] = [l[i] / high, l[j] / low];
      rows.push({
        model,
        rate,
        step: at,
        loss,
        lambda1: a,
        lambda2: b,
        projected1: p[i],
        projected2: p[j],
        diverged: Number(!(loss <= 1e7)),
      });
    };
    for (const state of oneDimensionalRun(problem, { learningRate, steps })) {
      push('two scalar maps', state.step, state.loss, state.eigenvalues, state.projected);
    }
    const { network, quadratic } = twoLayerModels({ ...start, x: new Matrix(n, 1, x) });
    for (const [model, make] of Object.entries({ network, 'quadratic model': quadratic })) {
      const one = make();
      for (let t = 0; t <= steps; t++) {
        const f = one.outputs();
        const e = Float64Array.from(f, (value, i) => value - y[i]);
        const loss = e.reduce((sum, value) => sum + value * value, 0) / 2;
        const projected = gemv(sides, e).map((product) => product ** 2 / 2);
        push(model as OneDimensionalRow['model'], t, loss, one.along(sides), projected);
        if (!(loss <= 1e7)) break;
        one.step(e, learningRate);
      }
      one.free();
    }
    await step(k + 1, rates.length);
  }
  return rows;
}

/** p = x on one side of 0 over its length, for the positive side and the negative one, `(2, n)`. */
function sidesOf(x: Float64Array): Matrix {
  return fromRows(
    [1, -1].map((sign) => {
      const p = x.map((value) => ((sign > 0 ? value >= 0 : value < 0) ? value : 0));
      const length = Math.hypot(...p);
      return p.map((value) => value / length);
    }),
  );
}
