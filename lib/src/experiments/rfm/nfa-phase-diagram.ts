import { nfm, pearson } from '../../features/nfa.js';
import type { Matrix } from '../../linalg/matrix.js';
import { matmul } from '../../linalg/matmul.js';
import { zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { meanSquaredError } from '../../nets/loss.js';
import { copyMlp, type Mlp } from '../../nets/mlp.js';
import { MlpPass } from '../../nets/mlp-pass.js';
import type { Step } from '../../step.js';
import { type AnsatzRow, ansatzRows, type NetworkSettings } from './ansatz-rows.js';
import { firstRows, twoCoordinates } from './two-coordinates.js';

export interface PhaseSettings {
  d: number;
  n: number;
  points: number;
  network: Omit<NetworkSettings, 'initScale' | 'weightDecay'>;
  initScales: number[];
  weightDecays: number[];
}

export type PhaseRow = { initScale: number; weightDecay: number; fact: number } & AnsatzRow;

/**
 * Where the ansatz is empty (it held at the start), true or false: scale of the start x weight decay, on y = x₁x₂.
 * `fact` is the Pearson correlation of the NFM with -Wᵀ ∂L/∂W, to which λWᵀW is equal at a stationary point.
 */
export async function nfaPhaseDiagram(
  { d, n, points, network, initScales, weightDecays }: PhaseSettings,
  seed: number,
  step?: Step,
): Promise<PhaseRow[]> {
  const random = new Random(seed);
  const { x, y } = twoCoordinates(n, d, random.fork('data'));
  const data = { x, y, points: firstRows(x, points) };
  const cases = initScales.flatMap((initScale) =>
    weightDecays.map((weightDecay) => ({ initScale, weightDecay })),
  );
  const rows: PhaseRow[] = [];
  for (const [done, one] of cases.entries()) {
    const what = `start x ${one.initScale}, decay ${one.weightDecay}`;
    const inner: Step = (t, of) => step?.(done + t / of, cases.length, what);
    const run = await ansatzRows({ ...network, ...one }, data, random, inner);
    const facts = factMatrices(copyMlp(run.net, 'float64'), x, y);
    run.rows.forEach((row, l) => {
      rows.push({ ...one, fact: pearson(nfm(run.net.weights[l]), facts[l]), ...row });
    });
  }
  return rows;
}

/** -Wᵀ ∂L/∂W of every weight, made symmetric: λ WᵀW where the network is stationary under weight decay λ. */
export function factMatrices(net: Mlp, x: Matrix, y: Matrix): Matrix[] {
  const gradients = net.weights.map((w) => zeros(w.rows, w.cols));
  const pass = new MlpPass(net, x.rows);
  meanSquaredError.evaluate(pass.forward(x).data, y.data, pass.outputGradient(x.rows).data);
  pass.backward(x, gradients);
  return net.weights.map((w, l) => {
    const half = matmul(w, gradients[l], { transA: true, alpha: -0.5 });
    const sum = half.clone();
    for (let i = 0; i < sum.rows; i++) {
      for (let j = 0; j < sum.cols; j++) sum.data[i * sum.cols + j] += half.get(j, i);
    }
    return sum;
  });
}
