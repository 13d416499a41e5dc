// ConvRFM beside numpy: the convolutional tangent kernel, its patch AGOP in closed form, and the authors' star run.
import { drawnStars } from 'agop/data/synthetic/stars';
import { convRfm } from 'agop/features/conv-rfm';
import { patchAgop } from 'agop/features/patch-agop';
import { convNtk } from 'agop/kernels/conv-ntk';
import { Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { convNet } from 'agop/nets/conv-net';
import { ConvPass } from 'agop/nets/conv-pass';
import { meanSquaredError } from 'agop/nets/loss';
import { fileURLToPath } from 'node:url';
import { beside } from './beside.mjs';
import { numpyPeer } from './numpy-peer.mjs';

const total = (a) => a.data.reduce((sum, value) => sum + Math.abs(value), 0);

/** Rows `{ name, ours, peer, unit, ratio, target }`; ratio is peer over ours, target its least value. */
export async function convRfmBench() {
  const peer = await numpyPeer('conv_rfm_numpy.py');
  const random = new Random(0);
  const rows = [];
  const cases = [
    { channels: 1, side: 12, patch: 3, depth: 3, n: 150, m: 200, outputs: 3 },
    { channels: 3, side: 16, patch: 3, depth: 3, n: 300, m: 300, outputs: 10 },
  ];
  for (const { channels, side, patch, depth, n, m, outputs } of cases) {
    const pixels = channels * side * side;
    const [x, z, alpha] = [
      random.normalMatrix(n, pixels),
      random.normalMatrix(m, pixels),
      random.normalMatrix(n, outputs),
    ];
    const at = new Matrix(20, pixels, x.data.slice(0, 20 * pixels));
    const kernel = convNtk({ image: { channels, height: side, width: side }, patch, depth });
    const shape = { channels, side, patch, depth, n, m };
    const name = `${channels} x ${side} x ${side}, depth ${depth}`;
    rows.push(
      await beside(peer, `convolutional kernel ${n} x ${m}, ${name}`, {
        arrays: { x: x.data, z: z.data },
        request: { kind: 'kernel', ...shape },
        ours: () => total(kernel.matrix(x, z)),
        target: 1,
      }),
      await beside(peer, `patch AGOP of 20 images, ${n} training images, ${name}`, {
        arrays: { x: x.data, alpha: alpha.data },
        request: { kind: 'agop', ...shape, outputs, at: 20 },
        ours: () => total(patchAgop(kernel, { x, alpha, at })),
        target: 1,
      }),
    );
  }
  rows.push(await networkStep(peer, random.fork('network')));
  const [train, test] = [drawnStars(25, random.fork('train')), drawnStars(1025, random.fork('test'))];
  const [x, z] = [train.x, test.x].map(
    ({ rows: n, cols, data }) => new Matrix(n, cols, Float64Array.from(data)),
  );
  const y = zeros(train.labels.length, 2);
  train.labels.forEach((label, i) => y.set(i, label, 1));
  const kernel = convNtk({ image: train.image, patch: 11, depth: 1 });
  rows.push(
    await beside(peer, 'stars, 50 and 2,050 images, patches 11 x 11, two kernels', {
      arrays: { x: x.data, y: y.data, z: z.data },
      request: { kind: 'stars', n: 50, m: 2050, patch: 11 },
      ours: () => {
        let sum = 0;
        for (const { predict } of convRfm({ x, y }, { kernel, updates: 1 })) sum += total(predict(z));
        return sum;
      },
      target: 1,
    }),
  );
  peer?.close();
  return rows;
}

/** Gradients of ten batches of a network of three convolutions, in single precision. */
async function networkStep(peer, random) {
  const [n, channels, side, patch, depth, filters, outputs, steps] = [64, 3, 16, 3, 3, 32, 10, 10];
  const net = convNet({
    image: { channels, height: side, width: side },
    layers: Array.from({ length: depth }, () => ({ filters, patch })),
    outputs,
    random,
    precision: 'float32',
  });
  const x = random.normalMatrix(n, channels * side * side, 'float32');
  const y = random.normalMatrix(n, outputs, 'float32');
  const delta = zeros(n, outputs, 'float32');
  const gradients = [...net.weights, net.head].map((w) => zeros(w.rows, w.cols, 'float32'));
  const pass = new ConvPass(net, n);
  const doubles = ({ data }) => Float64Array.from(data);
  const weights = Object.fromEntries(net.weights.map((w, l) => [`w${l}`, doubles(w)]));
  return beside(peer, `gradients of ${steps} batches of ${n} images, 3 x 16 x 16, three convolutions of 32`, {
    arrays: { x: doubles(x), y: doubles(y), head: doubles(net.head), ...weights },
    request: { kind: 'network', channels, side, patch, n, filters, depth, outputs, steps },
    ours: () => {
      for (let step = 0; step < steps; step++) {
        meanSquaredError.evaluate(pass.forward(x).data, y.data, delta.data);
        pass.backward(delta, gradients);
      }
      return gradients.reduce((sum, g) => sum + total(g), 0);
    },
    target: 1,
    // Single precision: sums of 250,000 products.
    agree: 1e-3,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.table(await convRfmBench());
  process.exit(0);
}
