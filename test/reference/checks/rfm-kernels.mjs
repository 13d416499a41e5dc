// Checks of the reference vectors on kernels and their gradients. Each yields { what, got, want, tolerance }.
import { gaussian } from 'agop/kernels/gaussian';
import { generalisedLaplace } from 'agop/kernels/generalised-laplace';
import { laplace } from 'agop/kernels/laplace';
import { lpq } from 'agop/kernels/lpq';
import { productLaplace } from 'agop/kernels/product-laplace';
import { sumPower } from 'agop/kernels/sum-power';
import { gram } from 'agop/linalg/gram';
import { fromRows, Matrix } from 'agop/linalg/matrix';

/** M of a file: null, a vector (diagonal), or a matrix. */
function metricOf(M) {
  if (M === null || M === undefined) return undefined;
  return typeof M[0] === 'number' ? Float64Array.from(M) : fromRows(M);
}

const laplaceOf = ({ bandwidth, exponent }) =>
  exponent === 1 ? laplace({ bandwidth }) : generalisedLaplace({ bandwidth, exponent });

/** Distances as the Laplace kernel of bandwidth L gives them back: r = -L ln k. */
function distances(x, z, metric, bandwidth) {
  const k = laplace({ bandwidth }).matrix(x, z, { metric });
  return Array.from(k.data, (value) => -bandwidth * Math.log(value) + 0);
}

function* kernelMatrices({ cases }, [tolerance, ...others]) {
  const { rel } = Object.assign({}, tolerance, ...others);
  const within = { ...tolerance, rel };
  for (const { id, inputs, params, expected } of cases) {
    const [x, z, metric] = [fromRows(inputs.X), fromRows(inputs.Z), metricOf(inputs.M)];
    const { bandwidth } = params;
    const is = (what, got, want) => ({ what: `${id}, ${what}`, got, want, tolerance: within });
    yield is('kernel', laplaceOf(params).matrix(x, z, { metric }).toRows(), expected.kernel);
    yield is('gaussian', gaussian({ bandwidth }).matrix(x, z, { metric }).toRows(), expected.gaussian_kernel);
    yield is('distance', distances(x, z, metric, bandwidth), expected.distance_M.flat());
  }
}

/** "relative to the largest entry". */
const ofLargest = (want, { rel }) => ({ abs: rel * Math.max(...want.flat(Infinity).map(Math.abs)) });

/** (1/m) Σ_j Σ_l g_jl g_jlᵀ of the rows g_jl, of m points. */
function agop(gradients, m) {
  return gram(gradients, { of: 'columns', alpha: 1 / m });
}

/** Rows g_jl minus the mean over those of their output, or over all if there is one group. */
function centred(gradients, groups) {
  const out = gradients.clone();
  for (let g = 0; g < groups; g++) {
    for (let k = 0; k < out.cols; k++) {
      let sum = 0;
      for (let i = g; i < out.rows; i += groups) sum += gradients.get(i, k);
      for (let i = g; i < out.rows; i += groups) out.data[i * out.cols + k] -= (sum * groups) / out.rows;
    }
  }
  return out;
}

const diagonal = (a) => Array.from({ length: a.rows }, (_, i) => a.get(i, i));

function* gradientsAndAgop({ cases }, [tolerance]) {
  for (const { id, inputs, params, expected } of cases) {
    const [x, z, alpha, metric] = [fromRows(inputs.X), fromRows(inputs.Z), fromRows(inputs.alpha), metricOf(inputs.M)];
    const kernel = laplaceOf(params);
    const routes = { gradients: kernel.gradients(x, alpha, z, { metric }) };
    if (params.Z_is_X) routes.trainingPair = kernel.trainingPair(x, { metric }).gradients(alpha);
    for (const [route, result] of Object.entries(routes)) {
      const rows = new Matrix(z.rows * alpha.cols, x.cols, result.data);
      const is = (what, got, want) => ({
        what: `${id}, ${route}: ${what}`,
        got,
        want,
        tolerance: ofLargest([want].flat(), tolerance),
      });
      yield is('gradients', rows.data, expected.gradients.flat(2));
      const [plain, perOutput, pooled] = [rows, centred(rows, alpha.cols), centred(rows, 1)].map((g) => agop(g, z.rows));
      yield is('agop', plain.data, expected.agop.flat());
      yield is('agop centred per output', perOutput.data, expected.agop_centered_per_output.flat());
      yield is('agop centred, pooled', pooled.data, expected.agop_centered_pooled.flat());
      yield is('diagonal', diagonal(plain), expected.agop_diag);
      yield is('diagonal, centred', diagonal(perOutput), expected.agop_diag_centered);
      yield is('trace', diagonal(plain).reduce((a, b) => a + b), expected.trace);
    }
  }
}

function* alternativeKernels({ cases }, [tolerance]) {
  for (const { id, inputs, params, expected } of cases) {
    const [x, z, alpha, root] = ['X', 'Z', 'alpha', 'sqrtM'].map((name) => fromRows(inputs[name]));
    const { bandwidth, p, q, const_mix: mix, power } = params;
    const metric = gram(root);
    const kernels = {
      product: [productLaplace({ bandwidth, exponent: q }), 'product_laplace', { metric }],
      lpq: [lpq({ bandwidth, p, q }), 'lpq_laplace', { metric }],
      sum_power: [sumPower({ bandwidth, exponent: q, mix, power }), 'sum_power_laplace', {}],
    };
    for (const [name, [kernel, values, options]] of Object.entries(kernels)) {
      const got = kernel.matrix(x, z, options).toRows();
      yield { what: `${id}, ${values}`, got, want: expected[values], tolerance };
      const gradients = kernel.gradients(x, alpha, z, options).data;
      const want = expected[`grad_${name}`].flat(2);
      yield { what: `${id}, gradient of ${name}`, got: gradients, want, tolerance };
    }
  }
}

export const checks = [
  {
    names: ['Product, Lpq and sum-power Laplace kernels of the follow-up package and their gradients'],
    run: alternativeKernels,
  },
  { names: ['Mahalanobis Laplace and Gaussian kernel matrices'], run: kernelMatrices },
  { names: ['Closed-form gradients of a kernel predictor and its AGOP'], run: gradientsAndAgop },
];
