// Reference vectors of the tangent kernel, its spectrum along gradient descent, the optimisers and the AGOP.
import { cosine, mlpAgops } from 'agop/features/nfa';
import { fromRows, Matrix } from 'agop/linalg/matrix';
import { topEigenpairs } from 'agop/linalg/top-eigenpairs';
import { criticalLearningRate } from 'agop/nets/critical-learning-rate';
import { logisticLoss, meanSquaredError } from 'agop/nets/loss';
import { predict } from 'agop/nets/mlp';
import { mlpJacobians } from 'agop/nets/mlp-jacobians';
import { MlpPass } from 'agop/nets/mlp-pass';
import { networkModel } from 'agop/nets/network-model';
import { optimiser } from 'agop/nets/optimisers/optimisers';
import { spectralSplit } from 'agop/nets/spectral-split';
import { tangentKernel } from 'agop/nets/tangent-kernel';
import { trajectory } from 'agop/nets/trajectory';

const network = ({ W, scales, activation = 'relu' }) => ({
  weights: W.map((w) => fromRows(w)),
  scales,
  activation,
});
const floats = (values) => Float64Array.from(values);

function* kernelAndRates({ inputs, outputs: want }, [tolerance]) {
  const net = network(inputs);
  const x = fromRows(inputs.X);
  const f = predict(net, x).data;
  const k = tangentKernel(net, x);
  yield { what: 'f', got: Array.from(f), want: want.f, tolerance };
  yield { what: 'K', got: k.toRows(), want: want.K, tolerance };
  const n = x.rows;
  const top = topEigenpairs(k, n);
  // Small eigenvalues are known to the rounding of the largest.
  const ofLargest = { abs: 1e-8 * want.eigenvalues_desc[0] };
  yield { what: 'eigenvalues', got: Array.from(top.values), want: want.eigenvalues_desc, tolerance: ofLargest };
  const residual = f.map((value, i) => value - inputs.y[i]);
  const within = spectralSplit(top, residual);
  const loss = meanSquaredError.evaluate(f, floats(inputs.y), floats(f));
  const ofLoss = { abs: 1e-9 * loss };
  yield { what: 'loss', got: loss, want: want.loss_mean, tolerance };
  yield { what: 'PL_le', got: Array.from(within), want: want.PL_le, tolerance: ofLoss };
  yield { what: 'PL_gt', got: Array.from(within, (w) => loss - w), want: want.PL_gt, tolerance: ofLoss };
  const eta = criticalLearningRate(k);
  yield { what: 'critical rate', got: eta, want: want.eta_crit_mean_loss, tolerance };
  yield { what: 'critical rate of half the sum', got: (2 * eta) / n, want: want.eta_crit_half_sum_loss, tolerance };
  const model = networkModel(net, x);
  for (const [b, rows] of inputs.batches.entries()) {
    const part = [rows].flat();
    const rate = criticalLearningRate(model.tangentKernel({ rows: Int32Array.from(part) }));
    yield { what: `batch ${b}, critical rate`, got: rate, want: want.batch_eta_crit_mean_loss[b], tolerance };
    yield { what: `batch ${b}, λ`, got: part.length / rate, want: want.batch_lambda_max[b], tolerance };
  }
}

function* descent({ inputs, outputs: want }, [tolerance]) {
  const run = trajectory(networkModel(network(inputs), fromRows(inputs.X)), floats(inputs.y), {
    learningRate: inputs.eta,
    steps: want.rows.length - 1,
    watch: 2,
  });
  const rows = Array.from(run, ({ loss, eigenvalues, within }) => [loss, eigenvalues[0], ...within]);
  yield* columns(rows, want.rows, tolerance);
  const peak = Math.max(...rows.map(([loss]) => loss));
  yield { what: 'peak', got: peak, want: want.peak_loss, tolerance };
  yield { what: 'time of the peak', got: rows.findIndex(([loss]) => loss === peak), want: want.peak_t, tolerance };
  yield { what: 'λ at the end', got: rows.at(-1)[1] / rows[0][1], want: want.lambda_ratio_end, tolerance };
}

