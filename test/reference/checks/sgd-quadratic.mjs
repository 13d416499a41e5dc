// Reference vectors of adaptive SGD: inversion, single equations, first-order baselines, a two-layer tanh network.
import { columnSgd, kaczmarz } from 'agop/learners/adaptive-sgd/column-sgd';
import { inverseResidual } from 'agop/learners/adaptive-sgd/inverse-residual';
import { newtonSchulz, newtonSchulzStart } from 'agop/learners/adaptive-sgd/newton-schulz';
import { orderOfConvergence } from 'agop/learners/adaptive-sgd/order-of-convergence';
import { scalarReciprocal } from 'agop/learners/adaptive-sgd/scalar-reciprocal';
import { singleEquationStep } from 'agop/learners/adaptive-sgd/single-equation';
import { stochasticInversion } from 'agop/learners/adaptive-sgd/stochastic-inversion';
import { gaussNewtonEpoch, tanhOutputs } from 'agop/learners/adaptive-sgd/two-layer-tanh';
import { matmul } from 'agop/linalg/matmul';
import { fromRows } from 'agop/linalg/matrix';
import { norm } from 'agop/linalg/norm';
import { svd } from 'agop/linalg/svd';
import { adagrad } from 'agop/nets/optimisers/adagrad';
import { adam } from 'agop/nets/optimisers/adam';

const floats = (values) => Float64Array.from(values);

function* newton({ cases }, [tolerance]) {
  for (const { A, X0, X_after: after, residual_fro: residuals, inverse } of cases) {
    const a = fromRows(A);
    let x = newtonSchulzStart(a);
    yield { what: 'start', got: x.toRows(), want: X0, tolerance };
    const got = [norm(inverseResidual(a, x))];
    for (let k = 1; k < residuals.length; k++) {
      x = newtonSchulz(a, x);
      got.push(norm(inverseResidual(a, x)));
      if (after[k]) yield { what: `X after ${k}`, got: x.toRows(), want: after[k], tolerance };
    }
    yield { what: 'residuals', got, want: residuals, tolerance };
    yield { what: 'inverse', got: x.toRows(), want: inverse, tolerance };
  }
}

function* inversion({ cases }, [tolerance]) {
  for (const { A, X0, orders, ...want } of cases) {
    const a = fromRows(A);
    for (const block of [1, 2, 64]) {
      const x = fromRows(X0);
      const got = [norm(inverseResidual(a, x))];
      for (const [k, order] of orders.entries()) {
        stochasticInversion(a, x, order, { block });
        yield { what: `X after epoch ${k + 1}, blocks of ${block}`, got: x.toRows(), want: want.X_after_epoch[k], tolerance };
        got.push(norm(inverseResidual(a, x)));
      }
      yield { what: 'residuals', got, want: want.residual_fro, tolerance };
    }
    const x = fromRows(X0);
    for (const [k, i] of orders[0].entries()) {
      stochasticInversion(a, x, [i]);
      yield { what: `X after step ${k + 1}`, got: x.toRows(), want: want.X_after_each_step_of_epoch_1[k], tolerance };
    }
    const e = inverseResidual(a, fromRows(X0));
    const leading = e.toRows().map((row) => row.map((value, j) => value * e.get(j, j)));
    yield { what: 'E diag(E)', got: leading, want: want.leading_order_prediction_epoch_1, tolerance };
  }
}

function* baselines({ cases }, [tolerance]) {
  for (const { A, X0, orders, methods } of cases) {
    const a = fromRows(A);
    const x = fromRows(X0);
    const got = [norm(inverseResidual(a, x))];
    for (const [k, order] of orders.entries()) {
      columnSgd(a, x, order, kaczmarz);
      yield { what: `Kaczmarz, epoch ${k + 1}`, got: x.toRows(), want: methods.kaczmarz.X_after_epoch[k], tolerance };
      got.push(norm(inverseResidual(a, x)));
    }
    yield { what: 'Kaczmarz, residuals', got, want: methods.kaczmarz.residual_fro, tolerance };
    const rate = 1 / svd(a).s[0] ** 2;
    yield { what: 'rate of gradient descent', got: rate, want: methods.gd.lr, tolerance };
    const z = fromRows(X0);
    const falls = [norm(inverseResidual(a, z))];
    for (let k = 0; k < 20; k++) {
      matmul(inverseResidual(a, z), a, { transB: true, alpha: rate, beta: 1, out: z });
      falls.push(norm(inverseResidual(a, z)));
    }
    yield { what: 'gradient descent', got: z.toRows(), want: methods.gd.X_after_20, tolerance };
    yield { what: 'gradient descent, residuals', got: falls, want: methods.gd.residual_fro, tolerance };
    for (const [name, make] of Object.entries({ adagrad, adam })) {
      const want = methods[name];
      const w = fromRows(X0);
      const move = make([w.data], { learningRate: want.lr, epsilon: want.eps });
      const rest = [norm(inverseResidual(a, w))];
      for (const order of orders) {
        columnSgd(a, w, order, (_, { data }) => move([data]));
        rest.push(norm(inverseResidual(a, w)));
      }
      yield { what: name, got: w.toRows(), want: want.X_final, tolerance };
      yield { what: `${name}, residuals`, got: rest, want: want.residual_fro, tolerance };
    }
  }
}

