import { absoluteDual } from '../../kernels/dual/absolute-dual.js';
import { cosineDual } from '../../kernels/dual/cosine-dual.js';
import type { DualActivation } from '../../kernels/dual/dual-activation.js';
import { erfDual } from '../../kernels/dual/erf-dual.js';
import { exponentialDual } from '../../kernels/dual/exponential-dual.js';
import { gaussianDual } from '../../kernels/dual/gaussian-dual.js';
import type { ScalarActivation } from '../../kernels/dual/gaussian-quadrature.js';
import { hermiteDual } from '../../kernels/dual/hermite-dual.js';
import { leakyReluDual } from '../../kernels/dual/leaky-relu-dual.js';
import { optimalDual } from '../../kernels/dual/optimal-dual.js';
import { reluDual } from '../../kernels/dual/relu-dual.js';
import { sineDual } from '../../kernels/dual/sine-dual.js';

const step = (x: number): number => Number(x > 0);
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** erf by its series near 0 and a continued fraction beyond: to rounding. */
function erf(x: number): number {
  const z = Math.abs(x);
  let result: number;
  if (z < 2.5) {
    let [term, sum] = [z, z];
    for (let k = 1; Math.abs(term) > 1e-18 * sum && k < 200; k++) {
      term *= (-z * z) / k;
      sum += term / (2 * k + 1);
    }
    result = (2 / Math.sqrt(Math.PI)) * sum;
  } else {
    let fraction = 0;
    for (let k = 80; k > 0; k--) fraction = k / 2 / (z + fraction);
    result = 1 - Math.exp(-z * z) / Math.sqrt(Math.PI) / (z + fraction);
  }
  return Math.sign(x) * result;
}

/** Activations with a closed-form dual, as functions too. */
export const closedForms: readonly { dual: DualActivation; activation: ScalarActivation }[] = [
  { dual: reluDual, activation: { name: 'ReLU', value: (x) => Math.max(0, x), slope: step, kinks: [0] } },
  { dual: absoluteDual, activation: { name: '|x|', value: Math.abs, slope: Math.sign, kinks: [0] } },
  {
    dual: leakyReluDual(0.1),
    activation: {
      name: 'leaky ReLU 0.1',
      value: (x) => Math.max(x, 0.1 * x),
      slope: (x) => 0.1 + 0.9 * step(x),
      kinks: [0],
    },
  },
  {
    dual: erfDual,
    activation: { name: 'erf', value: erf, slope: (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) },
  },
  { dual: sineDual(1), activation: { name: 'sin x', value: Math.sin, slope: Math.cos } },
  { dual: cosineDual(1), activation: { name: 'cos x', value: Math.cos, slope: (x) => -Math.sin(x) } },
  { dual: exponentialDual(1), activation: { name: 'exp x', value: Math.exp, slope: Math.exp } },
  {
    dual: gaussianDual,
    activation: {
      name: 'exp(-x²/2)',
      value: (x) => Math.exp((-x * x) / 2),
      slope: (x) => -x * Math.exp((-x * x) / 2),
    },
  },
  { dual: hermiteDual([1, 0, 2]), activation: { name: 'x²', value: (x) => x * x, slope: (x) => 2 * x } },
  {
    dual: hermiteDual([0, 0, 1]),
    activation: { name: 'x² - 1', value: (x) => x * x - 1, slope: (x) => 2 * x },
  },
  {
    dual: hermiteDual([0, 9, 0, 6]),
    activation: { name: 'x³', value: (x) => x ** 3, slope: (x) => 3 * x * x },
  },
];

/** Activations whose constants come from quadrature alone. */
export const byQuadrature: readonly ScalarActivation[] = [
  { name: 'tanh', value: Math.tanh, slope: (x) => 1 - Math.tanh(x) ** 2 },
  { name: 'sigmoid', value: sigmoid, slope: (x) => sigmoid(x) * (1 - sigmoid(x)) },
  {
    name: 'GELU',
    value: (x) => (x * (1 + erf(x / Math.SQRT2))) / 2,
    slope: (x) => (1 + erf(x / Math.SQRT2)) / 2 + x * density(x),
  },
  { name: 'SiLU', value: (x) => x * sigmoid(x), slope: (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))) },
  { name: 'softplus', value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), slope: sigmoid },
  {
    name: 'ELU',
    value: (x) => (x > 0 ? x : Math.expm1(x)),
    slope: (x) => (x > 0 ? 1 : Math.exp(x)),
    kinks: [0],
  },
];

/** Duals of the singular class by the names of the figures. */
export const singularDuals: Record<string, DualActivation> = {
  'opt 1': optimalDual(1),
  'opt 2': optimalDual(2),
  'opt 4': optimalDual(4),
  'opt 8': optimalDual(8),
  'sine 2.676': sineDual(2.676),
  'sine 6.135': sineDual(6.13539),
  'sine 13.83': sineDual(13.8258),
  'sine 1': sineDual(1),
  erf: erfDual,
};

/** Duals of the experiments on depth, by name. */
export const namedDuals: Record<string, DualActivation> = {
  ...singularDuals,
  'x² - 1': hermiteDual([0, 0, 1]),
  'He₃': hermiteDual([0, 0, 0, 1]),
  'x²': hermiteDual([1, 0, 2]),
  ReLU: reluDual,
  'exp(-x²/2)': gaussianDual,
};
