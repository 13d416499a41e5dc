// Training steps on the WebAssembly backend with our BLAS, beside the same backend with its own kernels and beside PyTorch
// on the processor; without PyTorch, beside the time of the steps' products alone at the speed of one large sgemm.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { engineInfo, setThreads } from 'agop/linalg/engine';
import { matmul } from 'agop/linalg/matmul';
import { Random } from 'agop/linalg/random';
import { tensorflow } from 'agop/nets/tensorflow';
import { linePeer } from './numpy-peer.mjs';
import { NETWORKS, train } from './tfjs-steps.mjs';

const TURNS = 3;

/** Two products a weight going back and one going forward; none goes back to the input. */
function flops(network) {
  const { input, weights } = NETWORKS[network];
  return weights.reduce((sum, shape, l) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const places = shape.length === 4 ? input[0] * input[1] * input[2] : input[0];
    return sum + 2 * size * places * (l === 0 ? 2 : 3);
  }, 0);
}

/** Single-precision flops a second of a large product. */
function gemmRate() {
  const n = 2048;
  const a = new Random(0).normalMatrix(n, n, 'float32');
  let best = Infinity;
  for (let turn = 0; turn < 2 * TURNS; turn++) {
    const start = performance.now();
    matmul(a, a);
    best = Math.min(best, performance.now() - start);
  }
  return (2 * n ** 3) / (best / 1000);
}

function writeProblem(folder, network) {
  const { input, weights } = NETWORKS[network];
  const random = new Random(0);
  const normals = (shape, std) => {
    const size = shape.reduce((product, length) => product * length, 1);
    return Float32Array.from({ length: size }, () => std * random.normal());
  };
  const write = (file, data) => fs.writeFileSync(path.join(folder, `${file}.bin`), data);
  write('input', normals(input, 1));
  const labels = new Float32Array(input[0] * 10);
  for (let i = 0; i < input[0]; i++) labels[i * 10 + random.integer(10)] = 1;
  write('labels', labels);
  weights.forEach((shape, l) => {
    const inputs = shape.slice(0, -1).reduce((product, length) => product * length, 1);
    write(`weight${l}`, normals(shape, Math.sqrt((l === weights.length - 1 ? 1 : 2) / inputs)));
  });
}

/** The fastest of some turns of each side, one after the other, since others may share the machine; ms a step. */
async function besidePeers(tf, network, steps, peers) {
  const { threads } = engineInfo();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tfjs-'));
  const best = { ours: Infinity };
  try {
    writeProblem(folder, network);
    const request = { network, steps, folder };
    for (let turn = 0; turn < TURNS; turn++) {
      let own;
      // One thread and all, as PyTorch has it: on a shared machine one may be faster.
      for (const count of new Set([1, threads])) {
        setThreads(count);
        own = tf.tidy(() => train(tf, request));
        best.ours = Math.min(best.ours, (1000 * own.seconds) / steps);
        await sleep(100);
      }
      for (const [name, peer] of Object.entries(peers)) {
        // Stock steps take about a second each: one is enough.
        const count = name === 'stock' ? 1 : steps;
        const answer = await peer.seconds({ ...request, steps: count });
        best[name] = Math.min(best[name] ?? Infinity, (1000 * answer.seconds) / count);
        const check = count === steps ? own.check : tf.tidy(() => train(tf, { ...request, steps: 1 })).check;
        if (!(Math.abs(answer.check / check - 1) < 1e-3))
          throw new Error(`${network}, ${name}: loss ${answer.check}, ours ${check}`);
        await sleep(100);
      }
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  return best;
}

/** Rows `{ name, ours, peer, unit, ratio, target }`; ratio is peer over ours, target its least value. */
export async function tfjsBench() {
  const { tf } = await tensorflow();
  const stock = await linePeer(process.execPath, 'tfjs-steps.mjs', { AGOP_ENGINE: 'portable' });
  // Debian's python3-torch belongs to the system's Python.
  const torch = await linePeer(process.env.PYTHON_TORCH ?? '/usr/bin/python3', 'tfjs_torch.py');
  const rows = [];
  const row = (name, ours, peer, target) =>
    rows.push({ name, ours, peer, unit: 'ms a step', ratio: peer / ours, target });
  for (const [network, title, steps] of [
    ['dense', 'dense 784-1024-1024-10, batch 128', 20],
    ['conv', '3x32x32, 4 convolutions of width 64, batch 64', 2],
  ]) {
    const best = await besidePeers(tf, network, steps, {
      ...(network === 'dense' && { stock }),
      ...(torch && { torch }),
    });
    if (best.stock) row(`${title}, stock WASM`, best.ours, best.stock, 20);
    if (torch) row(`${title}, PyTorch ${torch.hello.version}`, best.ours, best.torch, 1);
    else row(`${title}, its products at sgemm's speed`, best.ours, (1000 * flops(network)) / gemmRate(), 0.5);
  }
  stock.close();
  torch?.close();
  return rows;
}
