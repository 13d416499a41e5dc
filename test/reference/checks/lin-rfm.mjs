// Checks of the lin-RFM reference vectors. Each yields { what, got, want, tolerance }.
import { basisPursuit } from 'agop/features/basis-pursuit';
import { deepDiagonalLoss, trainDeepDiagonal } from 'agop/features/deep-diagonal';
import { deepLinearLoss } from 'agop/features/deep-linear';
import { irls } from 'agop/features/irls';
import { linRfm, linRfmAgop, linRfmSensing, metric } from 'agop/features/lin-rfm';
import { linRfmObjective, schatten } from 'agop/features/lin-rfm-objective';
import { linRfmSparse } from 'agop/features/lin-rfm-sparse';
import { minNuclearNorm } from 'agop/features/nuclear-norm';
import { observedWhere } from 'agop/features/observed';
import { authorsRidge } from 'agop/features/schedules';
import { svdFreeLinRfm } from 'agop/features/svd-free-lin-rfm';
import { gram } from 'agop/linalg/gram';
import { fromRows, Matrix } from 'agop/linalg/matrix';
import { psdPower } from 'agop/linalg/psd-power';
import { atIteration, atPower, scoped } from '../../../tools/reference-tolerance.mjs';

const vector = (numbers) => Float64Array.from(numbers);
const last = (byIteration) => Math.max(...Object.keys(byIteration).map(Number));

/** The iterates of a generator that are asked for, `[T, Z after T iterations]`. */
function* after(iterates, byIteration) {
  const wanted = last(byIteration);
  let t = 0;
  for (const z of iterates) {
    t++;
    if (String(t) in byIteration) yield [t, z];
    if (t === wanted) return;
  }
}

function hiddenMse(y, mask, z) {
  let [sum, count] = [0, 0];
  for (let k = 0; k < y.data.length; k++) {
    if (mask.data[k] !== 0) continue;
    sum += (y.data[k] - z.data[k]) ** 2;
    count++;
  }
  return sum / count;
}

/** Runs of the authors' completion code: `out` and the best hidden error so far after T iterations. */
function* authorsRun(at, { Y, observed, reg0, after_iterations }, tolerance, iterates) {
  const [y, mask] = [fromRows(Y), fromRows(observed)];
  const error = (z) => hiddenMse(y, mask, z);
  let best = Infinity;
  let t = 0;
  for (const z of iterates(observedWhere(y, mask), authorsRidge(reg0, error))) {
    best = Math.min(best, error(z));
    const want = after_iterations[++t];
    if (want !== undefined) {
      yield { what: `${at}, Z after ${t}`, got: z.toRows(), want: want.out, tolerance };
      yield { what: `${at}, best error after ${t}`, got: best, want: want.best_hidden_mse, tolerance };
    }
    if (t === last(after_iterations)) return;
  }
}

function* svdFree({ cases }, clauses) {
  for (const [i, one] of cases.entries()) {
    const fast = function* (omega, ridge) {
      for (const { z } of svdFreeLinRfm(omega, { ridge })) yield z;
    };
    yield* authorsRun(`case ${i}`, one, clauses[0], fast);
    yield* authorsRun(`case ${i}, general routine`, one, clauses[0], (omega, ridge) => linRfm(omega, { ridge }));
  }
}

function* power({ cases }, clauses) {
  for (const [i, one] of cases.entries()) {
    const tolerance = atPower(clauses, one.power);
    const run = (omega, ridge) => linRfm(omega, { alpha: one.power, ridge });
    yield* authorsRun(`case ${i}, power ${one.power}`, one, tolerance, run);
  }
}

function* updateAndObjective({ cases }, clauses) {
  const matrices = scoped(clauses, (scope) => /\bM\b/.test(scope));
  const scalars = scoped(clauses, (scope) => /objective/.test(scope));
  for (const [i, { Z, G, powers, objective, schatten: norms }] of cases.entries()) {
    const z = fromRows(Z);
    const g = linRfmAgop(z);
    if (G) yield { what: `case ${i}, G`, got: g.toRows(), want: G, tolerance: matrices };
    for (const { alpha, p, M, P } of Object.values(powers ?? {})) {
      const what = `case ${i}, alpha ${alpha}`;
      yield { what: `${what}, p`, got: 2 - 4 * alpha, want: p, tolerance: { abs: 1e-12 } };
      yield { what: `${what}, M`, got: psdPower(g, alpha).toRows(), want: M, tolerance: matrices };
      yield { what: `${what}, P`, got: metric(g, alpha).toRows(), want: P, tolerance: matrices };
    }
    for (const [at, want] of Object.entries(objective ?? {})) {
      const [, alpha, rho] = /alpha=([^,]+),rho=(.+)/.exec(at).map(Number);
      yield { what: `case ${i}, J at ${at}`, got: linRfmObjective(z, alpha, rho), want, tolerance: scalars };
    }
    for (const [p, want] of Object.entries(norms ?? {})) {
      yield { what: `case ${i}, Schatten ${p}`, got: schatten(z, Number(p)), want, tolerance: scalars };
    }
  }
}

