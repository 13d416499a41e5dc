// Checks of the RFM reference vectors on EigenPro, tabular metrics and the helpers of the Python package.
import { prevalenceCodes } from 'agop/features/rfm/prevalence-codes';
import { generalisedLaplace } from 'agop/kernels/generalised-laplace';
import { laplace } from 'agop/kernels/laplace';
import { eigenPro } from 'agop/learners/eigenpro';
import { batchSizeFor } from 'agop/learners/eigenpro-preconditioner';
import { kernelLogistic } from 'agop/learners/kernel-logistic';
import { softRouting } from 'agop/learners/soft-routing';
import { tabularMetrics } from 'agop/learners/tabular-metrics';
import { eigh } from 'agop/linalg/eigh';
import { gram } from 'agop/linalg/gram';
import { matmul } from 'agop/linalg/matmul';
import { fromRows } from 'agop/linalg/matrix';
import { psdPower } from 'agop/linalg/psd-power';

const column = (numbers) => fromRows(numbers.map((value) => [value]));

function* eigenProCase({ id, inputs, params, expected }, tolerance, runs) {
  const y = fromRows(inputs.y);
  for (const { epoch, alpha, trained } of runs) {
    const want = expected.weights_after_epoch[epoch - 1];
    yield { what: `${id}, weights after ${epoch}`, got: alpha.toRows(), want, tolerance };
    let sum = 0;
    trained.data.forEach((value, k) => (sum += (value - y.data[k]) ** 2));
    const mse = expected.train_mse_after_epoch[epoch - 1];
    yield { what: `${id}, MSE after ${epoch}`, got: sum / y.data.length, want: mse, tolerance };
  }
  const { preconditioner, stepSize, batchSize } = runs[0];
  const facts = {
    top_eigvals: preconditioner.values,
    tail_eigval: preconditioner.tail,
    scale: preconditioner.scale,
    beta: preconditioner.beta,
    new_top_eigval: preconditioner.largest,
    auto_batch_size: batchSizeFor(preconditioner),
    eta_for_batch_size: stepSize * batchSize,
    eta_per_sample: stepSize,
  };
  for (const [name, got] of Object.entries(facts)) {
    if (name in expected) yield { what: `${id}, ${name}`, got, want: expected[name], tolerance };
  }
  if (runs.length !== params.epochs) throw new Error(`${id}: ${runs.length} epochs, ${params.epochs} wanted`);
}

async function* eigenProFile({ cases }, [tolerance]) {
  for (const one of cases) {
    const { inputs, params } = one;
    const x = fromRows(inputs.X);
    const runs = [];
    const options = {
      kernel: laplace({ bandwidth: params.bandwidth }),
      epochs: params.epochs,
      pairs: params.top_q,
      exponent: params.alpha,
      subsample: Int32Array.from(inputs.subsample_ids),
      batchSize: params.batch_size,
      batches: (epoch) => inputs.batches[epoch - 1].map((batch) => Int32Array.from(batch)),
    };
    for await (const run of eigenPro(x, fromRows(inputs.y), options)) {
      runs.push({ ...run, trained: run.predict(x) });
    }
    yield* eigenProCase(one, tolerance, runs);
  }
}

const METRICS = {
  average: 'average',
  average_std_ddof0: 'averageDeviation',
  P90: 'p90',
  P95: 'p95',
  PMA: 'pma',
  PMA_std_ddof0: 'pmaDeviation',
  friedman_rank: 'friedmanRank',
};

function* metrics({ cases }, [tolerance]) {
  for (const { id, inputs, expected } of cases) {
    const rows = tabularMetrics(fromRows(inputs.accuracy_percent));
    for (const [name, want] of Object.entries(expected)) {
      if (!(name in METRICS)) throw new Error(`no metric is ${name}`);
      yield { what: `${id}, ${name}`, got: rows.map((row) => row[METRICS[name]]), want, tolerance };
    }
  }
}

function* coding({ id, inputs, expected }, tolerance) {
  const total = inputs.class_counts.reduce((a, b) => a + b);
  const prior = inputs.class_counts.map((count) => count / total);
  const { codes, decode } = prevalenceCodes(prior);
  yield { what: `${id}, prior`, got: prior, want: expected.prior, tolerance };
  yield { what: `${id}, codes' products`, got: gram(codes).toRows(), want: expected.code_gram, tolerance };
  const mixtures = inputs.code_mixtures.map((row) => {
    const sum = row.reduce((a, b) => a + b);
    return row.map((weight) => weight / sum);
  });
  const decoded = decode(matmul(fromRows(mixtures), codes)).toRows();
  yield { what: `${id}, decoded`, got: decoded, want: expected.decoded_probabilities, tolerance };
}

