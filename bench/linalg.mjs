// Products beside numpy's, Cholesky beside our own GEMM and numpy's, the portable engine beside its target; in turns, best of several.
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cholesky } from 'agop/linalg/cholesky';
import { engineInfo, useEngine } from 'agop/linalg/engine';
import { gram } from 'agop/linalg/gram';
import { matmul } from 'agop/linalg/matmul';
import { zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { solveSpd } from 'agop/linalg/solve-spd';
import { numpyPeer } from './numpy-peer.mjs';

const SIZES = [512, 1024, 2048, 4096];
const seconds = (run) => {
  const start = performance.now();
  run();
  return (performance.now() - start) / 1000;
};
// Other programs slow whichever side is on; both take turns until each has had its chance of a quiet moment.
const TURNS = 6;
const BUDGET_SECONDS = Number(process.env.BENCH_SECONDS ?? 3);

// OpenBLAS's threads wait busily for some tens of ms after a call: those of one side must not slow the other's.
const IDLE_MS = 100;

// After such a pause both threads may wake on one core, and a burst of a few ms ends before the scheduler parts them.
const BURST_MS = 40;

/** The least seconds of each contender, taking turns. */
async function inTurns(...contenders) {
  const best = contenders.map(() => Infinity);
  const start = performance.now();
  for (let turn = 0; turn < TURNS || performance.now() - start < BUDGET_SECONDS * 1000; turn++) {
    for (const [i, contender] of contenders.entries()) {
      await sleep(IDLE_MS);
      const end = performance.now() + BURST_MS;
      for (let repeat = 0; repeat < 3 || performance.now() < end; repeat++) {
        best[i] = Math.min(best[i], await contender());
      }
    }
  }
  return best;
}

async function products(peer) {
  const rows = [];
  for (const n of SIZES) {
    for (const dtype of ['float64', 'float32']) {
      const random = new Random(1);
      const [a, b] = [random.uniformMatrix(n, n, dtype), random.uniformMatrix(n, n, dtype)];
      const out = zeros(n, n, dtype);
      const operations = { gemm: () => matmul(a, b, { out }), gram: () => gram(a, { out }) };
      for (const [operation, run] of Object.entries(operations)) {
        const contenders = [() => seconds(run)];
        if (peer) contenders.push(() => peer.seconds({ operation, n, dtype }));
        const [ours, theirs] = await inTurns(...contenders);
        const work = ((operation === 'gemm' ? 2 : 1) * n ** 3) / 1e9;
        rows.push(row(`${operation} ${dtype} n = ${n}`, work / ours, peer ? work / theirs : null, 0.9));
      }
    }
  }
  return rows;
}

/** Beside our own GEMM, as LAPACK's factor is judged; and what `cholesky` does more, with a copy of A, beside numpy's. */
async function choleskies(peer) {
  const n = 3000;
  const a = new Random(2).normalMatrix(n, n);
  const spd = gram(a);
  for (let i = 0; i < n; i++) spd.data[i * n + i] += n;
  const out = zeros(n, n);
  const b = zeros(n, 1);
  const contenders = [
    () => {
      out.data.set(spd.data);
      return seconds(() => solveSpd(out, b));
    },
    () => {
      out.data.set(spd.data);
      return seconds(() => cholesky(out, { out }));
    },
    () => seconds(() => matmul(a, a, { out })),
    () => seconds(() => cholesky(spd, { out })),
    () => seconds(() => cholesky(spd)),
  ];
  if (peer) contenders.push(() => peer.seconds({ operation: 'cholesky', n, dtype: 'float64' }));
  const [solve, inPlace, product, intoOut, intoNew, theirs] = await inTurns(...contenders);
  const rate = (time) => n ** 3 / 3e9 / time;
  const gemm = (2 * n ** 3) / 1e9 / product;
  const numpy = theirs === undefined ? null : rate(theirs);
  return [
    row(`factor and solve in place, float64 n = ${n}, beside our gemm`, rate(solve), gemm, 0.6),
    row(`cholesky in place, float64 n = ${n}, beside our gemm`, rate(inPlace), gemm, 0.6),
    row(`cholesky float64 n = ${n} into out, beside numpy in new storage`, rate(intoOut), numpy, 1),
    row(`cholesky float64 n = ${n} into new storage`, rate(intoNew), numpy, 1),
  ];
}

async function portable() {
  const native = engineInfo().engine === 'native';
  useEngine('portable');
  const n = 1024;
  const rows = [];
  for (const dtype of ['float64', 'float32']) {
    const a = new Random(3).normalMatrix(n, n, dtype);
    const [best] = await inTurns(() => seconds(() => matmul(a, a)));
    rows.push(row(`portable gemm ${dtype} n = ${n}, beside 5 GFLOP/s`, (2 * n ** 3) / 1e9 / best, 5, 1));
  }
  if (native) useEngine('native');
  return rows;
}

function row(name, ours, peer, target) {
  return { name, ours, peer, unit: 'GFLOP/s', ratio: peer === null ? null : ours / peer, target };
}

/** Rows {name, ours, peer, unit, ratio, target}; peer and ratio are null where numpy is not there. */
export async function linalgBench() {
  const peer = await numpyPeer('linalg_numpy.py');
  const { engine, version, core, threads } = engineInfo();
  console.log(`${engine} ${version} ${core}, ${threads} threads; ${peer?.about ?? 'no numpy: no ratios'}`);
  const rows = [...(await products(peer)), ...(await choleskies(peer))];
  peer?.close();
  return [...rows, ...(await portable())];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = await linalgBench();
  const number = (value) => (value === null ? '-' : value.toFixed(2));
  console.table(
    Object.fromEntries(
      rows.map(({ name, ratio, target, ours, peer, unit }) => [
        name,
        { ratio: number(ratio), target, ours: number(ours), peer: number(peer), unit },
      ]),
    ),
  );
}
