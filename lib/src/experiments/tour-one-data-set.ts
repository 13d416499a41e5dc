import { agop } from '../features/agop.js';
import { linRfmSensing } from '../features/lin-rfm.js';
import { cosine } from '../features/nfa.js';
import { rfmRounds } from '../features/rfm.js';
import { laplace } from '../kernels/laplace.js';
import { matmul } from '../linalg/matmul.js';
import { Matrix, zeros } from '../linalg/matrix.js';
import { criticalLearningRate } from '../nets/critical-learning-rate.js';
import { copyMlp, type Mlp, mlp } from '../nets/mlp.js';
import { networkModel } from '../nets/network-model.js';
import { jetQuadratic } from '../nets/quadratic/jet-quadratic.js';
import type { TangentModel } from '../nets/tangent-model.js';
import { trajectory } from '../nets/trajectory.js';
import { Random } from '../linalg/random.js';
import type { Step } from '../step.js';
import { drawTask, type Task } from './catapults/tasks.js';

export interface OneDataSetSettings {
  n: number;
  d: number;
  width: number;
  /** Fresh points, over which AGOP and error are taken. */
  test: number;
  /** Learning rates over the critical one, below and above it. */
  below: number;
  above: number;
  /** Steps of gradient descent at most; it ends at a loss of 1e-3. */
  steps: number;
  /** Rounds of RFM with a Laplace kernel of this bandwidth. */
  rounds: number;
  bandwidth: number;
  /** Iterations of lin-RFM. */
  iterations: number;
}

export type OneDataSetRow = {
  learner: string;
  /** Entry (i, j) of the AGOP over its trace. */
  i: number;
  j: number;
  agop: number;
  /** Cosine of the AGOP and that of the truth. */
  alignment: number;
  /** Mean squared error on the fresh points; the variance of y is 1. */
  error: number;
  /** Largest loss on the way over that at the start. */
  spike: number;
};

type Predict = (x: Matrix) => Float64Array;
type Learnt = { learner: string; predict: Predict; spike?: number };

/** Six learners of y = x₀ x₁ on the same points, x standard normal: what each has come to look at. */
export async function oneDataSet(
  settings: OneDataSetSettings,
  seed: number,
  step: Step,
): Promise<OneDataSetRow[]> {
  const { n, d, width, test } = settings;
  const task = drawTask({ task: 'product of normals', n, d, hidden: [width], test }, seed);
  // Smooth: with ReLU the quadratic model jumps in x where a unit of the start does, and has no AGOP.
  const smooth = { activation: 'swish', parametrisation: 'ntk' } as const;
  const net = mlp({ widths: [d, width, 1], ...smooth, random: new Random(seed).fork('smooth') });
  const rows: OneDataSetRow[] = [];
  for await (const { learner, predict, spike = 1 } of learners({ ...task, net }, settings)) {
    const features = agopByDifferences(predict, task.test.x);
    const outputs = predict(task.test.x);
    const error = outputs.reduce((sum, f, i) => sum + (f - task.test.y[i]) ** 2 / test, 0);
    const measured = { learner, alignment: cosine(features, task.truth), error, spike };
    let trace = 0;
    for (let i = 0; i < d; i++) trace += features.get(i, i);
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) rows.push({ ...measured, i, j, agop: features.get(i, j) / trace });
    }
    await step(rows.length / d / d, 6);
  }
  return rows;
}

async function* learners(task: Task, settings: OneDataSetSettings): AsyncGenerator<Learnt> {
  const { below, above, rounds, bandwidth, iterations } = settings;
  const { x, y } = task.train;
  const start = networkModel(copyMlp(task.net), x);
  yield { learner: 'network, at its start', predict: values(start) };
  const critical = criticalLearningRate(start.tangentKernel());
  const descended = (learner: string, model: TangentModel, ratio: number): Learnt => {
    const options = { learningRate: ratio * critical, steps: settings.steps, stopAt: 1e-3 };
    const losses = Array.from(trajectory(model, y, options), ({ loss }) => loss);
    return { learner, predict: values(model), spike: Math.max(...losses) / losses[0] };
  };
  const network = (): Mlp => copyMlp(task.net);
  yield descended('network, below the critical rate', networkModel(network(), x), below);
  yield descended('network, after a catapult', networkModel(network(), x), above);
  yield descended('quadratic model, after a catapult', jetQuadratic(network(), x), above);
  const targets = new Matrix(x.rows, 1, y);
  for await (const machine of rfmRounds(x, targets, { kernel: laplace({ bandwidth }), rounds })) {
    if (machine.round < rounds) continue;
    yield { learner: 'RFM', predict: (z) => machine.predict(z).data as Float64Array };
  }
  yield { learner: 'lin-RFM on x xᵀ', predict: quadraticForm(x, y, iterations) };
}

const values =
  (model: TangentModel): Predict =>
  (x) =>
    Float64Array.from(model.predict(x));

/** f(x) = xᵀ Z x, the Z of lin-RFM on the measurements ⟨x xᵀ, Z⟩ = y. */
function quadraticForm(x: Matrix, y: Float64Array, iterations: number): Predict {
  const d = x.cols;
  const products = zeros(x.rows, d * d);
  for (let r = 0; r < x.rows; r++) {
    for (let i = 0; i < d; i++)
      for (let j = 0; j < d; j++) products.set(r, i * d + j, x.get(r, i) * x.get(r, j));
  }
  let z = zeros(d, d);
  let t = 0;
  for (const iterate of linRfmSensing(products, y, { d1: d })) {
    z = iterate;
    if (++t === iterations) break;
  }
  return (points) => {
    const moved = matmul(points, z);
    const outputs = new Float64Array(points.rows);
    points.data.forEach((value, at) => (outputs[Math.floor(at / d)] += value * moved.data[at]));
    return outputs;
  };
}

/** The AGOP of any predictor at x `(n, d)`, its gradients by central differences. */
function agopByDifferences(predict: Predict, x: Matrix): Matrix {
  const [n, d] = [x.rows, x.cols];
  const gradients = zeros(n, d);
  const h = 1e-4;
  for (let j = 0; j < d; j++) {
    const [up, down] = [h, -h].map((by) => {
      const moved = x.clone();
      for (let i = 0; i < n; i++) moved.data[i * d + j] += by;
      return predict(moved);
    });
    for (let i = 0; i < n; i++) gradients.set(i, j, (up[i] - down[i]) / (2 * h));
  }
  return agop(gradients);
}
