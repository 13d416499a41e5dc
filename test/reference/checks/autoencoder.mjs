// Reference vectors of linear and nonlinear autoencoders and of what stretching does to words and drugs.
import { spearman } from 'agop/experiments/summary';
import { signatureCosines } from 'agop/experiments/autoencoder/drug-signatures';
import { gaussianPair, mainAxis, turnedCosine } from 'agop/experiments/autoencoder/two-gaussians';
import { pairCosines, referenceOrigin } from 'agop/learners/embeddings/similarity';
import { analogyAnswers, translationCosines } from 'agop/learners/embeddings/translations';
import { matmul } from 'agop/linalg/matmul';
import { fromRows, Matrix, transpose, zeros } from 'agop/linalg/matrix';
import { gram } from 'agop/linalg/gram';
import { svd } from 'agop/linalg/svd';
import { AutoencoderPass, autoencoderArrays, encode, reconstruct } from 'agop/nets/autoencoders/autoencoder';
import { gradientFlowMode } from 'agop/nets/autoencoders/gradient-flow-mode';
import { linearAutoencoder } from 'agop/nets/autoencoders/linear-autoencoder';
import { reluOneSampleNorm, stretch } from 'agop/nets/autoencoders/stretch';
import { convergedGrams, stretchedEncoder } from 'agop/nets/autoencoders/stretched-encoder';
import { gradientDescent } from 'agop/nets/optimisers/gradient-descent';

const floats = (values) => Float64Array.from(values);
const list = (values) => Array.from(values);

function* formula({ inputs: { s }, outputs }, [tolerance]) {
  yield { what: 'b', got: s.map(stretch), want: outputs.b, tolerance };
  yield { what: 'a', got: s.map((value) => 1 / stretch(value)), want: outputs.a, tolerance };
}

function* timeCourse({ outputs: { rows } }, [tolerance]) {
  const got = rows.map(([eigenvalue, start, t]) => {
    const { a, b } = gradientFlowMode({ eigenvalue, start }, t);
    return [eigenvalue, start, t, a, b];
  });
  yield { what: '(a, b)', got, want: rows, tolerance };
}

function* descent({ inputs, params: { eta, steps }, outputs }, [tolerance]) {
  const x = transpose(fromRows(inputs.X));
  const wanted = new Map(outputs.records.map((record) => [record.step, record]));
  const encoder = gram(x, { of: 'columns', alpha: 1 / x.rows });
  const options = { encoder, learningRate: eta, steps, at: wanted.keys() };
  let last;
  for (const { step, encoder, decoder, loss } of linearAutoencoder(x, options)) {
    if (step === 0) {
      const got = list(svd(encoder).s);
      yield { what: 's', got, want: outputs.singular_values_B0, tolerance };
      yield { what: 'predicted b', got: got.map(stretch), want: outputs.predicted_final, tolerance };
    }
    const want = wanted.get(step);
    last = encoder;
    if (want === undefined) continue;
    yield { what: `A, step ${step}`, got: decoder.toRows(), want: want.A, tolerance };
    yield { what: `B, step ${step}`, got: encoder.toRows(), want: want.B, tolerance };
    if (want.loss !== undefined) yield { what: `loss, step ${step}`, got: loss, want: want.loss, tolerance };
  }
  yield { what: 'b at the end', got: list(svd(last).s), want: outputs.final, tolerance };
}

function* generalStart({ inputs, outputs }, [tolerance]) {
  const { encoder, decoder } = convergedGrams(fromRows(inputs.B0));
  yield { what: 'BBᵀ', got: encoder.toRows(), want: outputs.BBt, tolerance };
  yield { what: 'AᵀA', got: decoder.toRows(), want: outputs.AtA, tolerance };
  // The descent that stands in the file: as near as it says that it came.
  const gap = { abs: 2 * outputs.gd_relative_error * Math.max(...outputs.BBt.flat().map(Math.abs)) };
  yield { what: 'BBᵀ of the descent', got: encoder.toRows(), want: outputs.gd_final_BBt, tolerance: gap };
}

