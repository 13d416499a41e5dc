// Reference vectors of the neural quadratic models and of the maps that they obey exactly.
import { fromRows, Matrix } from 'agop/linalg/matrix';
import { topEigenpairs } from 'agop/linalg/top-eigenpairs';
import { copyMlp, predict } from 'agop/nets/mlp';
import { networkModel } from 'agop/nets/network-model';
import { generalQuadraticMap, generalQuadraticRun } from 'agop/nets/quadratic/general-quadratic';
import { jetBackward, jetForward, jetSamples } from 'agop/nets/quadratic/jet-pass';
import { jetKernel } from 'agop/nets/quadratic/jet-quadratic';
import { oneDimensionalRun } from 'agop/nets/quadratic/one-dimensional';
import { normalisedRun, oneExampleRun } from 'agop/nets/quadratic/one-example-map';
import { twoLayerModels } from 'agop/nets/quadratic/two-layer-models';
import { trajectory } from 'agop/nets/trajectory';

const floats = (values) => Float64Array.from(values);

/** ½ Σ e². */
const halfSum = {
  evaluate(f, y, gradient) {
    let sum = 0;
    for (let i = 0; i < f.length; i++) {
      gradient[i] = f[i] - y[i];
      sum += gradient[i] ** 2 / 2;
    }
    return sum;
  },
};

function* columns(what, got, want, { rel }) {
  for (let c = 0; c < want[0].length; c++) {
    const column = want.map((row) => row[c]);
    const tolerance = { abs: rel * Math.max(...column.map(Math.abs)) };
    yield { what: `${what}, column ${c}`, got: got.map((row) => row[c]), want: column, tolerance };
  }
}

function* descent({ inputs, outputs }, [tolerance]) {
  const [u0, x] = [fromRows(inputs.u0), fromRows(inputs.X)];
  const models = twoLayerModels({ u0, v0: floats(inputs.v0), x });
  const jets = { nn: models.network(), nqm: models.quadratic(), lin: models.linear() };
  for (const [name, model] of Object.entries(jets)) {
    const want = outputs[name];
    const options = { learningRate: inputs.eta, steps: want.length - 1, watch: 1, loss: halfSum };
    const run = trajectory(model, floats(inputs.y), options);
    const rows = Array.from(run, ({ loss, eigenvalues }) => [loss, eigenvalues[0]].slice(0, want[0].length));
    yield* columns(name, rows, want, tolerance);
  }
}

function* twoLayer({ inputs, outputs: want }, [tolerance]) {
  const [x, m] = [fromRows(inputs.X), inputs.m];
  const [u0, u] = [fromRows(inputs.u0), fromRows(inputs.u)];
  const start = twoLayerModels({ u0, v0: floats(inputs.v0), x });
  const k0 = start.linear().tangentKernel();
  const list = (values) => Array.from(values);
  yield { what: 'f at the start', got: list(start.network().outputs()), want: want.f_init, tolerance };
  yield { what: 'K of the linear model', got: k0.toRows(), want: want.K_lin, tolerance };
  yield { what: 'λ', got: topEigenpairs(k0, 1).values[0], want: want.lambda_max_init, tolerance };
  const moved = twoLayerModels({ u0: u, v0: floats(inputs.v), x }).network();
  yield { what: 'f of the network', got: list(moved.outputs()), want: want.f_nn, tolerance };
  yield { what: 'K of the network', got: moved.tangentKernel().toRows(), want: want.K_nn, tolerance };
  // The Taylor models at (u, v), by jets along the change.
  const scale = 1 / Math.sqrt(m * inputs.d);
  const row = (v) => new Matrix(1, m, floats(v));
  const net = { weights: [u0, row(inputs.v0)], activation: 'relu', scales: [1, scale] };
  const change = [u, row(inputs.v)].map((w, l) => difference(w, net.weights[l]));
  const at = jetSamples(net, x);
  const jet = jetForward(net, change, at);
  yield { what: 'f_quad', got: list(jet.outputs), want: want.f_quad, tolerance };
  yield { what: 'K of the NQM', got: jetKernel(net, change, { at, jet }).toRows(), want: want.K_nqm, tolerance };
  yield { what: 'f_lin', got: list(firstOrder(net, change, at)), want: want.f_lin, tolerance };
}

function difference(a, b) {
  const d = a.clone();
  for (let i = 0; i < d.data.length; i++) d.data[i] -= b.data[i];
  return d;
}

/** f + z', from the odd part of the jet: f_quad(D) - f_quad(-D) = 2 z'. */
function firstOrder(net, change, at) {
  const back = change.map((d) => new Matrix(d.rows, d.cols, d.data.map((value) => -value)));
  const [there, other] = [jetForward(net, change, at).outputs, jetForward(net, back, at).outputs];
  return at.outputs.map((f, i) => f + (there[i] - other[i]) / 2);
}