function* stochastic({ inputs, outputs: want }, [tolerance]) {
  const run = trajectory(networkModel(network(inputs), fromRows(inputs.X)), floats(inputs.y), {
    learningRate: inputs.eta,
    steps: want.rows.length,
    watch: 1,
    watchBatches: true,
    batches: inputs.batch_order.map((rows) => Int32Array.from(rows)),
  });
  const states = Array.from(run);
  const rows = states.slice(0, -1).map(({ loss, eigenvalues }, t) => {
    const [{ ratio, before, after }] = states[t + 1].batches;
    return [loss, eigenvalues[0], ratio, before, after];
  });
  yield* columns(rows, want.rows, tolerance);
}

function* columns(got, want, { rel }) {
  for (let c = 0; c < want[0].length; c++) {
    const column = want.map((row) => row[c]);
    const tolerance = { abs: rel * Math.max(...column.map(Math.abs)) };
    yield { what: `column ${c}`, got: got.map((row) => row[c]), want: column, tolerance };
  }
}

function* methods({ inputs: { A, b, w0, lr }, outputs }, [tolerance]) {
  const names = { sgd: 'gradientDescent' };
  for (const [name, want] of Object.entries(outputs)) {
    const w = floats(w0);
    const step = optimiser(names[name] ?? name, [w], { learningRate: lr[name] });
    const got = want.map(() => {
      step([w.map((_, i) => A[i].reduce((sum, a, j) => sum + a * w[j], -b[i]))]);
      return Array.from(w);
    });
    yield { what: name, got, want, tolerance };
  }
}

function* agopAlignment({ inputs, outputs: want }, [tolerance]) {
  const net = network(inputs);
  const x = fromRows(inputs.X);
  const gradients = Array.from(mlpJacobians(net, x)).at(-1).jacobian;
  const [{ plain }] = mlpAgops(net, x);
  yield { what: 'input gradients', got: gradients.toRows(), want: want.input_gradients, tolerance };
  yield { what: 'AGOP', got: plain.toRows(), want: want.AGOP, tolerance };
  const d = x.cols;
  const population = new Matrix(d, d, new Float64Array(d * d));
  for (let i = 0; i < inputs.r; i++) population.set(i, i, 1);
  const empirical = fromRows(want.Gstar_empirical);
  yield { what: 'empirical', got: cosine(plain, empirical), want: want.alignment_empirical, tolerance };
  yield { what: 'population', got: cosine(plain, population), want: want.alignment_population, tolerance };
}

function* logistic({ inputs, outputs: want }, [tolerance]) {
  const net = network(inputs);
  const x = fromRows(inputs.X);
  const pass = new MlpPass(net, x.rows);
  const f = pass.forward(x);
  const slope = pass.outputGradient(x.rows);
  const loss = logisticLoss.evaluate(f.data, floats(inputs.y), slope.data);
  yield { what: 'f', got: Array.from(f.data), want: want.f, tolerance };
  yield { what: 'loss', got: loss, want: want.loss, tolerance };
  yield { what: '∂L/∂f', got: Array.from(slope.data), want: want.grad_f, tolerance };
  const gradients = net.weights.map(({ rows, cols }) => new Matrix(rows, cols, new Float64Array(rows * cols)));
  pass.backward(x, gradients);
  yield { what: '∂L/∂W', got: gradients.map((g) => g.toRows()), want: want.grad_W, tolerance };
  const eta = criticalLearningRate(tangentKernel(net, x), { outputs: predict(net, x).data });
  yield { what: 'critical rate', got: eta, want: want.eta_crit, tolerance };
  yield { what: 'λ of DKD', got: (2 * x.rows) / eta, want: want.lambda_max_DKD, tolerance };
}

export const checks = [
  { names: ['empirical NTK of a scalar-output MLP, critical learning rate (full batch and mini-batch), residual eigen-decomposition'], run: kernelAndRates },
  { names: ['full-batch GD with super-critical learning rate: loss, lambda_max(NTK), projected loss'], run: descent },
  { names: ['mini-batch SGD with explicit batch order'], run: stochastic },
  { names: ['optimiser updates on a quadratic'], run: methods },
  { names: ['AGOP and AGOP alignment'], run: agopAlignment },
  { names: ['logistic loss, gradient and Gauss-Newton critical learning rate'], run: logistic },

];