function* rankDeficient({ inputs, outputs }, [tolerance]) {
  const { encoder, decoder } = stretchedEncoder(transpose(fromRows(inputs.X)), { start: (value) => value });
  yield { what: 'B', got: encoder.toRows(), want: outputs.B, tolerance };
  yield { what: 'A', got: decoder.toRows(), want: outputs.A, tolerance };
  yield { what: 'AB', got: matmul(decoder, encoder).toRows(), want: outputs.AB, tolerance };
}

function* polynomial({ inputs, params: { poly }, outputs }, clauses) {
  const x = fromRows(inputs.X);
  const tolerance = Object.assign({}, ...clauses);
  const { initial, encoder, decoder } = stretchedEncoder(x, { start: (value) => (value + 1) ** poly });
  yield { what: 'B(0)', got: initial.toRows(), want: outputs.B0, tolerance };
  yield { what: 'B', got: encoder.toRows(), want: outputs.new_B, tolerance };
  yield { what: 'A', got: decoder.toRows(), want: outputs.new_A, tolerance };
  yield { what: 'X B', got: matmul(x, encoder).toRows(), want: outputs.hidden, tolerance };
}

function* gaussians({ outputs: { cases } }, [tolerance]) {
  for (const want of cases) {
    const pair = gaussianPair(want.c);
    const [q1, q2] = pair.covariances.map(mainAxis);
    const [l1, l2] = pair.eigenvalues;
    const at = `c = ${want.c}`;
    yield { what: `q, ${at}`, got: [q1, q2], want: [want.q1, want.q2], tolerance };
    const b = [
      [(l1 + l2) / 2, (l1 - l2) / 2],
      [(l1 - l2) / 2, (l1 + l2) / 2],
    ];
    yield { what: `B, ${at}`, got: b, want: want.B_population, tolerance };
    yield { what: `l, ${at}`, got: [l1, l2], want: want.eigenvalues, tolerance };
    yield { what: `cosine, ${at}`, got: pair.cosine, want: want.cos_original, tolerance };
    yield { what: `γ, ${at}`, got: turnedCosine(0, [l1, l2]), want: want.gamma, tolerance };
    yield { what: `B, ${at}`, got: turnedCosine(pair.cosine, [l1, l2]), want: want.cos_after_B, tolerance };
    const powers = want.cos_after_B_power_0_to_5;
    const got = powers.map((_, p) => turnedCosine(pair.cosine, [l1, l2], p));
    yield { what: `powers, ${at}`, got, want: powers, tolerance };
  }
}

function* oneSample({ inputs: { x }, params: { lr, steps }, outputs }, [tolerance]) {
  const d = x.length;
  const samples = fromRows([x, x.map((value) => -value)]);
  const start = zeros(2 * d, d);
  x.forEach((p, i) => x.forEach((q, j) => [start.set(i, j, p * q), start.set(d + i, j, -p * q)]));
  const net = { w1: start, w2: zeros(d, 2 * d), activation: 'relu' };
  const pass = new AutoencoderPass(net);
  const move = gradientDescent(autoencoderArrays(net), { learningRate: lr });
  const wanted = new Map(outputs.records.map((record) => [record.step, record]));
  const one = new Matrix(1, d, floats(x));
  const norm = () => list(encode(net, one).data).reduce((sum, value) => sum + value * value, 0);
  for (let step = 1; step <= steps; step++) {
    const loss = pass.evaluate(samples);
    move(autoencoderArrays(pass.gradient));
    const want = wanted.get(step);
    if (want === undefined) continue;
    yield { what: `loss before step ${step}`, got: loss, want: want.loss_before_step, tolerance };
    yield { what: `|Bx|², step ${step}`, got: norm(), want: want.normBx_sq, tolerance };
    yield { what: `A, step ${step}`, got: net.w2.toRows(), want: want.A, tolerance };
    yield { what: `B, step ${step}`, got: net.w1.toRows(), want: want.B, tolerance };
  }
  const eta = x.reduce((sum, value) => sum + value * value, 0);
  const predicted = reluOneSampleNorm(eta);
  yield { what: 'predicted |Bx|²', got: predicted, want: outputs.predicted_normBx_sq, tolerance };
  yield { what: 'relative error', got: norm() / predicted - 1, want: outputs.relative_error_at_end, tolerance };
}

