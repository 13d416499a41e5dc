import { absoluteDual } from 'agop/kernels/dual/absolute-dual';
import { centredDual } from 'agop/kernels/dual/centred-dual';
import { cosineDual } from 'agop/kernels/dual/cosine-dual';
import { deepKernels } from 'agop/kernels/dual/deep-kernels';
import { type DualActivation, dualValue } from 'agop/kernels/dual/dual-activation';
import { erfDual } from 'agop/kernels/dual/erf-dual';
import { exponentialDual } from 'agop/kernels/dual/exponential-dual';
import { gaussianDual } from 'agop/kernels/dual/gaussian-dual';
import { hermiteDual } from 'agop/kernels/dual/hermite-dual';
import { leakyReluDual } from 'agop/kernels/dual/leaky-relu-dual';
import { optimalDual } from 'agop/kernels/dual/optimal-dual';
import { reluDual } from 'agop/kernels/dual/relu-dual';
import { sineDual } from 'agop/kernels/dual/sine-dual';
import { stepDual } from 'agop/kernels/dual/step-dual';
import { taxonomy } from 'agop/kernels/dual/taxonomy';
import { describe, expect, it } from 'vitest';

const relu = (x: number): number => Math.SQRT2 * Math.max(x, 0);

// Each dual beside its activation.
const rows: [DualActivation, (x: number) => number][] = [
  [reluDual, relu],
  [absoluteDual, Math.abs],
  [leakyReluDual(0.1), (x) => Math.max(x, 0.1 * x) / Math.sqrt(0.505)],
  [stepDual, (x) => (x > 0 ? Math.SQRT2 : 0)],
  [sineDual(1.7), (x) => Math.sin(Math.sqrt(1.7) * x) / Math.sqrt(Math.exp(-1.7) * Math.sinh(1.7))],
  [cosineDual(1.7), (x) => Math.cos(Math.sqrt(1.7) * x) / Math.sqrt(Math.exp(-1.7) * Math.cosh(1.7))],
  [exponentialDual(0.5), (x) => Math.exp(Math.sqrt(0.5) * x - 0.5)],
  [gaussianDual, (x) => 3 ** 0.25 * Math.exp((-x * x) / 2)],
  [hermiteDual([1, 0, 2]), (x) => (x * x) / Math.sqrt(3)],
  [optimalDual(2), (x) => Math.SQRT1_2 * ((x ** 3 - 3 * x) / Math.sqrt(6) + x)],
  [centredDual(reluDual), (x) => (relu(x) - 1 / Math.sqrt(Math.PI)) / Math.sqrt(1 - 1 / Math.PI)],
];
const all: [DualActivation][] = [...rows.map(([dual]): [DualActivation] => [dual]), [erfDual]];
const at = [0.1, 0.35, 0.6, 0.85];

/** E[phi(u) phi(v)] by the midpoint rule in polar coordinates, 400 radii by 4000 angles. */
function expectation(phi: (x: number) => number, xi: number): number {
  const [radii, angles, reach] = [400, 4000, 9];
  const turn = Math.acos(xi);
  let sum = 0;
  for (let i = 0; i < radii; i++) {
    const r = ((i + 0.5) * reach) / radii;
    let ring = 0;
    for (let j = 0; j < angles; j++) {
      const t = ((j + 0.5) * 2 * Math.PI) / angles;
      ring += phi(r * Math.cos(t)) * phi(r * Math.cos(t - turn));
    }
    sum += r * Math.exp((-r * r) / 2) * ring;
  }
  return (sum * reach) / (radii * angles);
}

describe('a dual activation', () => {
  it.each(rows.map(([dual, phi]) => ({ name: dual.name, dual, phi })))(
    'is the Gaussian expectation: $name',
    ({ dual, phi }) => {
      // The midpoint rule is good to 5e-4 at jumps (two angles of 4000 in doubt), far better elsewhere.
      for (const xi of [0.1, 0.6])
        expect(Math.abs(dualValue(dual, xi) - expectation(phi, xi))).toBeLessThan(5e-4);
    },
  );

  it.each(all)('agrees with its own distance, slope and lowest term (%#)', (dual) => {
    for (const xi of at) {
      expect(dual.distance(1 - xi)).toBeCloseTo(1 - dualValue(dual, xi), 13);
      const h = 1e-6; // central differences: h^2 and 1e-16 / h, both below 1e-9
      const difference = (dual.excess(xi + h) - dual.excess(xi - h)) / (2 * h);
      expect(dual.slope(xi, 1 - xi)).toBeCloseTo(difference, 7);
    }
    const { power, weight } = dual.lowest;
    expect(dual.excess(1e-5) / 1e-5 ** power / weight).toBeCloseTo(1, 4); // the next term is 1e-5 of it
  });

  it('keeps the digits of a distance that 1 - xi would lose', () => {
    for (const [dual] of rows.filter(([d]) => Number.isFinite(d.slope(1, 0)))) {
      // 1 - D(1 - delta) = b delta + O(delta^(3/2))
      expect(dual.distance(1e-20) / 1e-20).toBeCloseTo(taxonomy(dual).b, 8);
    }
  });
});

describe('deep kernels', () => {
  it('in log scale are the plain recursion where that does not underflow', () => {
    for (const [dual] of all.filter(([d]) => d !== stepDual)) {
      let [sigma, theta] = [0.3, 0.3];
      for (let layer = 0; layer < 8; layer++) {
        theta *= dual.slope(sigma, 1 - sigma);
        sigma = dualValue(dual, sigma);
        theta += sigma;
      }
      const deep = deepKernels(dual, 0.7, 8);
      // 8 layers of a few roundings each, grown by at most b = 2 a layer
      expect(Math.exp(deep.nngp) / sigma).toBeCloseTo(1, 11);
      expect(Math.exp(deep.ntk) / theta).toBeCloseTo(1, 11);
    }
  });

  it('on the diagonal is 1 + b + ... + b^L beyond the range of floating-point numbers', () => {
    const dual = hermiteDual([0, 0.5, 0, 0.5]); // b = 2
    for (const depth of [3, 60, 5000]) {
      const log = depth * Math.LN2 + Math.log(2 - 2 ** -depth);
      expect(deepKernels(dual, 0, depth).ntk / log).toBeCloseTo(1, 12); // 5000 roundings of 1e-16 in a log
    }
  });

  it('of the ReLU tend to a quarter of the diagonal, of an exponential to a third', () => {
    const ratio = (dual: DualActivation, depth: number): number =>
      Math.exp(deepKernels(dual, 1, depth).ntk - deepKernels(dual, 0, depth).ntk);
    expect(Math.abs(ratio(reluDual, 1e4) - 1 / 4)).toBeLessThan(5e-4);
    expect(Math.abs(ratio(exponentialDual(1), 1e3) - 1 / 3)).toBeLessThan(5e-4);
  });
});

describe('the taxonomy', () => {
  it.each([
    [hermiteDual([0, 0, 1]), '1-NN'],
    [centredDual(absoluteDual), '1-NN'],
    [reluDual, 'majority'],
    [hermiteDual([1, 0, 2]), 'majority'],
    [gaussianDual, 'ridge'],
    [erfDual, 'singular'],
    [centredDual(reluDual), 'singular'],
    [hermiteDual([0, 1]), 'identity'],
  ])('puts each activation in its class (%#)', (dual, classifier) => {
    expect(taxonomy(dual).classifier).toBe(classifier);
  });
});
