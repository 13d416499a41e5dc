import { eigh } from '../linalg/eigh.js';
import { gram } from '../linalg/gram.js';
import { Matrix } from '../linalg/matrix.js';
import { Random } from '../linalg/random.js';
import { tensorflow } from '../nets/tensorflow.js';
import type { Step } from '../step.js';
import { type Profiles, same } from './profiles.js';
import type { OneDataSetSettings } from './tour-one-data-set.js';

export { oneDataSet } from './tour-one-data-set.js';

interface SpectrumSettings {
  /** Points, features, histogram bins. */
  n: number;
  d: number;
  bins: number;
}

interface NetworkSettings {
  n: number;
  d: number;
  width: number;
  epochs: number;
  learningRate: number;
}

export const settings: {
  gramSpectrum: { quick: SpectrumSettings; paper: SpectrumSettings };
  networkAgop: { quick: NetworkSettings; paper: NetworkSettings };
  oneDataSet: Profiles<OneDataSetSettings>;
} = {
  gramSpectrum: {
    quick: { n: 600, d: 1200, bins: 40 },
    paper: { n: 3000, d: 6000, bins: 80 },
  },
  networkAgop: {
    quick: { n: 512, d: 8, width: 64, epochs: 250, learningRate: 0.01 },
    paper: { n: 2048, d: 8, width: 256, epochs: 1000, learningRate: 0.01 },
  },
  oneDataSet: same({
    ...{ n: 128, d: 16, width: 100, test: 400 },
    ...{ below: 0.5, above: 1.5, steps: 800 },
    ...{ rounds: 4, bandwidth: 4, iterations: 30 },
  }),
};

export type SpectrumRow = {
  from: number;
  to: number;
  /** Share of eigenvalues in the bin, divided by its width. */
  measured: number;
  /** Mean of the Marchenko-Pastur density over the bin. */
  law: number;
  /** Largest distance of the two distribution functions at a bin's end; the same in all rows. */
  distance: number;
};

/**
 * Eigenvalues of X Xᵀ / d for X `(n, d)` standard normal, n <= d, beside the Marchenko-Pastur law
 * ρ(λ) = sqrt((λ₊ - λ)(λ - λ₋)) / (2π c λ), c = n / d, λ± = (1 ± sqrt c)².
 */
export function gramSpectrum({ n, d, bins }: SpectrumSettings, seed: number): SpectrumRow[] {
  const x = new Random(seed).normalMatrix(n, d);
  const { values } = eigh(gram(x, { alpha: 1 / d }));
  const c = n / d;
  const [low, high] = [(1 - Math.sqrt(c)) ** 2, (1 + Math.sqrt(c)) ** 2];
  const law = (t: number): number =>
    t <= low || t >= high ? 0 : Math.sqrt((high - t) * (t - low)) / (2 * Math.PI * c * t);
  const width = (1.1 * high) / bins;
  const rows: SpectrumRow[] = [];
  let [below, lawBelow, distance] = [0, 0, 0];
  for (let bin = 0; bin < bins; bin++) {
    const [from, to] = [bin * width, (bin + 1) * width];
    const count = values.filter((v) => v >= from && v < to).length;
    // Midpoint rule; the square root at the edges limits it to about 1e-5 with so many points.
    const points = 400;
    let mass = 0;
    for (let i = 0; i < points; i++) mass += (law(from + ((i + 0.5) * width) / points) * width) / points;
    below += count / n;
    lawBelow += mass;
    distance = Math.max(distance, Math.abs(below - lawBelow));
    rows.push({ from, to, measured: count / n / width, law: mass / width, distance: 0 });
  }
  return rows.map((row) => ({ ...row, distance }));
}

export type AgopRow = {
  stage: 'before training' | 'after training';
  i: number;
  j: number;
  /** Entry (i, j) of the AGOP divided by its trace. */
  agop: number;
  /** Largest difference between gradients by automatic differentiation and by central differences, over their size. */
  gradientError: number;
  loss: number;
};

/**
 * AGOP G = (1/n) Σ ∇f(x) ∇f(x)ᵀ of a tanh network trained on y = x₀ x₁, x standard normal in d dimensions:
 * d - 2 coordinates do not matter, and training finds out which.
 */
export async function networkAgop(
  { n, d, width, epochs, learningRate }: NetworkSettings,
  seed: number,
  step: Step,
): Promise<AgopRow[]> {
  const { tf } = await tensorflow();
  const x = new Random(seed).normalMatrix(n, d, 'float32');
  const y = Float32Array.from({ length: n }, (_, i) => x.get(i, 0) * x.get(i, 1));
  const model = tf.sequential();
  const layer = (units: number, offset: number, options: object): void =>
    model.add(
      tf.layers.dense({
        units,
        kernelInitializer: tf.initializers.glorotNormal({ seed: 3 * seed + offset }),
        ...options,
      }),
    );
  layer(width, 1, { inputShape: [d], activation: 'tanh' });
  layer(width, 2, { activation: 'tanh' });
  layer(1, 3, {});
  model.compile({ optimizer: tf.train.adam(learningRate), loss: 'meanSquaredError' });
  const xs = tf.tensor2d(Float32Array.from(x.data), [n, d]);
  const ys = tf.tensor2d(y, [n, 1]);
  const f = (points: typeof xs): Float32Array =>
    tf.tidy(() => (model.predict(points) as typeof xs).dataSync() as Float32Array);

  const measure = (stage: AgopRow['stage']): AgopRow[] => {
    const gradient = tf.tidy(() => {
      const grad = tf.grad((points) => (model.predict(points) as typeof xs).sum());
      return grad(xs).dataSync() as Float32Array;
    });
    const g = new Matrix(n, d, gradient);
    const agop = gram(g, { of: 'columns', alpha: 1 / n });
    const h = 1e-2; // the rounding of float32 asks for a wide step
    let error = 0;
    for (let j = 0; j < d; j++) {
      const shifted = (by: number): Float32Array =>
        tf.tidy(() => f(xs.add(tf.oneHot(tf.tensor1d([j], 'int32'), d).mul(by)) as typeof xs));
      const [up, down] = [shifted(h), shifted(-h)];
      for (let i = 0; i < n; i++)
        error = Math.max(error, Math.abs((up[i] - down[i]) / (2 * h) - g.get(i, j)));
    }
    const size = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    let trace = 0;
    for (let i = 0; i < d; i++) trace += agop.get(i, i);
    const out = f(xs);
    const loss = out.reduce((sum, value, i) => sum + (value - y[i]) ** 2 / n, 0);
    const entries = { stage, gradientError: error / size, loss };
    return Array.from({ length: d * d }, (_, k) => {
      const [i, j] = [Math.floor(k / d), k % d];
      return { ...entries, i, j, agop: agop.get(i, j) / trace };
    });
  };

  try {
    const rows = measure('before training');
    await model.fit(xs, ys, {
      epochs,
      batchSize: n,
      shuffle: false,
      verbose: 0,
      callbacks: { onEpochEnd: async (epoch) => step(epoch + 1, epochs, 'training') },
    });
    return [...rows, ...measure('after training')];
  } finally {
    tf.dispose([xs, ys]);
    model.dispose();
  }
}