function* leaky({ inputs, outputs: want }, [tolerance]) {
  const net = {
    w1: fromRows(inputs.W1),
    b1: floats(inputs.b1),
    w2: fromRows(inputs.W2),
    b2: floats(inputs.b2),
    activation: 'leakyRelu',
  };
  const x = fromRows(inputs.X);
  const pass = new AutoencoderPass(net);
  yield { what: 'loss', got: pass.evaluate(x), want: want.loss, tolerance };
  yield { what: 'W₁x + b₁', got: encode(net, x).toRows(), want: want.pre, tolerance };
  yield { what: 'f', got: reconstruct(net, x).toRows(), want: want.out, tolerance };
  yield { what: 'dW₁', got: pass.gradient.w1.toRows(), want: want.dW1, tolerance };
  yield { what: 'db₁', got: list(pass.gradient.b1), want: want.db1, tolerance };
  yield { what: 'dW₂', got: pass.gradient.w2.toRows(), want: want.dW2, tolerance };
  yield { what: 'db₂', got: list(pass.gradient.b2), want: want.db2, tolerance };
}

function* words({ inputs, params: { poly }, outputs }, [tolerance]) {
  const e = fromRows(inputs.embeddings);
  const origin = referenceOrigin(e);
  yield { what: 'origin', got: list(origin), want: outputs.origin, tolerance };
  const { encoder } = stretchedEncoder(e, { start: (value) => (value + 1) ** poly });
  yield { what: 'encoder', got: encoder.toRows(), want: outputs.encoder, tolerance };
  const moved = matmul(new Matrix(1, e.cols, origin), encoder).data;
  const spaces = { original: [e, origin], embedded: [matmul(e, encoder), moved] };
  const pairs = inputs.similarity.map(([i, j]) => [i, j]);
  const scores = inputs.similarity.map(([, , score]) => score);
  for (const [name, [space, from]] of Object.entries(spaces)) {
    const want = outputs[name];
    const cosines = list(translationCosines(space, inputs.questions));
    yield { what: `${name} cosines`, got: cosines, want: want.translation_cosines, tolerance };
    const above = cosines.filter((value) => value > 0.5).length / cosines.length;
    yield { what: `${name} above ½`, got: above, want: want.fraction_above_half, tolerance };
    const answers = list(analogyAnswers(space, inputs.questions));
    yield { what: `${name} answers`, got: answers, want: want.analogy_argmax, tolerance };
    const right = answers.filter((answer, q) => answer === inputs.questions[q][3]).length / answers.length;
    yield { what: `${name} accuracy`, got: right, want: want.analogy_accuracy, tolerance };
    const plain = spearman(list(pairCosines(space, pairs)), scores);
    yield { what: `${name} Spearman`, got: plain, want: want.spearman, tolerance };
    const seen = spearman(list(pairCosines(space, pairs, from)), scores);
    yield { what: `${name} Spearman from the origin`, got: seen, want: want.spearman_origin, tolerance };
  }
}

function* drugs({ inputs, params: { degree }, outputs }, [tolerance]) {
  const x = fromRows(inputs.X);
  const { encoder } = stretchedEncoder(x, { start: (value) => (value + 1) ** degree, scale: x.rows * x.cols });
  yield { what: 'encoder', got: encoder.toRows(), want: outputs.encoder, tolerance };
  const labels = inputs.cell_and_drug.map(([cell, drug]) => ({ cell, drug }));
  const spaces = { cos_input: x, cos_embedded: matmul(x, encoder) };
  for (const [name, profiles] of Object.entries(spaces)) {
    const got = signatureCosines(profiles, labels).map(({ cosine }) => cosine);
    yield { what: name, got, want: outputs[name], tolerance };
  }
}

export const checks = [
  { names: ['stretching-formula'], run: formula },
  { names: ['gradient-flow-closed-form'], run: timeCourse },
  { names: ['linear-autoencoder-gd'], run: descent },
  { names: ['general-encoder-init'], run: generalStart },
  { names: ['rank-deficient'], run: rankDeficient },
  { names: ['polynomial-init'], run: polynomial },
  { names: ['two-gaussians'], run: gaussians },
  { names: ['relu-autoencoder-one-sample'], run: oneSample },
  { names: ['leaky-autoencoder-gradient'], run: leaky },
  { names: ['word-evaluation'], run: words },
  { names: ['drug-signature-correlation'], run: drugs },
];
