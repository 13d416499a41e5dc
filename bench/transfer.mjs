// Kernel transfer beside numpy: a large source translated to eight targets with learning curves, and the convolutional kernel.
import { fileURLToPath } from 'node:url';
import { heap } from 'agop/elementwise/heap';
import { laplace } from 'agop/kernels/laplace';
import { stridedCntk } from 'agop/kernels/strided-cntk';
import { nestedRegression } from 'agop/learners/transfer/nested-regression';
import { kernelRegression } from 'agop/learners/transfer/predictor';
import { Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { beside } from './beside.mjs';
import { numpyPeer } from './numpy-peer.mjs';

const view = (a, from, to) => new Matrix(to - from, a.cols, a.data.subarray(from * a.cols, to * a.cols));

function translated({ xs, ys, xt, yt, train, orders, sizes, targets }) {
  const kernel = laplace({ bandwidth: 10 });
  const source = kernelRegression(xs, ys, { kernel });
  const c = ys.cols;
  // Storage that the targets share, where BLAS and the maps both use it without a copy.
  const inHeap = (rows, cols) => new Matrix(rows, cols, heap.float64(rows * cols));
  const [storage, own, test] = [inHeap(train, xt.cols), inHeap(train, train), inHeap(xt.rows - train, train)];
  let total = 0;
  for (let k = 0; k < targets; k++) {
    const prior = source.predict(xt);
    const near = kernel.against(view(xt, 0, train), { storage });
    const [gram, across] = [near.gram(own), near.matrix(view(xt, train, xt.rows), test)];
    // Labels for the baseline, and their residuals for the translation.
    const y = zeros(train, 2 * c);
    for (let i = 0, at = 0; i < train; i++, at += 2 * c) {
      for (let l = 0; l < c; l++) {
        const label = yt.data[i * c + l];
        y.data[at + l] = label;
        y.data[at + c + l] = label - prior.data[i * c + l];
      }
    }
    for (const curve of nestedRegression({ gram, across, y, orders, sizes })) {
      for (const { rows, data } of curve) {
        for (let i = 0, at = 0, own = train * c; i < rows; i++, at += 2 * c) {
          for (let l = 0; l < c; l++, own++) {
            total += Math.abs(data[at + l]) + Math.abs(data[at + c + l] + prior.data[own]);
          }
        }
      }
    }
  }
  for (const { data } of [storage, own, test]) heap.free(data);
  return total;
}

/** Rows `{ name, ours, peer, unit, ratio, target }`; ratio is peer over ours, target its least value. */
export async function transferBench() {
  const peer = await numpyPeer('transfer_numpy.py');
  const random = new Random(0);
  const [n, m, d, c, train, targets] = [3000, 2000, 3072, 10, 1500, 8];
  const [xs, xt] = [random.uniformMatrix(n, d), random.uniformMatrix(m, d)];
  const [ys, yt] = [random.normalMatrix(n, c), random.normalMatrix(m, c)];
  const orders = [0, 1, 2].map((k) => random.fork(k).permutation(train));
  const flat = Float64Array.from(orders.flatMap((order) => [...order]));
  const pipeline = (name, sizes, target) =>
    beside(peer, `translation, source 3,000 x 3,072, eight targets, ${name}`, {
      arrays: { xs: xs.data, ys: ys.data, xt: xt.data, yt: yt.data, orders: flat },
      request: { kind: 'translation', n, m, d, c, train, targets, sizes, subsets: 3 },
      ours: () => translated({ xs, ys, xt, yt, train, orders, sizes, targets }),
      target,
    });
  // The authors' curves, as in the notebook: every fiftieth of the examples, and all of them.
  const fiftieths = Array.from({ length: 50 }, (_, k) => 30 * (k + 1));
  const many = await pipeline('curves of 50 sizes', fiftieths, 1.5);
  // Little but the products of the kernels is left, which the same BLAS makes on both sides.
  const few = await pipeline('curves of 6 sizes', [50, 100, 200, 400, 800, 1500], null);
  const [images, side, channels, strides] = [200, 32, 3, [2, 2, 2, 2, 2, 1]];
  const x = random.uniformMatrix(images, channels * side * side);
  const cntk = stridedCntk({ channels, side, strides });
  const convolutional = await beside(peer, 'convolutional tangent kernel of 200 images, 3 x 32 x 32', {
    arrays: { x: x.data },
    request: { kind: 'convolutional', n: images, side, channels, strides },
    ours: () => cntk.matrix(x, x).data.reduce((sum, value) => sum + value, 0),
    target: 1,
  });
  peer?.close();
  return [many, few, convolutional];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.table(await transferBench());
  process.exit(0);
}
