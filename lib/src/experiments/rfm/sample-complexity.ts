import { type RfmRound, rfmRounds } from '../../features/rfm.js';
import { laplace } from '../../kernels/laplace.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { firstRows, sample, targets } from './polynomials.js';
import { rSquared } from './regression-error.js';

export interface SampleComplexitySettings {
  d: number;
  sizes: number[];
  /** Degrees of every plane rotation, 0 to 45. */
  angles: number[];
  test: number;
  bandwidth: number;
  ridge: number;
  rounds: number;
}

export type SampleComplexityRow = { angle: number; n: number; method: string; r2: number };

/**
 * The first two axes, turned: in each of log₂ d layers the coordinates are paired at random and every pair is rotated
 * by `angle`, so that 45 degrees spread an axis over all coordinates and 0 leave it.
 */
function turnedAxes(d: number, angle: number, random: Random): [Float64Array, Float64Array] {
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  const axes: [Float64Array, Float64Array] = [new Float64Array(d), new Float64Array(d)];
  axes[0][0] = axes[1][1] = 1;
  for (let layer = 0; layer < Math.ceil(Math.log2(d)); layer++) {
    const order = random.fork(layer).permutation(d);
    for (let k = 0; k + 1 < d; k += 2) {
      const [i, j] = [order[k], order[k + 1]];
      for (const axis of axes)
        [axis[i], axis[j]] = [cos * axis[i] - sin * axis[j], sin * axis[i] + cos * axis[j]];
    }
  }
  return axes;
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
};

async function last(rounds: AsyncIterable<RfmRound>): Promise<RfmRound> {
  let latest: RfmRound | undefined;
  for await (const round of rounds) latest = round;
  return latest!;
}

/** R² on fresh points against n, for y = (q₁ᵀx)(q₂ᵀx) with q₁, q₂ two axes turned away from the coordinates. */
export async function sampleComplexity(
  { d, sizes, angles, test, bandwidth, ridge, rounds }: SampleComplexitySettings,
  seed: number,
  step: Step,
): Promise<SampleComplexityRow[]> {
  const random = new Random(seed);
  const [first, second] = [random.fork('train'), random.fork('test')];
  const fresh = sample(
    test,
    d,
    () => second.normal(),
    () => 0,
  ).x;
  const all = sample(
    Math.max(...sizes),
    d,
    () => first.normal(),
    () => 0,
  ).x;
  const rows: SampleComplexityRow[] = [];
  const options = { kernel: laplace({ bandwidth }), ridge, center: true };
  const methods = {
    'Laplace kernel': { rounds: 0 },
    RFM: { rounds },
    'RFM, diagonal M': { rounds, diagonal: true },
  };
  for (const [k, angle] of angles.entries()) {
    const [q1, q2] = turnedAxes(d, angle, random.fork('axes'));
    const target = (x: ArrayLike<number>): number => dot(q1, x) * dot(q2, x);
    const wanted = targets(fresh, target);
    for (const n of sizes) {
      const x = firstRows(all, n);
      const y = targets(x, target);
      for (const [method, one] of Object.entries(methods)) {
        const { predict } = await last(rfmRounds(x, y, { ...options, ...one }));
        rows.push({ angle, n, method, r2: rSquared(predict(fresh), wanted) });
      }
    }
    await step(k + 1, angles.length, `${angle} degrees`);
  }
  return rows;
}
