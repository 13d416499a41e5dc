import {
  epochFactor,
  gaussNewtonEpoch,
  tanhOutputs,
  type TwoLayerTanh,
} from '../../learners/adaptive-sgd/two-layer-tanh.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { qr } from '../../linalg/qr.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';

export interface CoherenceSettings {
  n: number;
  d: number;
  width: number;
  /** Inner products of any two inputs. */
  coherences: number[];
  /** Samples a step, and c of the step; a batch of n is full Gauss-Newton. */
  methods: { name: string; batch: number; c: number }[];
  epochs: number;
}

export type CoherenceRow = { method: string; coherence: number; batch: number; epoch: number; error: number };

interface Drawn {
  net: () => TwoLayerTanh;
  x: Matrix;
  y: Float64Array;
}

/** x_i = √(1-ρ) q_i + √ρ c with orthonormal q_i and c; W ~ N(0, 1), a = ±1, targets N(0, 0.25). */
function draw({ n, d, width }: CoherenceSettings, coherence: number, seed: number): Drawn {
  const random = new Random(seed);
  const basis = qr(random.fork('inputs').normalMatrix(d, d)).q;
  const x = zeros(n, d);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < d; k++) {
      x.set(i, k, Math.sqrt(1 - coherence) * basis.get(k, i) + Math.sqrt(coherence) * basis.get(k, n));
    }
  }
  const w = random.fork('weights').normalMatrix(width, d);
  const signs = random.fork('signs');
  const a = Float64Array.from({ length: width }, () => (signs.uniform() < 0.5 ? -1 : 1));
  const targets = random.fork('targets');
  const y = Float64Array.from({ length: n }, () => 0.5 * targets.normal());
  return { net: () => ({ w: w.clone(), a }), x, y };
}

const residual = (net: TwoLayerTanh, x: Matrix, y: Float64Array): number =>
  Math.sqrt(tanhOutputs(net, x).outputs.reduce((sum, f, i) => sum + (f - y[i]) ** 2, 0));

const batchesOf = (order: readonly number[], size: number): number[][] =>
  Array.from({ length: Math.ceil(order.length / size) }, (_, k) => order.slice(k * size, (k + 1) * size));

/** Residual by epoch of a two-layer network under adaptive steps, against the coherence of its inputs and the batch. */
export async function coherenceSweep(
  settings: CoherenceSettings,
  seed: number,
  step: Step,
): Promise<CoherenceRow[]> {
  const { n, coherences, methods, epochs } = settings;
  const rows: CoherenceRow[] = [];
  for (const [k, coherence] of coherences.entries()) {
    const { net: start, x, y } = draw(settings, coherence, seed);
    for (const { name, batch, c } of methods) {
      const net = start();
      const random = new Random(seed).fork(`${name} ${coherence}`);
      for (let epoch = 0; epoch <= epochs; epoch++) {
        const error = residual(net, x, y);
        rows.push({ method: name, coherence, batch, epoch, error });
        if (!(error > 1e-14)) break;
        const order = Array.from(random.permutation(n));
        gaussNewtonEpoch(net, x, y, { batches: batchesOf(order, batch), c });
      }
    }
    await step(k + 1, coherences.length);
  }
  return rows;
}

export interface LinearFactorSettings extends Omit<CoherenceSettings, 'methods'> {
  /** Last epochs over which the factor is measured. */
  last: number;
}

export type LinearFactorRow = { coherence: number; measured: number; predicted: number };

/** The factor an epoch leaves in the end, in a fixed cyclic order, beside the spectral radius that predicts it. */
export async function linearFactor(
  { last, ...settings }: LinearFactorSettings,
  seed: number,
  step: Step,
): Promise<LinearFactorRow[]> {
  const { n, coherences, epochs } = settings;
  const order = Array.from({ length: n }, (_, i) => i);
  const rows: LinearFactorRow[] = [];
  for (const [k, coherence] of coherences.entries()) {
    const { net: start, x, y } = draw({ ...settings, methods: [] }, coherence, seed);
    const net = start();
    const errors: number[] = [];
    for (let epoch = 0; epoch < epochs && !(errors[errors.length - 1] < 1e-11); epoch++) {
      gaussNewtonEpoch(net, x, y, { batches: batchesOf(order, 1) });
      errors.push(residual(net, x, y));
    }
    const tail = errors.slice(-last - 1);
    rows.push({
      coherence,
      measured: (tail[tail.length - 1] / tail[0]) ** (1 / (tail.length - 1)),
      predicted: epochFactor(tanhOutputs(net, x).kernel, order),
    });
    await step(k + 1, coherences.length);
  }
  return rows;
}
