// Reference vectors of infinitely wide and deep networks: b1 to b4, b7 to b9. (b5 and b6 state their tolerance in words of their own: test/kernels/dual/singular-limit.test.ts.)
import { tableVotes } from 'agop/elementwise/log-tables';
import { deepRegression, hilbert, majority, nearestLabels } from 'agop/experiments/infinite-depth/classifiers';
import { psiTable } from 'agop/experiments/infinite-depth/depth';
import { byQuadrature, closedForms } from 'agop/experiments/infinite-depth/named-duals';
import { logDistances } from 'agop/experiments/infinite-depth/sphere-data';
import { absoluteDual } from 'agop/kernels/dual/absolute-dual';
import { centredDual } from 'agop/kernels/dual/centred-dual';
import { cosineDual } from 'agop/kernels/dual/cosine-dual';
import { deepKernels } from 'agop/kernels/dual/deep-kernels';
import { dualValue } from 'agop/kernels/dual/dual-activation';
import { erfDual } from 'agop/kernels/dual/erf-dual';
import { exponentialDual } from 'agop/kernels/dual/exponential-dual';
import { activationConstants, hermiteCoefficients } from 'agop/kernels/dual/gaussian-quadrature';
import { gaussianDual } from 'agop/kernels/dual/gaussian-dual';
import { hermiteDual } from 'agop/kernels/dual/hermite-dual';
import { leakyReluDual } from 'agop/kernels/dual/leaky-relu-dual';
import { optimalDual } from 'agop/kernels/dual/optimal-dual';
import { reluDual } from 'agop/kernels/dual/relu-dual';
import { sineDual } from 'agop/kernels/dual/sine-dual';
import { taxonomy } from 'agop/kernels/dual/taxonomy';
import { fromRows } from 'agop/linalg/matrix';

const named = {
  relu: reluDual,
  abs: absoluteDual,
  erf: erfDual,
  gauss: gaussianDual,
  'gaussian exp(-x^2/2)': gaussianDual,
  h2: hermiteDual([0, 0, 1]),
  h3: hermiteDual([0, 0, 0, 1]),
  x2: hermiteDual([1, 0, 2]), // x^2 = He_0 + sqrt 2 (He_2 / sqrt 2)
  'x^2': hermiteDual([1, 0, 2]),
  'x^3': hermiteDual([0, 9, 0, 6]), // x^3 = 3 He_1 + sqrt 6 (He_3 / sqrt 6)
  'x^2-1': hermiteDual([0, 0, 1]),
  sin: sineDual(1),
  cos: cosineDual(1),
  'leaky_relu_0.1': leakyReluDual(0.1),
};
const families = { opt: optimalDual, sin: sineDual, cos: cosineDual, exp: exponentialDual };

function dualOf(name) {
  const [, family, value] = /^(opt|sin|cos|exp)([\d.]+)$/.exec(name) ?? [];
  return named[name] ?? (family && families[family](Number(value)));
}

function* duals({ cases }, [tolerance]) {
  for (const { activation, xi, dual, dual_prime } of cases) {
    const ours = dualOf(activation);
    yield { what: `${activation}, D`, got: xi.map((x) => dualValue(ours, x)), want: dual, tolerance };
    yield { what: `${activation}, D'`, got: xi.map((x) => ours.slope(x, 1 - x)), want: dual_prime, tolerance };
  }
}

// Σ and K of the sine of 6.13539 at depth 10 and ξ = 1 - 2⁻⁵³ from 60-digit arithmetic. The file's recursion in
// float64 is off by 2.4e-9 and 2.8e-9 there, above its own tolerance; every other entry is compared as it stands.
const exact = { nngp: 0.9999999916078608, ntk: 90308867.2236307 };

function* recursion({ cases }, [{ rel }]) {
  for (const { activation, gram, values } of cases) {
    for (const { depth, ...want } of values) {
      // The file's own entries, a diagonal of 1 - 1e-16 included: the ReLU's slope there is 5e-9 below 1.
      const got = gram.map((row) => row.map((xi) => deepKernels(dualOf(activation), 1 - xi, depth)));
      const wrong = (xi) => activation.startsWith('sin6') && depth === 10 && xi === 1 - 2 ** -53;
      for (const kernel of ['nngp', 'ntk']) {
        const abs = rel * Math.max(...want[kernel].flat().map(Math.abs));
        const values = got.map((row) => row.map((entry) => Math.exp(entry[kernel])));
        const right = gram.map((row, i) => row.map((xi, j) => (wrong(xi) ? exact[kernel] : want[kernel][i][j])));
        yield { what: `${activation}, ${kernel}, depth ${depth}`, got: values, want: right, tolerance: { abs } };
      }
    }
  }
}

