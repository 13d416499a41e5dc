// Training steps of a dense and of a convolutional network in TensorFlow.js. As a program it is the peer with stock
// kernels of bench/tfjs.mjs.
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { tensorflow } from 'agop/nets/tensorflow';

export const LEARNING_RATE = 0.01;

/** Shapes of input and weights; each weight has a bias of its last size. */
export const NETWORKS = {
  dense: {
    input: [128, 784],
    weights: [
      [784, 1024],
      [1024, 1024],
      [1024, 10],
    ],
  },
  conv: {
    input: [64, 32, 32, 3],
    weights: [[3, 3, 3, 64], ...Array.from({ length: 3 }, () => [3, 3, 64, 64]), [65536, 10]],
  },
};

/** The loss before the last of `steps` steps from the arrays of `folder`: input, labels, weight0, weight1, ... */
export function train(tf, { network, steps, folder }) {
  const { input, weights: shapes } = NETWORKS[network];
  const read = (file, shape) => {
    const { buffer, byteOffset, length } = fs.readFileSync(path.join(folder, `${file}.bin`));
    return tf.tensor(new Float32Array(buffer.slice(byteOffset, byteOffset + length)), shape);
  };
  const [x, labels] = [read('input', input), read('labels', [input[0], 10])];
  const weights = shapes.map((shape, l) => tf.variable(read(`weight${l}`, shape)));
  const biases = shapes.map((shape) => tf.variable(tf.zeros(shape.slice(-1))));
  const optimiser = tf.train.sgd(LEARNING_RATE);
  const step = () =>
    optimiser.minimize(() => tf.losses.softmaxCrossEntropy(labels, forward(tf, x, weights, biases)), true);
  step().dispose();
  weights.forEach((w, l) => w.assign(read(`weight${l}`, shapes[l])));
  biases.forEach((b) => b.assign(tf.zeros(b.shape)));
  let check = NaN;
  const start = performance.now();
  for (let i = 0; i < steps; i++) [check] = tf.tidy(() => step().dataSync());
  const seconds = (performance.now() - start) / 1000;
  tf.disposeVariables();
  return { seconds, check };
}

function forward(tf, x, weights, biases) {
  let h = x;
  weights.forEach((w, l) => {
    const bias = biases[l];
    const last = l === weights.length - 1;
    if (w.rank === 2) {
      const a = h.rank === 2 ? h : h.reshape([h.shape[0], -1]);
      h = tf.fused.matMul({ a, b: w, bias, activation: last ? 'linear' : 'relu' });
    } else if (l > 0)
      h = tf.fused.conv2d({ x: h, filter: w, strides: 1, pad: 'same', bias, activation: 'relu' });
    // Fused, the gradient by the image would be computed for nothing.
    else h = tf.relu(tf.conv2d(h, w, 1, 'same').add(bias));
  });
  return h;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { tf, backend } = await tensorflow();
  console.log(JSON.stringify({ backend }));
  for await (const line of createInterface({ input: process.stdin })) {
    const answer = tf.tidy(() => train(tf, JSON.parse(line)));
    console.log(JSON.stringify(answer));
  }
}
