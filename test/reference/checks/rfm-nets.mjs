// Reference vectors of the neural feature ansatz: 07_nfa_mlp, 08_one_step_ansatz.
import { agop } from 'agop/features/agop';
import { ansatzScores, cosine, mlpAgops, nfm, pearson, weightChange } from 'agop/features/nfa';
import { eigh } from 'agop/linalg/eigh';
import { fromRows, zeros } from 'agop/linalg/matrix';
import { psdPower } from 'agop/linalg/psd-power';
import { predict } from 'agop/nets/mlp';
import { mlpJacobians } from 'agop/nets/mlp-jacobians';
import { trainMlp } from 'agop/nets/train-mlp';

const network = (weights, activation) => ({ weights: weights.map((w) => fromRows(w)), activation });

// An eigenvalue that is zero up to rounding, some 1e-16 of the largest, has a root of 1e-8 of the largest root: the
// root of a singular matrix is known no better. (A regular one gets no such allowance.)
function singularRoot(a) {
  const { values } = eigh(a);
  const largest = values.at(-1);
  return values[0] < 1e-13 * largest ? Math.sqrt(2 ** -52 * largest) : 0;
}

function* layers({ cases, tolerance: stated }, [tolerance]) {
  const ofScores = { abs: stated.correlation_abs };
  for (const { id, inputs, params, expected } of cases) {
    const net = network(inputs.weights, params.activation);
    const initial = network(inputs.initial_weights, params.activation);
    const x = fromRows(inputs.X);
    yield { what: `${id}, outputs`, got: predict(net, x).toRows(), want: expected.outputs, tolerance };
    const agops = mlpAgops(net, x);
    for (const one of expected.layers) {
      const what = `${id}, layer ${one.layer}`;
      const [w, w0, { plain, centred }] = [net, initial, agops].map((list) =>
        (list.weights ?? list).at(one.layer - 1),
      );
      const matrices = {
        AGOP: plain,
        AGOP_centered: centred,
        AGOP_sqrt: psdPower(plain, 0.5),
        NFM: nfm(w),
        NFM_of_weight_change: nfm(weightChange(w, w0)),
      };
      for (const [field, got] of Object.entries(matrices)) {
        // Entries far below the largest are sums that cancel: the stated relative tolerance is of the matrix.
        const largest = Math.max(...one[field].flat().map(Math.abs));
        const abs = Math.max(tolerance.rel * largest, field === 'AGOP_sqrt' ? singularRoot(plain) : 0);
        yield {
          what: `${what}, ${field}`,
          got: got.toRows(),
          want: one[field],
          tolerance: { ...tolerance, abs },
        };
      }
      const scores = ansatzScores(w, w0, { plain, centred });
      const named = {
        pearson_NFM_vs_AGOPsqrt: scores.pearsonRoot,
        pearson_NFM_vs_AGOPsqrt_centered: scores.pearsonRootCentred,
        pearson_dNFM_vs_AGOPsqrt: scores.changePearsonRoot,
        cosine_NFM_vs_AGOP: scores.cosine,
        cosine_NFM_vs_AGOPsqrt: scores.cosineRoot,
        cosine_dNFM_vs_AGOP_centered: scores.changeCosineCentred,
        pearson_NFM_vs_initial_NFM: scores.initialPearson,
      };
      for (const [field, got] of Object.entries(named)) {
        yield { what: `${what}, ${field}`, got, want: one[field], tolerance: ofScores };
      }
    }
  }
}

async function* oneStep({ cases, tolerance: stated }, [tolerance]) {
  const ofScores = { abs: stated.abs_cosine };
  for (const { id, inputs, params, expected } of cases) {
    const [x, y, a] = [inputs.X, inputs.y, inputs.a].map((rows) => fromRows(rows));
    const net = { weights: [zeros(a.cols, x.cols), a], activation: params.activation };
    await trainMlp(net, x, y, { learningRate: params.lr, epochs: 1, frozen: [1] });
    const [b] = net.weights;
    const [{ jacobian, outputs }] = mlpJacobians(net, x);
    const gradients = agop(jacobian, { outputs });
    // The file's NFM is BᵀB, without the division by the rows.
    const features = nfm(b);
    features.data.forEach((value, i) => (features.data[i] = value * b.rows));
    for (const [field, got] of Object.entries({ B1: b, NFM: features, AGOP: gradients })) {
      const largest = Math.max(...expected[field].flat().map(Math.abs));
      const allowed = { ...tolerance, abs: tolerance.rel * largest };
      yield { what: `${id}, ${field}`, got: got.toRows(), want: expected[field], tolerance: allowed };
    }
    yield {
      what: `${id}, cosine`,
      got: cosine(features, gradients),
      want: expected.cosine_NFM_AGOP,
      tolerance: ofScores,
    };
    yield {
      what: `${id}, Pearson`,
      got: pearson(features, gradients),
      want: expected.pearson,
      tolerance: ofScores,
    };
  }
}

export const checks = [
  {
    names: ['Neural feature matrices and AGOPs of every hidden-layer weight of a bias-free ReLU MLP'],
    run: layers,
  },
  {
    names: ['One gradient step from a zero first layer: exact ansatz for a single output'],
    run: oneStep,
  },
];