function* network({ cases }, [tolerance]) {
  for (const { X, W0, a, y, orders, methods, ...want } of cases) {
    const x = fromRows(X);
    const start = () => ({ w: fromRows(W0), a: floats(a) });
    const { outputs, kernel } = tanhOutputs(start(), x);
    yield { what: 'f', got: Array.from(outputs), want: want.initial_outputs, tolerance };
    yield { what: 'J Jᵀ', got: kernel.toRows(), want: want.JJT0, tolerance };
    const error = (net) => Math.hypot(...tanhOutputs(net, x).outputs.map((f, i) => f - y[i]));
    const sets = orders.map((order) => ({ single: order.map((i) => [i]), full: [y.map((_, i) => i)] }));
    for (const [name, c] of [['newton_step_c1', 1], ['polyak_c_half', 0.5], ['gauss_newton_full', 1]]) {
      const stated = methods[name];
      const kind = name === 'gauss_newton_full' ? 'full' : 'single';
      const net = start();
      if (stated.W_after_first_step) {
        const once = start();
        gaussNewtonEpoch(once, x, floats(y), { batches: sets[0].single.slice(0, 1), c });
        yield { what: `${name}, first step`, got: once.w.toRows(), want: stated.W_after_first_step, tolerance };
      }
      const norms = stated.residual_norm_per_epoch ?? stated.residual_norm;
      const got = [error(net)];
      for (let k = 1; k < norms.length; k++) {
        gaussNewtonEpoch(net, x, floats(y), { batches: sets[Math.min(k - 1, sets.length - 1)][kind], c });
        got.push(error(net));
      }
      yield { what: `${name}, residuals`, got, want: norms, tolerance };
      yield { what: `${name}, W`, got: net.w.toRows(), want: stated.W_final, tolerance };
    }
  }
}

function* scalar({ cases }, [tolerance]) {
  for (const { a, w0, w, e, w_polyak_half: half } of cases) {
    const got = scalarReciprocal(a, w0, { steps: w.length - 1 });
    yield { what: 'w', got: Array.from(got), want: w, tolerance };
    // e = 1 - a w cancels: it is known to the rounding of 1.
    yield { what: 'e', got: Array.from(got, (v) => 1 - a * v), want: e, tolerance: { abs: 1e-12 } };
    const slow = scalarReciprocal(a, w0, { steps: half.length - 1, share: 0.5 });
    yield { what: 'half step', got: Array.from(slow), want: half, tolerance };
  }
}

function* equation({ cases }, [{ rel }, { abs }]) {
  const tolerance = { rel, abs };
  for (const { Q, b, c, w0, L, ...want } of cases) {
    const at = (w) => {
      const qw = Q.map((row) => row.reduce((sum, q, j) => sum + q * w[j], 0));
      return { f: qw.reduce((sum, v, i) => sum + (v / 2 + b[i]) * w[i], c), g: floats(qw.map((v, i) => v + b[i])) };
    };
    let w = floats(w0);
    const rows = want.w.map(() => {
      const { f, g } = at(w);
      const row = { w: Array.from(w), f, size: Math.hypot(...g) };
      w = singleEquationStep(w, f, g);
      return row;
    });
    yield { what: 'w', got: rows.map((row) => row.w), want: want.w, tolerance };
    for (const [k, { f }] of rows.entries()) {
      const small = Math.abs(want.f[k]) < 1e-12;
      yield { what: `f at ${k}`, got: f, want: want.f[k], tolerance: small ? { abs: 1e-15 } : tolerance };
    }
    yield { what: '‖∇f‖', got: rows.map((row) => row.size), want: want.grad_norm, tolerance };
    const bound = rows.map((row) => ((L / 2) * row.f ** 2) / row.size ** 2).slice(0, -1);
    yield { what: 'bound', got: bound, want: want.bound, tolerance };
  }
}

function* order({ cases }, [tolerance]) {
  for (const { e, q_consecutive: q, slope_loglog: slope, ratio_quadratic: ratios } of cases) {
    const got = orderOfConvergence(e);
    yield { what: 'q', got: got.consecutive, want: q, tolerance };
    yield { what: 'slope', got: got.slope, want: slope, tolerance };
    yield { what: 'ratios', got: got.quadraticRatios, want: ratios, tolerance };
  }
}

export const checks = [
  { names: ['matrix inversion, full-batch iteration'], run: newton },
  { names: ['matrix inversion by rank-one stochastic steps with iterate-dependent step size'], run: inversion },
  { names: ['first-order baselines on 1/2||X a_i - e_i||^2'], run: baselines },
  { names: ["SGD with adaptive step on f(x)=a^T tanh(W x)/sqrt(m), first layer only"], run: network },
  { names: ['scalar inverse by gradient descent with adaptive step'], run: scalar },
  { names: ['Newton/Polyak step for one scalar equation f(w)=0 in R^d'], run: equation },
  { names: ['empirical order of convergence'], run: order },
];
