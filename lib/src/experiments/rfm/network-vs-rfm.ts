import { converted } from '../../features/rfm/converted.js';
import { rfmRounds } from '../../features/rfm.js';
import { laplace } from '../../kernels/laplace.js';
import { Random } from '../../linalg/random.js';
import { predict } from '../../nets/mlp.js';
import type { Step } from '../../step.js';
import { type NetworkSettings, trainedNetwork } from './ansatz-rows.js';
import { rSquared, twoCoordinates } from './two-coordinates.js';

export interface ComparisonSettings {
  d: number;
  counts: number[];
  testPoints: number;
  bandwidth: number;
  ridge: number;
  rounds: number;
  /** Training ends when the mean squared training error falls to `stopLoss`, or after `epochs`. */
  network: NetworkSettings & { stopLoss: number };
}

export type ComparisonRow = { n: number; method: string; r2: number; epochs: number };

/** C07: Laplace kernel, RFM and network on y = x₁x₂ as the sample grows; R² on fresh points. */
export async function networkVsRfm(
  { d, counts, testPoints, bandwidth, ridge, rounds, network }: ComparisonSettings,
  seed: number,
  step?: Step,
): Promise<ComparisonRow[]> {
  const random = new Random(seed);
  const test = twoCoordinates(testPoints, d, random.fork('test'));
  const rows: ComparisonRow[] = [];
  for (const [done, n] of counts.entries()) {
    const { x, y } = twoCoordinates(n, d, random.fork('train'));
    const options = { kernel: laplace({ bandwidth }), ridge, rounds, center: true, seed };
    for await (const { round, predict: at } of rfmRounds(x, y, options)) {
      const method = round === 0 ? 'Laplace' : 'RFM';
      if (round === 0 || round === rounds)
        rows.push({ n, method, r2: rSquared(at(test.x), test.y), epochs: 0 });
      await step?.(done + (0.5 * round) / rounds, counts.length, `RFM, n = ${n}`);
    }
    const inner: Step = (t, of) => step?.(done + 0.5 + (0.5 * t) / of, counts.length, `network, n = ${n}`);
    const { net, epochs } = await trainedNetwork(network, { x, y }, random.fork('network'), inner);
    const r2 = rSquared(predict(net, converted(test.x, 'float32')), test.y);
    rows.push({ n, method: 'network', r2, epochs });
  }
  return rows;
}
