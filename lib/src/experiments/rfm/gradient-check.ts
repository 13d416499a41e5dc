import { agop } from '../../features/agop.js';
import { kernelFrom } from '../../kernels/kernel-from.js';
import type { Kernel, KernelSpec } from '../../kernels/kernel.js';
import { gram } from '../../linalg/gram.js';
import { matmul } from '../../linalg/matmul.js';
import { Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';

export interface GradientCheckSettings {
  /** Centres of the predictor, and points where it is differentiated. */
  n: number;
  points: number;
  d: number;
  kernels: KernelSpec[];
  /** Half width of the central difference. */
  h: number;
}

export type GradientCheckRow = {
  kernel: string;
  /** Largest |closed form - central difference| over all entries of the gradients. */
  gradient: number;
  /** The same of the AGOP. */
  agop: number;
};

/** Gradients and AGOP of f(z) = Σ αᵢ k_M(xᵢ, z) in closed form against central differences, a full M. */
export async function gradientCheck(
  { n, points, d, kernels, h }: GradientCheckSettings,
  seed: number,
): Promise<GradientCheckRow[]> {
  const random = new Random(seed);
  const x = random.fork('x').normalMatrix(n, d);
  const z = random.fork('z').normalMatrix(points, d);
  const alpha = random.fork('alpha').normalMatrix(n, 1);
  const root = random.fork('metric').normalMatrix(d, d);
  const metric = gram(root, { alpha: 1 / d });
  return kernels.map((spec) => {
    const kernel = kernelFrom(spec);
    const options = { metric };
    const closed = kernel.gradients(x, alpha, z, options);
    const numeric = differences(kernel, x, alpha, z, options, h);
    return {
      kernel: spec.name,
      gradient: furthest(closed, numeric),
      agop: furthest(agop(closed), agop(numeric)),
    };
  });
}

function differences(
  kernel: Kernel,
  x: Matrix,
  alpha: Matrix,
  z: Matrix,
  options: { metric?: Matrix },
  h: number,
): Matrix {
  const out = zeros(z.rows, z.cols);
  for (let k = 0; k < z.cols; k++) {
    const at = (shift: number): Matrix => {
      const moved = z.clone();
      for (let j = 0; j < z.rows; j++) moved.data[j * z.cols + k] += shift;
      return matmul(kernel.matrix(x, moved, options), alpha, { transA: true });
    };
    const [above, below] = [at(h), at(-h)];
    for (let j = 0; j < z.rows; j++) out.set(j, k, (above.data[j] - below.data[j]) / (2 * h));
  }
  return out;
}

function furthest(a: Matrix, b: Matrix): number {
  let most = 0;
  for (let k = 0; k < a.data.length; k++) most = Math.max(most, Math.abs(a.data[k] - b.data[k]));
  return most;
}
