// The tangent kernel of many points, and the singular classifier by blocks, beside the same in numpy.
import { fileURLToPath } from 'node:url';
import { tableVotes } from 'agop/elementwise/log-tables';
import { logDistances, sphereData } from 'agop/experiments/infinite-depth/sphere-data';
import { startWorkers } from 'agop/elementwise/pool';
import { kernelTable } from 'agop/kernels/dual/kernel-table';
import { optimalDual } from 'agop/kernels/dual/optimal-dual';
import { singularLimit } from 'agop/kernels/dual/singular-limit';
import { reluNtk } from 'agop/kernels/relu-ntk';
import { Matrix } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { beside } from './beside.mjs';
import { numpyPeer } from './numpy-peer.mjs';

function unitPoints(n, d, random) {
  const x = random.normalMatrix(n, d);
  for (let i = 0; i < n; i++) {
    const row = x.row(i);
    const length = Math.hypot(...row);
    for (let k = 0; k < d; k++) row[k] /= length;
  }
  return x;
}

/** Rows `{ name, ours, peer, unit, ratio, target }`; ratio is peer over ours, target its least value. */
export async function infiniteDepthBench() {
  const peer = await numpyPeer('infinite_depth_numpy.py');
  await startWorkers();
  const [n, d] = [4000, 50];
  const x = unitPoints(n, d, new Random(0));
  const kernel = reluNtk({ depth: 3 });
  const ntk = await beside(peer, 'ReLU tangent kernel of depth 3, 4,000 x 4,000 points', {
    arrays: { x: x.data },
    request: { kind: 'ntk', n, d, depth: 3 },
    agree: 1e-3,
    ours: () => {
      const { data } = kernel.matrix(x);
      let sum = 0;
      for (let i = 0; i < data.length; i++) sum += data[i];
      return sum;
    },
    target: 2,
  });
  const [train, test] = [1, 2].map((seed) => sphereData(2, 10_000, new Random(seed)));
  const dual = optimalDual(2);
  const table = kernelTable((delta) => singularLimit(dual, delta).logPsi, { points: 1500, least: 1e-16 });
  const grid = Float64Array.from({ length: 1500 }, (_, i) => Math.log(1e-16) * (1 - i / 1499));
  const singular = await beside(peer, 'singular classifier, 10,000 x 10,000 points in blocks', {
    arrays: { x: train.x.data, y: train.y, z: test.x.data, log_delta: grid, log_psi: grid.map(table) },
    request: { kind: 'singular', n: 10_000, d: 3 },
    agree: 1e-3,
    ours: () => {
      let right = 0;
      for (let from = 0; from < 10_000; from += 1000) {
        const block = new Matrix(1000, 3, test.x.data.subarray(3 * from, 3 * (from + 1000)));
        for (const vote of tableVotes(logDistances(block, train.x), train.y, table))
          right += Number(vote > 0);
      }
      return right;
    },
    target: 1,
  });
  peer?.close();
  return [ntk, singular];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.table(await infiniteDepthBench());
  process.exit(0);
}
