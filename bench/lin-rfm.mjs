// lin-RFM beside the authors' loop and the alternating variant in numpy, on the same problems in one run.
// PROFILE=paper adds d = 10 000 with a million entries.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { completionProblem, hiddenMse } from 'agop/experiments/lin-rfm';
import { authorsRidge } from 'agop/features/schedules';
import { svdFreeLinRfm } from 'agop/features/svd-free-lin-rfm';
import { Random } from 'agop/linalg/random';
import { untuned } from './numpy-peer.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

const sum = (values) => values.reduce((a, b) => a + b, 0);

/** The numpy peer in its own process, with its own BLAS as it chooses it; undefined without numpy. */
function numpy(folder, d, scheme, iterations) {
  const args = [path.join(here, 'lin_rfm_numpy.py'), folder, String(d), scheme, String(iterations)];
  const { status, stdout } = spawnSync(process.env.PYTHON ?? 'python3', args, {
    env: untuned(),
    encoding: 'utf8',
  });
  return status === 0 ? JSON.parse(stdout).seconds : undefined;
}

/** Seconds of each of our iterations, `count` of them or, with 0, until the hidden error is below 1e-3. */
function ours(problem, scheme, count) {
  const seconds = [];
  const options =
    scheme === 'authors'
      ? { ridge: count > 0 ? () => 0.05 : authorsRidge(0.05, (z) => hiddenMse(problem, z)) }
      : { sides: 'alternating' };
  let start = performance.now();
  for (const { z, turned } of svdFreeLinRfm(problem.omega, options)) {
    seconds.push((performance.now() - start) / 1000);
    if (count > 0 ? seconds.length === count : hiddenMse(problem, z, turned) < 1e-3) break;
    start = performance.now();
  }
  return seconds;
}

function withFiles({ truth, omega }, use) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lin-rfm-'));
  try {
    const mask = new Uint8Array(truth.data.length);
    for (let i = 0; i < omega.rows; i++) {
      for (let k = omega.start[i]; k < omega.start[i + 1]; k++) mask[i * omega.cols + omega.columns[k]] = 1;
    }
    fs.writeFileSync(path.join(folder, 'truth.f64'), new Uint8Array(Float64Array.from(truth.data).buffer));
    fs.writeFileSync(path.join(folder, 'mask.u8'), mask);
    return use(folder);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const row = (name, own, peer, target) => ({
  name,
  ours: own,
  peer: peer ?? NaN,
  unit: 's',
  ratio: (peer ?? NaN) / own,
  target,
});

/** Rows `{ name, ours, peer, unit, ratio, target }`; ratio is peer over ours, target its least value. */
export async function linRfmBench() {
  const rows = [];
  const sizes = [
    { d: 500, rank: 5, count: 10_000, iteration: 4 },
    { d: 1000, rank: 5, count: 30_000, iteration: 4 },
    { d: 2000, rank: 5, count: 100_000, iteration: 3 },
  ];
  for (const { iteration, ...size } of sizes) {
    const problem = completionProblem(size, new Random(6));
    const label = `d = ${size.d}, N = ${size.count}`;
    withFiles(problem, (folder) => {
      // The fastest of each, since others may share the machine; the first is not like the others: P = I.
      const timed = Math.max(4, Math.round(4000 / size.d));
      const own = Math.min(...ours(problem, 'authors', 3 * timed).slice(1));
      const peer = numpy(folder, size.d, 'authors', timed)?.slice(1);
      const perIteration = peer && Math.min(...peer);
      rows.push(row(`SVD-free iteration, ${label}`, own, perIteration, iteration));
      if (size.d === 1000) return;
      const fast = Math.min(...[1, 2, 3].map(() => sum(ours(problem, 'alternating', 0))));
      if (size.d === 500) {
        // The peer has the same iterates and so needs as many: seconds an iteration times their number.
        const iterations = ours(problem, 'authors', 0).length;
        const scheme = `to hidden mse 1e-3, ${label}, beside the authors' scheme (${iterations} iterations)`;
        rows.push(row(scheme, fast, perIteration && perIteration * iterations, 100));
      }
      const alternating = numpy(folder, size.d, 'alternating', 0);
      const target = size.d === 500 ? 3 : 2;
      rows.push(
        row(
          `to hidden mse 1e-3, ${label}, beside alternating`,
          fast,
          alternating && sum(alternating),
          target,
        ),
      );
    });
  }
  if (process.env.PROFILE === 'paper') {
    const size = { d: 10_000, rank: 5, count: 1_000_000 };
    const problem = completionProblem(size, new Random(6));
    rows.push(row('to hidden mse 1e-3, d = 10 000, N = 1 000 000', sum(ours(problem, 'alternating', 0))));
  }
  return rows;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.table(await linRfmBench());
  process.exit(0);
}
