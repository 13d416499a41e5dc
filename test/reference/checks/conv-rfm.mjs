// Reference vectors of ConvRFM: kernels of images, patch AGOPs, whole runs, feature maps.
import { convAgops, convAnsatz } from 'agop/features/cnfa';
import { convRfm } from 'agop/features/conv-rfm';
import { deepConvRfm } from 'agop/features/deep-conv-rfm';
import { patchAgop, patchTransform } from 'agop/features/patch-agop';
import { minMax, patchFilter } from 'agop/features/patch-filter';
import { mapReluStep } from 'agop/elementwise/map-relu-step';
import { starPixels } from 'agop/data/synthetic/stars';
import { convNtk } from 'agop/kernels/conv-ntk';
import { laplace } from 'agop/kernels/laplace';
import { meanPatchKernel } from 'agop/kernels/mean-patch-kernel';
import { fromRows, Matrix } from 'agop/linalg/matrix';
import { nfm } from 'agop/features/nfa';
import { psdPower } from 'agop/linalg/psd-power';
import { Random } from 'agop/linalg/random';

/** Relative to the largest entry: entries that cancel to nearly 0 have no relative error of their own. */
const ofLargest = ({ rel }) => ({ overMax: rel });
const scopedTo = (clauses, name) => ofLargest(clauses.find(({ scope }) => scope === name) ?? clauses[0]);
const plain = (clauses) => ofLargest(clauses.find(({ scope }) => scope === ''));

const images = (batch) => fromRows(batch.map((image) => image.flat(2)));
const shapeOf = ([image]) => ({ channels: image.length, height: image[0].length, width: image[0][0].length });

function* kernels({ cases }, clauses) {
  // No entry cancels: each is within the tolerance of itself.
  const tolerance = clauses.find(({ scope }) => scope === '');
  for (const { X, Z, S, ps, depth, ...want } of cases) {
    const [x, z, image] = [images(X), images(Z), shapeOf(X)];
    const kernel = convNtk({ image, patch: ps, depth });
    const nngp = convNtk({ image, patch: ps, depth, kind: 'nngp' });
    yield { what: 'NNGP', got: nngp.matrix(x, z).toRows(), want: want.nngp_X_Z, tolerance };
    yield { what: 'NTK', got: kernel.matrix(x, z).toRows(), want: want.ntk_X_Z, tolerance };
    const transformed = kernel.matrix(x, z, fromRows(S)).toRows();
    yield { what: 'NTK of patches S', got: transformed, want: want.ntk_XS_ZS, tolerance };
    const own = kernel.matrix(x).toRows();
    yield { what: 'K(X, X)', got: own, want: want.ntk_X_X, tolerance: clauses.find(({ scope }) => scope === 'identical_pairs') };
  }
}

function* agops({ cases }, clauses) {
  const tolerance = plain(clauses);
  for (const { X, Z, alpha, A0, S, ps, depth, ...want } of cases) {
    const kernel = convNtk({ image: shapeOf(X), patch: ps, depth });
    const [x, at, coefficients] = [images(X), images(Z), fromRows(alpha)];
    const given = { x, alpha: coefficients, at };
    yield { what: 'S', got: patchTransform(fromRows(A0)).toRows(), want: S, tolerance };
    yield { what: 'AGOP', got: patchAgop(kernel, given).toRows(), want: want.agop_no_transform, tolerance };
    const transformed = patchAgop(kernel, { ...given, transform: fromRows(S) }).toRows();
    yield { what: 'AGOP with S', got: transformed, want: want.agop_with_S, tolerance };
    const first = new Matrix(2, x.cols, x.data.slice(0, 2 * x.cols));
    yield {
      what: 'AGOP at training images',
      got: patchAgop(kernel, { x, alpha: coefficients, at: first }).toRows(),
      want: want.agop_at_first_two_training_points,
      tolerance: scopedTo(clauses, 'training_points'),
    };
  }
}

/** Accuracy in percent and squared error summed over outputs, mean over rows. */
function scores(f, z) {
  const top = (row) => row.indexOf(Math.max(...row));
  const right = f.filter((row, i) => top(row) === top(z[i])).length;
  const mse = f.reduce((sum, row, i) => sum + row.reduce((s, v, l) => s + (v - z[i][l]) ** 2, 0), 0) / f.length;
  return { accuracy: (100 * right) / f.length, mse };
}

