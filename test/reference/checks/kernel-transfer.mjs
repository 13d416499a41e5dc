// Reference vectors of kernel transfer: kernels, translation and projection, EigenPro, linear laws, metrics.
import { laplace } from 'agop/kernels/laplace';
import { releasedReluNtk } from 'agop/kernels/released-relu-ntk';
import { reluNtk } from 'agop/kernels/relu-ntk';
import { stridedCntk } from 'agop/kernels/strided-cntk';
import { eigenPro } from 'agop/learners/eigenpro';
import { linearRisk, linearTransfer, projectionRisk, translationRisk } from 'agop/learners/transfer/linear-transfer';
import { logLaw } from 'agop/learners/transfer/log-law';
import { kernelRegression } from 'agop/learners/transfer/predictor';
import { rowMetrics } from 'agop/learners/transfer/row-metrics';
import { project, translate } from 'agop/learners/transfer/transfer';
import { matmul } from 'agop/linalg/matmul';
import { fromRows, transpose } from 'agop/linalg/matrix';

const list = (values) => Array.from(values);

function* laplaceKernel({ cases }) {
  for (const { X, Z, bandwidth, K } of cases) {
    const got = laplace({ bandwidth }).matrix(fromRows(X), fromRows(Z)).toRows();
    // "3e-8/bandwidth at r = 0 with the norm-expansion form", which ours is: the last row of Z is a row of X.
    const coincident = (row) => row.map((value, j) => (j === row.length - 1 ? 0 : value));
    yield { what: 'K', got: got.map(coincident), want: K.map(coincident), tolerance: { abs: 1e-12 } };
    const tolerance = { abs: 3e-8 / bandwidth };
    yield { what: 'K at r = 0', got: got.map((r) => r.at(-1)), want: K.map((r) => r.at(-1)), tolerance };
  }
}

function* tangentKernels({ cases }, [tolerance]) {
  for (const { X_unit, Z_unit, depth, ntk_relu, ntk_repo_variant } of cases) {
    const [x, z] = [fromRows(X_unit), fromRows(Z_unit)];
    const scaled = reluNtk({ depth }).matrix(x, z).toRows();
    const got = scaled.map((row) => row.map((value) => value / (depth + 1)));
    yield { what: `ReLU, depth ${depth}`, got, want: ntk_relu, tolerance };
    const released = releasedReluNtk({ depth }).matrix(x, z).toRows();
    yield { what: `released, depth ${depth}`, got: released, want: ntk_repo_variant, tolerance };
  }
}

/** Images (n, side, side, channels) as rows of planes, each divided by its length. */
function planes(images) {
  const [side, channels] = [images[0].length, images[0][0][0].length];
  const rows = images.map((image) => {
    const row = Array.from({ length: channels }, (_, c) => image.flatMap((line) => line.map((p) => p[c]))).flat();
    const length = Math.hypot(...row);
    return row.map((value) => value / length);
  });
  return { x: fromRows(rows), side, channels };
}

function* convolutional({ cases }) {
  const tolerance = { rel: 1e-9 };
  for (const { X_nhwc, Z_nhwc, strides, ntk, ntk_diag_X } of cases) {
    const { x, side, channels } = planes(X_nhwc);
    const kernel = stridedCntk({ channels, side, strides });
    yield { what: `K(X, Z), side ${side}`, got: kernel.matrix(x, planes(Z_nhwc).x).toRows(), want: ntk, tolerance };
    const own = kernel.matrix(x);
    const diagonal = ntk_diag_X.map((_, i) => own.get(i, i));
    yield { what: `k(x, x), side ${side}`, got: diagonal, want: ntk_diag_X, tolerance };
  }
}

function* transfers({ cases }) {
  const tolerance = { abs: 1e-7 };
  for (const one of cases) {
    const kernel = laplace({ bandwidth: one.bandwidth });
    const [xt, z] = [fromRows(one.X_target), fromRows(one.X_eval)];
    const source = kernelRegression(fromRows(one.X_source), fromRows(one.Y_source), { kernel });
    const shifted = fromRows(one.Y_target_translation);
    const own = kernelRegression(xt, shifted, { kernel });
    const moved = translate(source, xt, shifted, { kernel });
    const headed = project(source, xt, fromRows(one.Y_target_projection), { kernel, ridge: 0 });
    const is = (what, predictor, at, want) => ({ what, got: predictor.predict(at).toRows(), want, tolerance });
    yield is('source', source, z, one.source_pred_eval);
    yield is('source at the target', source, xt, one.source_pred_target);
    yield is('baseline', own, z, one.baseline_pred_eval);
    yield is('translated', moved, z, one.translated_pred_eval);
    yield is('projected', headed, z, one.projected_pred_eval);
  }
}