function* irlsEquivalence({ cases }, clauses) {
  const tolerance = scoped(clauses, (scope) => /zeroed/.test(scope));
  for (const [i, one] of cases.entries()) {
    const omega = observedWhere(fromRows(one.Y), fromRows(one.observed));
    const ridge = (t) => one.rho[t];
    const sides = one.mode === 'alt' ? 'alternating' : 'rows';
    const what = `case ${i}, alpha ${one.alpha}, ${one.mode}`;
    for (const [t, z] of after(linRfm(omega, { alpha: one.alpha, ridge, sides, floor: 0 }), one.Z_after)) {
      yield { what: `${what}, Z after ${t}`, got: z.toRows(), want: one.Z_after[t], tolerance };
    }
    if (sides === 'rows') {
      for (const [t, z] of after(irls(omega, { p: one.p, smoothing: ridge }), one.Z_after)) {
        yield { what: `${what}, IRLS after ${t}`, got: z.toRows(), want: one.Z_after[t], tolerance };
      }
    }
    for (const [field, want] of Object.entries(one)) {
      const rho = /^fixed_rho_(.+)_objective$/.exec(field)?.[1];
      if (rho === undefined) continue;
      const run = linRfm(omega, { alpha: one.alpha, ridge: () => Number(rho), floor: 0 });
      const got = want.map(() => linRfmObjective(run.next().value, one.alpha, Number(rho)));
      yield { what: `${what}, J at fixed ridge`, got, want, tolerance };
    }
  }
}

function* sparseRegression({ cases }, clauses) {
  for (const [i, one] of cases.entries()) {
    const [x, y] = [fromRows(one.X), vector(one.y)];
    const what = `case ${i}, alpha ${one.alpha}`;
    for (const [field, want] of Object.entries(one)) {
      const ridge = /^theta_ridge(.+)_after$/.exec(field)?.[1].replace('_', '-');
      if (field !== 'theta_eps_after' && ridge === undefined) continue;
      const schedules = ridge ? { ridge: () => Number(ridge), smoothing: () => 0 } : { smoothing: (t) => one.eps[t] };
      for (const [t, theta] of after(linRfmSparse(x, y, { alpha: one.alpha, ...schedules }), want)) {
        yield { what: `${what}, ${field} ${t}`, got: theta, want: want[t], tolerance: atIteration(clauses, t) };
      }
    }
  }
}

function* matrixSensing({ cases }, clauses) {
  for (const [i, { A, y, alpha, ridge, Z_after }] of cases.entries()) {
    const measurements = fromRows(A.map((a) => a.flat()));
    const run = linRfmSensing(measurements, vector(y), { d1: A[0].length, alpha, ridge: () => ridge });
    for (const [t, z] of after(run, Z_after)) {
      const what = `case ${i}, alpha ${alpha}, Z after ${t}`;
      yield { what, got: z.toRows(), want: Z_after[t], tolerance: atIteration(clauses, t) };
    }
  }
}

/** Losses before each of `steps + 1` evaluations of plain gradient descent, and the factors after `steps`. */
function descend(factors, lossOf, lr, steps) {
  const losses = [];
  for (let t = 0; ; t++) {
    const { loss, gradients } = lossOf(factors);
    losses.push(loss);
    if (t === steps) return losses;
    factors.forEach((w, l) => w.forEach((_, j) => (w[j] -= lr * gradients[l][j])));
  }
}