function* roundsOf(rounds, z, labels, wanted, tolerance, name = '') {
  for (const want of wanted) {
    const round = rounds[want.iteration];
    const what = (part) => `${name}iteration ${want.iteration}, ${part}`;
    const f = round.predict(z).toRows();
    const { accuracy, mse } = scores(f, labels);
    yield { what: what('predictions'), got: f, want: want.predictions, tolerance };
    yield { what: what('kernel_max'), got: [round.scale], want: [want.kernel_max], tolerance };
    yield { what: what('mse'), got: [mse], want: [want.mse], tolerance };
    if (want.accuracy_percent !== undefined)
      yield { what: what('accuracy'), got: [accuracy], want: [want.accuracy_percent], tolerance: { abs: 1e-9 } };
    if (want.alpha) yield { what: what('alpha'), got: round.alpha.toRows(), want: want.alpha, tolerance };
    if (want.agop) yield { what: what('AGOP'), got: round.agop().toRows(), want: want.agop, tolerance };
    if (want.transform_next)
      yield { what: what('S'), got: patchTransform(round.agop()).toRows(), want: want.transform_next, tolerance };
  }
}

function* runs({ cases }, clauses) {
  for (const { X, y, Z, z, ps, depth, iters, reg, s, iterations } of cases) {
    const kernel = convNtk({ image: shapeOf(X), patch: ps, depth });
    const options = { kernel, updates: iters - 1, ridge: reg, agopImages: s };
    const rounds = [...convRfm({ x: images(X), y: fromRows(y) }, options)];
    yield* roundsOf(rounds, images(Z), z, iterations, plain(clauses));
  }
}

function* deepRuns({ cases }, clauses) {
  for (const { X, y, Z, z, depth, iters, width, reg, s, stages, ...rest } of cases) {
    const found = deepConvRfm(
      { x: images(X), y: fromRows(y) },
      {
        image: shapeOf(X),
        depth,
        width,
        updates: iters - 1,
        ridge: reg,
        agopImages: s,
        relu: rest.relu_after_features,
        normals: rest.standard_normals_per_feature_layer.map((rows) => fromRows(rows)),
        random: new Random(0),
      },
    );
    for (const { stage, iterations } of stages) {
      const { rounds, features } = found[stage];
      yield* roundsOf(rounds, features.of(images(Z)), z, iterations, plain(clauses), `stage ${stage}, `);
    }
  }
}

function* laplacePatches({ cases }, clauses) {
  const tolerance = plain(clauses);
  for (const { X, Z, alpha, S, ps, bandwidth, ...want } of cases) {
    const kernel = meanPatchKernel(laplace({ bandwidth }), { image: shapeOf(X), patch: ps });
    const [x, z, transform] = [images(X), images(Z), fromRows(S)];
    const given = { x, alpha: fromRows(alpha), at: z };
    yield { what: 'K', got: kernel.matrix(x, z).toRows(), want: want.K_X_Z, tolerance };
    yield { what: 'K with S', got: kernel.matrix(x, z, transform).toRows(), want: want.K_X_Z_S, tolerance };
    yield { what: 'AGOP', got: patchAgop(kernel, given).toRows(), want: want.agop, tolerance };
    const first = new Matrix(2, x.cols, x.data.slice(0, 2 * x.cols));
    const moved = patchAgop(kernel, { ...given, transform }).toRows();
    yield { what: 'AGOP with S', got: moved, want: want.agop_S, tolerance };
    const own = patchAgop(kernel, { ...given, at: first }).toRows();
    yield { what: 'AGOP at the first two of X', got: own, want: want.agop_self, tolerance };
  }
}

function* duals({ cases }, clauses) {
  for (const { q1, q2, cosine, N_out, kappa0 } of cases) {
    const unit = Math.abs(cosine) === 1;
    const { abs } = clauses.find(({ scope }) => scope === (unit ? 'at_unit_cosine' : ''));
    const sigma = fromRows([[cosine * Math.sqrt(q1 * q2)]]);
    const theta = fromRows([[1]]);
    mapReluStep(sigma, theta, { xVariances: [q1], zVariances: [q2] });
    const got = [sigma.data[0], theta.data[0] - sigma.data[0]];
    yield { what: `cosine ${cosine}`, got, want: [N_out, kappa0], tolerance: { abs } };
  }
}

