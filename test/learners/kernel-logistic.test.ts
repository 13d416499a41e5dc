import { describe, expect, it } from 'vitest';
import { laplace } from 'agop/kernels/laplace';
import { fitKernelLogistic, kernelLogistic, type KernelLogisticStep } from 'agop/learners/kernel-logistic';
import { matmul } from 'agop/linalg/matmul';
import { Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';

const kernel = laplace({ bandwidth: 3 });

function problem(n: number, seed: number): { x: Matrix; y: Matrix } {
  const random = new Random(seed);
  const x = random.normalMatrix(n, 3);
  const y = zeros(n, 1);
  for (let i = 0; i < n; i++) y.data[i] = Number(x.get(i, 0) + 0.7 * random.normal() > 0);
  return { x, y };
}

async function all(steps: AsyncIterable<KernelLogisticStep>): Promise<KernelLogisticStep[]> {
  const machines = [];
  for await (const machine of steps) machines.push(machine);
  return machines;
}

/** Σ log(1 + e^(∓f)) + λ αᵀKα by its formula. */
function objective(k: Matrix, y: Matrix, alpha: Float64Array, ridge: number): number {
  const f = matmul(k, new Matrix(alpha.length, 1, alpha)).data;
  let sum = 0;
  for (let i = 0; i < f.length; i++) {
    sum += Math.log(1 + Math.exp(y.data[i] === 1 ? -f[i] : f[i])) + ridge * f[i] * alpha[i];
  }
  return sum;
}

describe('kernelLogistic', () => {
  const { x, y } = problem(60, 0);
  const k = kernel.matrix(x);
  const ridge = 0.05;

  it('ends where the gradient p - y + 2λα is 0 and finite differences of the objective are', async () => {
    const {
      alpha,
      objective: value,
      logOdds,
    } = (await all(kernelLogistic(x, y, { kernel, ridge, steps: 20 }))).at(-1)!;
    const f = logOdds(x).data;
    for (let i = 0; i < 60; i++) {
      const p = 1 / (1 + Math.exp(-f[i]));
      expect(Math.abs(p - y.data[i] + 2 * ridge * alpha.data[i])).toBeLessThan(1e-10);
    }
    const at = Float64Array.from(alpha.data);
    expect(value).toBeCloseTo(objective(k, y, at, ridge), 10);
    const h = 1e-5;
    for (const i of [0, 17, 59]) {
      const moved = (by: number): number => objective(k, y, at.with(i, at[i] + by), ridge);
      // Central differences of a function of size 40: rounding 1e-14 / h, and h² curvature.
      expect(Math.abs(moved(h) - moved(-h)) / (2 * h)).toBeLessThan(1e-8);
      expect(moved(0.01)).toBeGreaterThan(value);
    }
  });

  it('lowers the objective in each step and stops once it cannot', async () => {
    const values = (await all(kernelLogistic(x, y, { kernel, ridge, steps: 50 }))).map(
      (one) => one.objective,
    );
    expect(values.length).toBeLessThan(15);
    for (let t = 1; t < values.length - 1; t++) expect(values[t]).toBeLessThan(values[t - 1]);
    expect(values[0]).toBeLessThan(60 * Math.log(2));
  });

  it('turns around with the labels', async () => {
    const swapped = y.clone();
    for (let i = 0; i < 60; i++) swapped.data[i] = 1 - y.data[i];
    const [one] = await all(kernelLogistic(x, y, { kernel, ridge, steps: 1 }));
    const [other] = await all(kernelLogistic(x, swapped, { kernel, ridge, steps: 1 }));
    one.alpha.data.forEach((value, i) => expect(value + other.alpha.data[i]).toBeCloseTo(0, 10));
  });

  it('keeps the step of least validation loss, and tells classes apart', async () => {
    const held = problem(200, 1);
    const best = await fitKernelLogistic(x, y, { kernel, ridge: 1e-3, validation: held });
    const loss = (machine: KernelLogisticStep): number => {
      const p = machine.probabilities(held.x).data;
      let sum = 0;
      for (let i = 0; i < p.length; i++) sum -= Math.log(held.y.data[i] === 1 ? p[i] : 1 - p[i]);
      return sum;
    };
    const steps = await all(kernelLogistic(x, y, { kernel, ridge: 1e-3, steps: best.step + 1 }));
    const losses = steps.map(loss);
    expect(Math.min(...losses)).toBeCloseTo(loss(best), 10);
    const right = best.logOdds(held.x).data.filter((f, i) => f > 0 === (held.y.data[i] === 1)).length;
    // Noise of 0.7 beside 1 leaves about 81 % to be had.
    expect(right / 200).toBeGreaterThan(0.7);
  });

  it('stays finite on a single class and on separable points at a small ridge', async () => {
    const ones = zeros(60, 1);
    ones.data.fill(1);
    for (const labels of [ones, y]) {
      for (const { alpha } of await all(kernelLogistic(x, labels, { kernel, ridge: 1e-6 }))) {
        expect(alpha.data.every(Number.isFinite)).toBe(true);
      }
    }
  });
});