async function* deepLinearNetworks({ cases }, [tolerance]) {
  for (const [i, one] of cases.entries()) {
    const diagonal = one.kind === 'diagonal';
    const what = `case ${i}, ${one.kind}, depth ${one.L}`;
    const x = diagonal && fromRows(one.X);
    const omega = !diagonal && observedWhere(fromRows(one.Y), fromRows(one.observed));
    const factors = diagonal ? one.w0.map(vector) : one.W0.map((w) => fromRows(w).data);
    const shape = (l) => [one.W0[l].length, one.W0[l][0].length];
    const lossOf = (weights) => {
      if (diagonal) return deepDiagonalLoss(x, vector(one.y), weights);
      const full = deepLinearLoss(weights.map((data, l) => new Matrix(...shape(l), data)), omega);
      return { loss: full.loss, gradients: full.gradients.map((g) => g.data) };
    };
    yield { what: `${what}, gradients`, got: lossOf(factors).gradients.map((g) => [...g]), want: one.grad0, tolerance };
    const lossesField = Object.keys(one).find((field) => field.startsWith('losses_steps_0_to_'));
    const losses = descend(factors, lossOf, one.lr, one[lossesField].length - 1);
    yield { what: `${what}, losses`, got: losses, want: one[lossesField], tolerance };
    const afterField = Object.keys(one).find((field) => /^w_after_/i.test(field));
    yield { what: `${what}, factors`, got: factors.map((w) => [...w]), want: one[afterField], tolerance };
    if (one.uv) yield* signFree(what, x, vector(one.y), one, tolerance);
    if (one.balanced_identity) {
      const { alpha, Z, MtM } = one.balanced_identity;
      const got = psdPower(gram(fromRows(Z), { of: 'columns' }), (one.L - 1) / one.L).toRows();
      yield { what: `${what}, balanced factors`, got, want: MtM, tolerance };
      yield { what: `${what}, alpha`, got: (one.L - 1) / (2 * one.L), want: alpha, tolerance };
    }
  }
}

async function* signFree(what, x, y, { L, uv }, tolerance) {
  const thetaField = Object.keys(uv).find((field) => field.startsWith('theta_after_'));
  const lossesField = Object.keys(uv).find((field) => field.startsWith('losses_steps_'));
  const steps = Number(thetaField.slice('theta_after_'.length));
  const losses = [];
  const options = { depth: L, start: uv.init, learningRate: uv.lr, steps, stopLoss: 0 };
  const { theta } = await trainDeepDiagonal(x, y, { ...options, onLoss: (loss) => losses.push(loss) });
  yield { what: `${what}, u^L - v^L`, got: theta, want: uv[thetaField], tolerance };
  const want = uv[lossesField];
  yield { what: `${what}, losses of u^L - v^L`, got: losses.slice(0, want.length), want, tolerance };
}

async function* convexBaselines({ cases }, [tolerance]) {
  for (const [i, one] of cases.entries()) {
    const what = `case ${i}, ${one.kind}`;
    if (one.kind === 'basis_pursuit') {
      const [x, y] = [fromRows(one.X), vector(one.y)];
      const { theta, l1, gap } = basisPursuit(x, y);
      yield { what: `${what}, theta`, got: theta, want: one.theta, tolerance };
      yield { what: `${what}, l1`, got: l1, want: one.l1, tolerance };
      yield { what: `${what}, gap`, got: gap, want: 0, tolerance };
      if (one.min_l2) {
        const got = linRfmSparse(x, y, { alpha: 0 }).next().value;
        yield { what: `${what}, least l2`, got, want: one.min_l2, tolerance };
      }
    } else {
      // The minimiser of some cases is not unique; the vectors hold the one that ADMM reaches with penalty 1.
      const omega = observedWhere(fromRows(one.Y), fromRows(one.observed));
      const result = await minNuclearNorm(omega, { penalty: 1 });
      yield { what: `${what}, Z`, got: result.z.toRows(), want: one.Z, tolerance };
      yield { what: `${what}, norm`, got: result.nuclearNorm, want: one.nuclear_norm, tolerance };
      yield { what: `${what}, gap`, got: result.gap, want: 0, tolerance };
    }
  }
}

export const checks = [
  {
    names: ['mc_svdfree', 'completed matrix after T iterations of the SVD-free alpha=1/2 routine'],
    run: svdFree,
  },
  {
    names: ['mc_power', 'completed matrix after T iterations of lin-RFM with general power alpha'],
    run: power,
  },
  {
    names: [
      'agop_update_and_objective',
      'AGOP G=Z^T Z/d1, feature matrix M=G^alpha, regression metric P=G^(2 alpha), monotone objective J',
    ],
    run: updateAndObjective,
  },
  {
    names: [
      'irls_equivalence',
      'IRLS-p iterates equal to lin-RFM(alpha) with p=2-4alpha; rectangular; one-sided and side-alternating',
    ],
    run: irlsEquivalence,
  },
  { names: ['sparse_regression', 'diagonal lin-RFM iterates for y=X beta*'], run: sparseRegression },
  { names: ['matrix_sensing', 'lin-RFM iterates for dense measurements y_n=<A_n,Z>'], run: matrixSensing },
  {
    names: [
      'deep_linear_networks',
      'losses, gradients and plain GD trajectories of diagonal and full deep linear networks',
    ],
    run: deepLinearNetworks,
  },
  {
    names: ['convex_baselines', 'minimum l1 interpolant (basis pursuit) and minimum nuclear norm completion'],
    run: convexBaselines,
  },
];