function* maps({ cases }, clauses) {
  const tolerance = plain(clauses);
  for (const { image, M, ps, ...want } of cases) {
    const [x, shape] = [images([image]), shapeOf([image])];
    const u = want.top_eigenvector_up_to_sign;
    const projector = fromRows(u.map((a) => u.map((b) => a * b)));
    const filtered = (filter) => patchFilter(x, filter, shape, ps);
    const identity = fromRows(M.map((row, i) => row.map((_, j) => Number(i === j))));
    yield { what: 'raw', got: filtered(identity).data, want: want.patch_norm_map_raw, tolerance };
    yield { what: 'M^½', got: filtered(psdPower(fromRows(M), 1 / 2)).data, want: want.filtered_by_sqrtM, tolerance };
    yield { what: 'top', got: filtered(projector).data, want: want.filtered_by_top_eigvec, tolerance };
    const scaled = minMax(filtered(projector)).data;
    yield { what: 'top, rescaled', got: scaled, want: want.filtered_by_top_eigvec_minmax, tolerance };
  }
}

function* stars({ cases }, [tolerance]) {
  const sorted = (pixels) => pixels.map(([row, col]) => 100 * row + col).sort((a, b) => a - b);
  for (const { offset, on_pixels_row_col } of cases) {
    const got = sorted(starPixels(offset));
    yield { what: `offset ${offset}`, got, want: sorted(on_pixels_row_col), tolerance };
  }
}

/** The head's columns are (filter, row, column) in the file, (row, column, filter) in the library. */
function headOf(rows, filters) {
  const positions = rows[0].length / filters;
  return fromRows(
    rows.map((row) => row.map((_, k) => row[(k % filters) * positions + Math.floor(k / filters)])),
  );
}

function* convolutionalAnsatz({ cases }, clauses) {
  const tolerance = plain(clauses);
  for (const { X, ps, layers, ...file } of cases) {
    const weightsOf = (suffix) => ['W1', 'W2'].map((name) => images(file[name + suffix]));
    const net = (weights) => ({
      image: shapeOf(X),
      layers: weights.map(({ rows }) => ({ filters: rows, patch: ps })),
      padding: 'same',
      weights,
      head: headOf(file.Wfc, weights[1].rows),
    });
    const [trained, initial] = [net(weightsOf('')), net(weightsOf('_init'))];
    const agops = convAgops(trained, images(X));
    const scores = convAnsatz(trained, initial, images(X));
    for (const want of layers) {
      const l = want.layer - 1;
      const { outputProducts, agop } = agops[l];
      const got = {
        nfm_over_k: nfm(trained.weights[l]).toRows(),
        agop: agop.toRows(),
        B: outputProducts.toRows(),
        cosine: [scores[l].cosine],
        pearson: [scores[l].pearson],
        cosine_init_final: [scores[l].initialCosine],
        pearson_init_final: [scores[l].initialPearson],
        pearson_with_sqrt_agop: [scores[l].pearsonRoot],
      };
      for (const [name, value] of Object.entries(got)) {
        const wanted = Array.isArray(want[name]) ? want[name] : [want[name]];
        yield { what: `layer ${want.layer}, ${name}`, got: value, want: wanted, tolerance };
      }
    }
  }
}

export const checks = [
  {
    names: [
      'convolutional neural feature matrix (NFM), patch-AGOP and their correlation for a fixed small CNN conv(ps,pad ps//2)-ReLU-conv-ReLU-flatten-linear (no biases)',
    ],
    run: convolutionalAnsatz,
  },
  { names: ['star pixels of the synthetic star data set'], run: stars },
  { names: ['Convolutional NTK and NNGP kernel matrices of the ConvRFM kernel'], run: kernels },
  { names: ['patch-AGOP of a kernel predictor, and normalised matrix square root'], run: agops },
  {
    names: [
      'complete ConvRFM runs',
      'ConvRFM run on digits 0,1,7 (8x8 UCI optical digits, pixel/16) pasted at a random offset into an 11x11 Gaussian frame of std 0.5*sqrt(sigma)',
    ],
    run: runs,
  },
  { names: ['Deep ConvRFM with explicit Gaussian draws'], run: deepRuns },
  { names: ['Laplace patch kernel and its patch-AGOP'], run: laplacePatches },
  { names: ['one step of the ReLU dual maps'], run: duals },
  { names: ['feature visualisation maps'], run: maps },
];
