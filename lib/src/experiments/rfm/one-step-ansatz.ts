import { cosine, mlpAgops, nfm, pearson } from '../../features/nfa.js';
import { zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { trainMlp } from '../../nets/train-mlp.js';
import type { Step } from '../../step.js';

export interface OneStepSettings {
  n: number;
  d: number;
  width: number;
  outputs: number[];
  learningRate: number;
}

export type OneStepRow = { outputs: number; cosine: number; oneMinusCosine: number; pearson: number };

/**
 * C02: one gradient step of f(x) = a tanh(Bx) from B = 0 gives B = u vᵀ, and with one output both BᵀB and the AGOP are
 * multiples of v vᵀ: cosine exactly 1. With more outputs the ansatz is only close.
 */
export async function oneStepAnsatz(
  { n, d, width, outputs, learningRate }: OneStepSettings,
  seed: number,
  step?: Step,
): Promise<OneStepRow[]> {
  const rows: OneStepRow[] = [];
  for (const [done, c] of outputs.entries()) {
    const random = new Random(seed).fork(`${c} outputs`);
    const [x, y, a] = [random.normalMatrix(n, d), random.normalMatrix(n, c), random.normalMatrix(c, width)];
    const net = { weights: [zeros(width, d), a], activation: 'tanh' as const };
    await trainMlp(net, x, y, { learningRate, epochs: 1, frozen: [1] });
    const [{ plain }] = mlpAgops(net, x);
    const features = nfm(net.weights[0]);
    const score = cosine(features, plain);
    rows.push({ outputs: c, cosine: score, oneMinusCosine: 1 - score, pearson: pearson(features, plain) });
    await step?.(done + 1, outputs.length, `${c} outputs`);
  }
  return rows;
}
