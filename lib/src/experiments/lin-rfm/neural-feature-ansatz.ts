import { featureGram, trainDeepLinear } from '../../features/deep-linear.js';
import { gram } from '../../linalg/gram.js';
import { psdPower } from '../../linalg/psd-power.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { completionProblem } from './problems.js';

export interface AnsatzSettings {
  d: number;
  rank: number;
  count: number;
  depths: number[];
  weightDecays: number[];
  learningRate: number;
  scale: number;
  steps: number;
}

export type AnsatzRow = {
  depth: number;
  weightDecay: number;
  /** An entry of (ZᵀZ)^((L-1)/L) and the same of MᵀM, both over the largest of the former. */
  predicted: number;
  learned: number;
  /** ‖MᵀM - (ZᵀZ)^((L-1)/L)‖ / ‖(ZᵀZ)^((L-1)/L)‖, the same on every row of one network. */
  relativeError: number;
  cosine: number;
};

/** F5: the neural feature ansatz in trained deep linear networks; entries of the upper triangle, every other one. */
export async function neuralFeatureAnsatz(
  { d, rank, count, depths, weightDecays, learningRate, scale, steps }: AnsatzSettings,
  seed: number,
  step: Step,
): Promise<AnsatzRow[]> {
  const { omega } = completionProblem({ d, rank, count }, new Random(seed));
  const rows: AnsatzRow[] = [];
  const total = depths.length * weightDecays.length;
  let done = 0;
  for (const depth of depths) {
    for (const weightDecay of weightDecays) {
      const random = new Random(seed).fork(`network ${depth}`);
      const inner: Step = (t, of) => step(done + t / of, total, `depth ${depth}`);
      const training = { depth, weightDecay, learningRate, scale, steps, stopLoss: 0, random, step: inner };
      const { factors, z } = await trainDeepLinear(omega, training);
      const learned = featureGram(factors);
      const predicted = psdPower(gram(z, { of: 'columns' }), (depth - 1) / depth);
      let [apart, norm, inner2, other, largest] = [0, 0, 0, 0, 0];
      for (let i = 0; i < predicted.data.length; i++) {
        const [p, l] = [predicted.data[i], learned.data[i]];
        apart += (p - l) ** 2;
        norm += p * p;
        other += l * l;
        inner2 += p * l;
        largest = Math.max(largest, Math.abs(p));
      }
      const quality = { relativeError: Math.sqrt(apart / norm), cosine: inner2 / Math.sqrt(norm * other) };
      for (let i = 0; i < d; i++) {
        for (let j = i; j < d; j += 2) {
          const at = i * d + j;
          const entry = { predicted: predicted.data[at] / largest, learned: learned.data[at] / largest };
          rows.push({ depth, weightDecay, ...entry, ...quality });
        }
      }
      done++;
    }
  }
  return rows;
}
