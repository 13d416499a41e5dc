import { cosine, mlpAgops } from '../../features/nfa.js';
import type { Real } from '../../linalg/matrix.js';
import { criticalLearningRate } from '../../nets/critical-learning-rate.js';
import { predict } from '../../nets/mlp.js';
import { tangentKernel } from '../../nets/tangent-kernel.js';
import type { Task } from './tasks.js';

/** η_crit of the mean squared loss over all training points, at the weights as they are. */
export function fullCriticalRate({ net, train }: Task): number {
  return criticalLearningRate(tangentKernel(net, train.x));
}

/** Mean squared error on fresh points. */
export function testError({ net, test }: Task): number {
  return meanSquare(predict(net, test.x).data, test.y);
}

/** Cosine of the network's AGOP, over the training points, and the true predictor's. */
export function alignment({ net, train, truth }: Task): number {
  return cosine(mlpAgops(net, train.x)[0].plain, truth);
}

export function meanSquare(f: Real, y: Real): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += (f[i] - y[i]) ** 2;
  return sum / y.length;
}