async function* eigenProRuns({ cases }) {
  const double = { rel: 1e-8 };
  // Of the largest weight: entry by entry the file's own two precisions differ by more.
  const single = (want) => ({ abs: 2e-4 * Math.max(...want.flat().map(Math.abs)) });
  for (const one of cases) {
    const x = fromRows(one.X);
    const after = async (batches) => {
      const options = {
        kernel: laplace({ bandwidth: one.bandwidth }),
        epochs: 1,
        pairs: one.top_q,
        exponent: one.alpha,
        subsample: Int32Array.from({ length: one.n_subsamples }, (_, i) => i),
        batchSize: one.batch_size,
        batches: () => batches.map((batch) => Int32Array.from(batch)),
      };
      for await (const run of eigenPro(x, fromRows(one.Y), options)) return run;
    };
    const [first, last] = [await after(one.batches.slice(0, 1)), await after(one.batches)];
    const { preconditioner, stepSize } = first;
    const facts = [
      ['eigenvalues', list(preconditioner.values), one.eigvals],
      ['tail', preconditioner.tail, one.tail_eigval],
      ['scale', preconditioner.scale, one.scale],
      ['β', preconditioner.beta, one.beta],
      ['η', stepSize * one.batch_size, one.eta],
    ];
    for (const [what, got, want] of facts) yield { what, got, want, tolerance: double };
    const weights = last.alpha.toRows();
    yield { what: 'weights', got: weights, want: one.weights_after_last_float64, tolerance: double };
    yield { what: "the authors' weights", got: weights, want: one.weights_after_last, tolerance: single(one.weights_after_last) };
    const begun = first.alpha.toRows();
    yield { what: "the authors' first weights", got: begun, want: one.weights_after_first, tolerance: single(one.weights_after_first) };
  }
}

function* linear({ cases }) {
  const tolerance = { abs: 1e-9 };
  for (const one of cases) {
    const [source, target] = [fromRows(one.W_source), fromRows(one.W_target)];
    const [sourceX, targetX] = [one.X_source_cols, one.X_target_cols].map((x) => transpose(fromRows(x)));
    const fits = linearTransfer({ source, target, sourceX, targetX });
    for (const [name, want] of Object.entries({
      source: one.W_source_hat,
      translated: one.W_translated,
      baseline: one.W_baseline,
      projected: one.W_projected,
    })) {
      yield { what: name, got: fits[name].toRows(), want, tolerance };
      const risk = linearRisk(fits[name], target);
      yield { what: `risk, ${name}`, got: risk, want: one[`risk_${name}`], tolerance };
    }
    const size = (w) => list(w).reduce((sum, value) => sum + value * value, 0);
    const law = {
      d: source.cols,
      sourceSamples: sourceX.rows,
      targetSamples: targetX.rows,
      targetSize: size(target.data),
      distance: linearRisk(source, target),
    };
    yield { what: 'translation law', got: translationRisk(law), want: one.expected_risk_translated, tolerance };
    const alone = translationRisk({ ...law, sourceSamples: 0 });
    yield { what: 'law of the target alone', got: alone, want: one.expected_risk_baseline, tolerance };
  }
}

function* projection({ cases }) {
  for (const one of cases) {
    const law = {
      d: one.d,
      sourceOutputs: one.c_source,
      sourceSamples: one.n_source,
      targetSamples: one.n_target,
      outside: one.rho,
    };
    const got = projectionRisk(law);
    yield { what: 'projection law', got, want: one.expected_risk, tolerance: { abs: 1e-12 } };
    const simulated = { abs: 4 * one.monte_carlo_se };
    yield { what: 'its simulation', got, want: one.monte_carlo_mean, tolerance: simulated };
  }
}

function* logFit({ cases }) {
  for (const one of cases) {
    const { slope, slopePerDoubling, intercept, r2 } = logLaw(one.n, one.accuracy);
    const want = [one.slope_ln, one.slope_log2, one.intercept, one.R2];
    yield { what: 'fit', got: [slope, slopePerDoubling, intercept, r2], want, tolerance: { abs: 1e-10 } };
  }
}

/** κ(s) = k1(s) + s k0(s) of plain inner products, as the file has it: on the diagonal arccos(1 - 1e-16) is 1e-8, not 0. */
const plainKappa = {
  matrix(x, z = x) {
    const k = matmul(x, z, { transB: true });
    for (let i = 0; i < k.data.length; i++) {
      const s = Math.max(-1, Math.min(1, k.data[i]));
      const angle = Math.PI - Math.acos(s);
      k.data[i] = (2 * s * angle + Math.sqrt(1 - s * s)) / Math.PI;
    }
    return k;
  },
};

function* drugScreen({ cases }) {
  const tolerance = { abs: 1e-9 };
  for (const one of cases) {
    const rows = one.features_unit_rows;
    const [seen, left] = [rows.slice(0, one.n_observed), rows.slice(one.n_observed)].map((part) => fromRows(part));
    const y = fromRows(one.Y_observed);
    const predicted = kernelRegression(seen, y, { kernel: plainKappa }).predict(left);
    yield { what: 'prediction', got: predicted.toRows(), want: one.prediction, tolerance };
    const { r2, cosine, pearson } = rowMetrics(predicted, fromRows(one.Y_missing_truth));
    yield { what: 'R²', got: list(r2), want: one.r2_rows, tolerance };
    yield { what: 'cosine', got: list(cosine), want: one.cosine_rows, tolerance };
    yield { what: 'Pearson', got: pearson, want: one.pearson_all, tolerance };
    // The exact diagonal moves the solution by the 1e-8 of theirs.
    const exact = kernelRegression(seen, y, { kernel: reluNtk({ depth: 1 }) }).predict(left).toRows();
    yield { what: 'prediction with the exact diagonal', got: exact, want: one.prediction, tolerance: { abs: 1e-7 } };
  }
}

export const checks = [
  { names: ['a1_laplace_kernel'], run: laplaceKernel },
  { names: ['a2_relu_ntk'], run: tangentKernels },
  { names: ['a3_cntk'], run: convolutional },
  { names: ['a4_translate_project'], run: transfers },
  { names: ['a5_eigenpro'], run: eigenProRuns },
  { names: ['a6_linear_transfer'], run: linear },
  { names: ['a7_linear_projection_risk'], run: projection },
  { names: ['a8_log_scaling_fit'], run: logFit },
  { names: ['a9_cmap_ntk_and_metrics'], run: drugScreen },
];
