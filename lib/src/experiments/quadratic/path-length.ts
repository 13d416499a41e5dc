import { Matrix } from '../../linalg/matrix.js';
import { mlp, type Mlp } from '../../nets/mlp.js';
import { copyMlp } from '../../nets/mlp.js';
import { networkModel } from '../../nets/network-model.js';
import { Random } from '../../linalg/random.js';
import { criticalLearningRate } from '../../nets/critical-learning-rate.js';
import { tangentKernel } from '../../nets/tangent-kernel.js';
import { trajectory } from '../../nets/trajectory.js';
import type { Step } from '../../step.js';
import { halfMean } from './half-mean.js';
import { drawShifted } from './labelled.js';

export interface PathLengthSettings {
  n: number;
  d: number;
  widths: number[];
  ratios: number[];
  steps: number;
  stopAt: number;
}

export type PathLengthRow = {
  width: number;
  ratio: number;
  /** |w - w₀| at the end. */
  distance: number;
  loss: number;
};

/** How far the parameters of a network go from their start, by width: below and above the critical rate. */
export async function pathLength(
  { n, d, widths, ratios, steps, stopAt }: PathLengthSettings,
  seed: number,
  step: Step,
): Promise<PathLengthRow[]> {
  const rows: PathLengthRow[] = [];
  const { train } = drawShifted(d)(n, 1, seed);
  for (const [k, width] of widths.entries()) {
    const random = new Random(seed).fork('network');
    const start = mlp({ widths: [d, width, 1], parametrisation: 'ntk', random });
    const critical = 2 * criticalLearningRate(tangentKernel(start, train.x));
    for (const ratio of ratios) {
      const net = copyMlp(start);
      let loss = Infinity;
      const options = {
        learningRate: ratio * critical,
        steps,
        every: 5,
        loss: halfMean,
        stopAt,
        divergeAt: 1e7,
      };
      for (const state of trajectory(networkModel(net, train.x), train.y, options)) ({ loss } = state);
      rows.push({ width, ratio, distance: distance(net, start), loss });
    }
    await step(k + 1, widths.length);
  }
  return rows;
}

function distance(a: Mlp, b: Mlp): number {
  const square = (one: Matrix, other: Matrix): number => {
    let sum = 0;
    for (let i = 0; i < one.data.length; i++) sum += (one.data[i] - other.data[i]) ** 2;
    return sum;
  };
  return Math.sqrt(a.weights.reduce((sum, w, l) => sum + square(w, b.weights[l]), 0));
}
