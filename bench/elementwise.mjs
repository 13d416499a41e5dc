// Fused maps and the row step of lin-RFM beside the same work in numpy; both take turns, best of several.
import { fileURLToPath } from 'node:url';
import { mapLaplace } from 'agop/elementwise/gram-maps';
import { heap } from 'agop/elementwise/heap';
import { mapReluStep } from 'agop/elementwise/map-relu-step';
import { setWorkerThreads, startWorkers, workerThreads } from 'agop/elementwise/pool';
import { rowSolve } from 'agop/elementwise/row-solve';
import { zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { numpyPeer } from './numpy-peer.mjs';

// Other programs slow whichever side is on; both take turns until each has had its chance of a quiet moment.
const TURNS = 12;
const BUDGET_SECONDS = Number(process.env.BENCH_SECONDS ?? 3);
const N = 2048;

/** Least seconds of `run`, whose preparation is not counted, and of the peer's answer to `request`. */
async function inTurns(prepare, run, peer, request) {
  let [ours, theirs] = [Infinity, Infinity];
  const begin = performance.now();
  for (let turn = 0; turn < TURNS || performance.now() - begin < BUDGET_SECONDS * 1000; turn++) {
    prepare();
    const start = performance.now();
    run();
    ours = Math.min(ours, (performance.now() - start) / 1000);
    if (peer) theirs = Math.min(theirs, await peer.seconds(request));
  }
  return [ours, theirs];
}

async function maps(peer) {
  const rows = [];
  const targets = { laplace: { float64: 4, float32: 2 }, relu: { float64: 10, float32: null } };
  const norms = new Float64Array(N).fill(4);
  for (const dtype of ['float64', 'float32']) {
    const [g, theta] = [zeros(N, N, dtype), zeros(N, N, dtype)];
    const work = {
      laplace: () => mapLaplace(g, { xNorms: norms, zNorms: norms, bandwidth: 2 }),
      relu: () => mapReluStep(g, theta, { xVariances: norms, zVariances: norms }),
    };
    const fill = () => [g, theta].forEach(({ data }) => data.fill(0.3));
    for (const [name, run] of Object.entries(work)) {
      const [ours, theirs] = await inTurns(fill, run, peer, { work: name, size: N, dtype });
      const nanoseconds = (seconds) => (seconds * 1e9) / N ** 2;
      rows.push({
        name: `${{ laplace: 'fused Laplace', relu: 'ReLU dual step' }[name]} ${dtype} n = ${N}, ${workerThreads()} threads`,
        ours: nanoseconds(ours),
        peer: peer ? nanoseconds(theirs) : null,
        unit: 'ns/element',
        ratio: peer ? theirs / ours : null,
        target: targets[name][dtype] === null ? null : `<= ${targets[name][dtype]} ns`,
      });
    }
  }
  return rows;
}

/** A row step's arguments: P of rank 5, `entries` positions of a d x d matrix chosen without replacement. */
function completion(d, entries) {
  const random = new Random(1);
  const factor = random.normalMatrix(d, 5);
  const observed = Array.from(random.permutation(d * d).subarray(0, entries)).sort((a, b) => a - b);
  const args = {
    p: heap.float64(d * d),
    d2: d,
    rowPtr: heap.int32(d + 1).fill(0),
    colIdx: heap.int32(entries),
    y: heap.float64(entries),
    z: heap.float64(d * d),
    ridge: 0.05,
  };
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      let sum = 0;
      for (let k = 0; k < 5; k++) sum += factor.get(i, k) * factor.get(j, k);
      args.p[i * d + j] = sum;
    }
  }
  observed.forEach((at, k) => {
    args.rowPtr[Math.floor(at / d) + 1] = k + 1;
    args.colIdx[k] = at % d;
    args.y[k] = Math.sin(at);
  });
  for (let i = 0; i < d; i++) args.rowPtr[i + 1] = Math.max(args.rowPtr[i + 1], args.rowPtr[i]);
  return args;
}

async function rowSteps(peer) {
  const rows = [];
  for (const [d, entries, target] of [
    [500, 10_000, 6],
    [2000, 100_000, 4],
  ]) {
    const args = completion(d, entries);
    const request = { work: 'rows', size: d, entries };
    const [ours, theirs] = await inTurns(
      () => {},
      () => rowSolve(args),
      peer,
      request,
    );
    rows.push({
      name: `row step of lin-RFM, d = ${d}, N = ${entries}, beside a numpy loop`,
      ours: ours * 1000,
      peer: peer ? theirs * 1000 : null,
      unit: 'ms',
      ratio: peer ? theirs / ours : null,
      target: `ratio >= ${target}`,
    });
    Object.values(args).forEach((value) => ArrayBuffer.isView(value) && heap.free(value));
  }
  return rows;
}

export async function elementwiseBench() {
  const threads = workerThreads();
  setWorkerThreads(2);
  await startWorkers();
  const peer = await numpyPeer('elementwise_numpy.py');
  const rows = [...(await maps(peer)), ...(await rowSteps(peer))];
  peer?.close();
  setWorkerThreads(threads);
  return rows;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(await elementwiseBench());