function* jets({ inputs, outputs: want }, [tolerance]) {
  const net = { weights: inputs.W0.map((w) => fromRows(w)), activation: inputs.activation, scales: inputs.scales };
  const [x, change] = [fromRows(inputs.X), inputs.D.map((d) => fromRows(d))];
  const at = jetSamples(net, x);
  const jet = jetForward(net, change, at);
  yield { what: 'f_quad', got: Array.from(jet.outputs), want: want.f_quad, tolerance };
  yield { what: 'f_lin', got: Array.from(firstOrder(net, change, at)), want: want.f_lin, tolerance };
  const moved = copyMlp(net);
  moved.weights.forEach((w, l) => w.data.forEach((value, i) => (w.data[i] = value + change[l].data[i])));
  yield { what: 'f of the network', got: Array.from(predict(moved, x).data), want: want.f_nn, tolerance };
  const shifted = networkModel(moved, x).outputs();
  yield { what: 'f of the model', got: Array.from(shifted), want: want.f_nn, tolerance };
  yield { what: 'K', got: jetKernel(net, change, { at, jet }).toRows(), want: want.K_nqm, tolerance };
  const adjoints = jetBackward(net, change, { at, jet, weights: floats(inputs.e) });
  const gradient = adjoints.map(({ p1, p2 }, l) => {
    const [a, a1, s] = [at.inputs[l], jet.inputs1[l], inputs.scales[l]];
    return inputs.D[l].map((line, j) =>
      line.map((_, k) => {
        let sum = 0;
        for (let i = 0; i < x.rows; i++) sum += p1.get(i, j) * a.get(i, k) + 2 * p2.get(i, j) * (a1?.get(i, k) ?? 0);
        return s * sum;
      }),
    );
  });
  yield { what: 'weighted gradient', got: gradient, want: want.weighted_grad, tolerance };
}

function* oneExample({ inputs, outputs: { rows } }, [tolerance]) {
  const { g0, lambda0, gamma, y, eta } = inputs;
  const options = { gamma, y, learningRate: eta, steps: rows.length - 1, divergeAt: Infinity };
  const run = oneExampleRun({ output: g0, lambda: lambda0 }, options);
  yield* columns('map', Array.from(run, ({ output, lambda, loss }) => [output, lambda, loss]), rows, tolerance);
}

function* normalised({ inputs, outputs: { rows } }, [ofPeak, ofEnd]) {
  for (const [v, peak, end, updates] of rows) {
    const got = normalisedRun({ u: inputs.u0, v });
    yield { what: `v₀ = ${v}, peak`, got: got.peak, want: peak, tolerance: ofPeak };
    yield { what: `v₀ = ${v}, end`, got: got.end, want: end, tolerance: ofEnd };
    yield { what: `v₀ = ${v}, updates`, got: got.updates, want: updates, tolerance: ofPeak };
  }
}

function* oneDimensional({ inputs, outputs: { rows } }, [tolerance]) {
  const problem = Object.fromEntries(['x', 'y', 'u0', 'v0'].map((name) => [name, floats(inputs[name])]));
  const options = { learningRate: inputs.eta, steps: rows.length - 1, divergeAt: Infinity };
  const run = oneDimensionalRun(problem, options);
  const got = Array.from(run, ({ loss, eigenvalues, projected }) => [loss, ...eigenvalues, ...projected]);
  yield* columns('two maps', got, rows, tolerance);
  const models = twoLayerModels({
    u0: new Matrix(inputs.u0.length, 1, problem.u0),
    v0: problem.v0,
    x: new Matrix(inputs.x.length, 1, problem.x),
  });
  const neurons = trajectory(models.quadratic(), problem.y, { ...options, divergeAt: Number.MAX_VALUE, loss: halfSum });
  const simulated = Array.from(neurons, ({ loss }) => [loss]);
  yield* columns('all units', simulated, rows.map(([loss]) => [loss]), tolerance);
}

function* generalQuadratic({ inputs, outputs: { rows } }, [tolerance]) {
  const { phi, sigma, w0, gamma, eta, y } = inputs;
  const options = { learningRate: eta, y, steps: rows.length - 1, divergeAt: Infinity };
  const numbers = ({ output, lambda, curvature }) => [output, lambda, curvature];
  const model = { phi: floats(phi), sigma: floats(sigma), gamma };
  const states = Array.from(generalQuadraticRun(model, floats(w0), options));
  yield* columns('parameters', states.map(numbers), rows, tolerance);
  const map = generalQuadraticMap(states[0], { ...options, gamma });
  yield* columns('map', Array.from(map, numbers), rows, tolerance);
}

export const checks = [
  { names: ['GD trajectories of network, NQM and linear model from the same initialisation'], run: descent },
  {
    names: ['two-layer ReLU network, its linearisation and its neural quadratic model (NQM)'],
    run: twoLayer,
  },
  { names: ['NQM of an MLP by second-order jets: value, weighted gradient, tangent kernel'], run: jets },
  { names: ['exact two-variable map of the NQM trained on one example'], run: oneExample },
  { names: ['normalised catapult map for y=0: peak and final sharpness'], run: normalised },
  {
    names: ['NQM on several one-dimensional examples: rank-2 tangent kernel and per-direction dynamics'],
    run: oneDimensional,
  },
  {
    names: ['general quadratic model with diagonal +-1 quadratic form, one example'],
    run: generalQuadratic,
  },
];