async function* logistic({ id, inputs, params, expected }, tolerance) {
  const x = fromRows(inputs.X);
  const bandwidth = Number(/L=([\d.]+)/.exec(params.irls_kernel)[1]);
  const options = { kernel: laplace({ bandwidth }), ridge: params.irls_reg, steps: params.irls_iters };
  const machines = [];
  for await (const machine of kernelLogistic(x, column(inputs.y), options)) machines.push(machine);
  for (const [i, want] of expected.irls_alpha_per_step.entries()) {
    // Converged before the last step, the machine is the same from there on.
    const { alpha } = machines[Math.min(i, machines.length - 1)];
    yield { what: `${id}, IRLS step ${i + 1}`, got: alpha.toRows(), want, tolerance };
  }
  const f = machines.at(-1).logOdds(x).toRows();
  yield { what: `${id}, log-odds`, got: f, want: expected.irls_f, tolerance };
}

function* powers({ id, inputs, expected }, tolerance) {
  const a = fromRows(inputs.psd);
  const { values, vectors } = eigh(a);
  // The matrix is given to few digits: its negative eigenvalue says how much of the others is rounding.
  const clip = Math.max(1e-13, (-1.01 * values[0]) / values.at(-1));
  for (const [name, exponent] of [
    ['psd_power_half', 1 / 2],
    ['psd_power_quarter', 1 / 4],
  ]) {
    yield { what: `${id}, ${name}`, got: psdPower(a, exponent, { clip }).toRows(), want: expected[name], tolerance };
  }
  const top = Array.from({ length: a.rows }, (_, i) => Math.abs(vectors.get(i, a.rows - 1)));
  yield { what: `${id}, top eigenvector`, got: top, want: expected.top_eigenvector_abs, tolerance };
}

function* categorical({ id, inputs, params, expected }, tolerance) {
  const root = fromRows(inputs.cat_sqrtM);
  const kernel = generalisedLaplace({ bandwidth: params.cat_bandwidth, exponent: params.cat_exponent });
  // The distance is that of the points moved by the root: M = RᵀR, and in factor form M is R itself.
  const x = fromRows(inputs.cat_X);
  const want = expected.categorical_kernel;
  const full = kernel.matrix(x, undefined, { metric: gram(root, { of: 'columns' }) });
  yield { what: `${id}, categorical kernel`, got: full.toRows(), want, tolerance };
  const factored = kernel.matrix(x, undefined, { metric: { factor: root } });
  yield { what: `${id}, categorical kernel, factor`, got: factored.toRows(), want, tolerance };
}

function* routing({ id, inputs, params, expected }, tolerance) {
  const split = (node, left, right) => ({
    direction: Float64Array.from(inputs.route_directions[node]),
    threshold: inputs.route_thresholds[node],
    spread: inputs.route_iqr[node],
    left,
    right,
  });
  const root = split(0, 0, split(1, 1, 2));
  const weights = softRouting({ root }, fromRows(inputs.route_X), params.route_temperature).toRows();
  yield { what: `${id}, routing`, got: weights, want: expected.soft_route_weights, tolerance };
  const top = weights.map((row) => row.indexOf(Math.max(...row)));
  yield { what: `${id}, heaviest leaf`, got: top, want: expected.soft_route_top_leaf, tolerance };
}

async function* helpers({ cases }, [tolerance]) {
  for (const one of cases) {
    yield* coding(one, tolerance);
    yield* logistic(one, tolerance);
    yield* powers(one, tolerance);
    yield* categorical(one, tolerance);
    yield* routing(one, tolerance);
  }
}

export const checks = [
  { names: ['EigenPro 2 iteration for kernel regression (RFM solver option)'], run: eigenProFile },
  { names: ['Benchmark summary metrics'], run: metrics },
  {
    names: [
      'Helpers of the follow-up package: prevalence class codes, kernel logistic IRLS, PSD powers, block-categorical kernel, soft tree routing',
    ],
    run: helpers,
  },
];