function* constants({ cases }, [tolerance]) {
  for (const { activation, centred, ...want } of cases) {
    const dual = dualOf(activation);
    // Without a closed form, by quadrature: tanh, sigmoid, GELU, SiLU, softplus, ELU.
    const scalar = byQuadrature.find(({ name }) => name.toLowerCase() === activation);
    const { meanSquared, a, b } = dual
      ? taxonomy(centred ? centredDual(dual) : dual)
      : activationConstants(scalar, { centred });
    const alpha = -Math.log(a) / Math.log(b);
    const what = `${activation}${centred ? ' centred' : ''}`;
    const expected = [want.dual0, want.dual_prime0, want.dual_prime1];
    yield { what, got: [meanSquared, a, b], want: expected, tolerance };
    if (want.alpha !== null) yield { what: `${what}, alpha`, got: [alpha], want: [want.alpha], tolerance };
  }
}

function* deepLog({ cases }, [{ rel }]) {
  for (const { activation, depth, delta, log_nngp } of cases) {
    const got = delta.map((d, i) => deepKernels(dualOf(activation), d, depth).nngp / Math.max(1, Math.abs(log_nngp[i])));
    const want = log_nngp.map((v) => v / Math.max(1, Math.abs(v)));
    yield { what: `${activation}, depth ${depth}`, got, want, tolerance: { abs: rel } };
  }
}

function* reluRatio({ cases }, [tolerance]) {
  for (const { depth, delta, ratio } of cases) {
    const got = delta.map((d) => Math.exp(deepKernels(reluDual, d, depth).ntk) / (depth + 1));
    yield { what: `depth ${depth}`, got, want: ratio, tolerance };
  }
}

// φ of b9 as functions, beside those of the closed forms.
const functions = {
  relu: 'ReLU',
  erf: 'erf',
  gauss: 'exp(-x²/2)',
  sin1: 'sin x',
  cos1: 'cos x',
  h2: 'x² - 1',
  x2: 'x²',
};

function* hermite({ cases }, [tolerance]) {
  for (const { activation, coef } of cases) {
    const found = closedForms.find((form) => form.activation.name === functions[activation]);
    if (found === undefined) continue; // optimal and exponential ones are defined by their coefficients
    const got = Array.from(hermiteCoefficients(found.activation, coef.length));
    yield { what: activation, got, want: coef, tolerance };
  }
}

function* classifiers({ cases }) {
  const labels = (values) => Array.from(values, (value) => (value >= 0 ? 1 : -1));
  const normalised = (values) => {
    const largest = Math.max(...Array.from(values, Math.abs));
    return Array.from(values, (value) => value / largest);
  };
  for (const one of cases) {
    const [x, z] = [fromRows(one.X_train), fromRows(one.X_test)];
    const y = Float64Array.from(one.y_train);
    const dual = dualOf(one.activation);
    const far = logDistances(z, x);
    const what = (name) => `${one.activation}, ${name}`;
    const exact = { abs: 0.5 };
    const { outputs } = deepRegression({ x, y }, z, { dual, kind: 'nngp', depth: one.depth });
    yield { what: what('NNGP labels'), got: labels(outputs), want: labels(one.nngp_f), tolerance: exact };
    yield { what: what('NNGP'), got: normalised(outputs), want: normalised(one.nngp_f), tolerance: { abs: 1e-5 } };
    const psi = tableVotes(far, y, psiTable(dual));
    yield { what: what('singular labels'), got: labels(psi), want: labels(one.singular_score), tolerance: exact };
    const estimate = tableVotes(far, y, hilbert(one.sphere_dim));
    yield { what: what('Hilbert labels'), got: labels(estimate), want: labels(one.hilbert_score), tolerance: exact };
    const nearest = labels(nearestLabels(far, y));
    yield { what: what('1-NN'), got: nearest, want: one.one_nn_label, tolerance: exact };
    const vote = majority(y, 1);
    yield { what: what('majority'), got: labels(vote), want: [one.majority], tolerance: exact };
  }
}

export const checks = [
  { names: ['b1_dual_activations'], run: duals },
  { names: ['b2_nngp_ntk_recursion'], run: recursion },
  { names: ['b3_activation_constants'], run: constants },
  { names: ['b4_deep_log_nngp'], run: deepLog },
  { names: ['b7_classifiers'], run: classifiers },
  { names: ['b8_relu_deep_ntk_ratio'], run: reluRatio },
  { names: ['b9_hermite_coefficients'], run: hermite },
];
