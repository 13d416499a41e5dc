// Training of autoencoders beside the same loops in numpy: the authors' linear one, and a LeakyReLU network on words.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { numpyNormals } from 'agop/experiments/autoencoder/stretching-law';
import { gram } from 'agop/linalg/gram';
import { Random } from 'agop/linalg/random';
import { autoencoder } from 'agop/nets/autoencoders/autoencoder';
import { linearAutoencoder } from 'agop/nets/autoencoders/linear-autoencoder';
import { trainAutoencoder } from 'agop/nets/autoencoders/train-autoencoder';
import { numpyPeer } from './numpy-peer.mjs';

const TURNS = 3;

/** The fastest of some turns of each side, one after the other, since others may share the machine. */
async function beside(peer, name, request, ours, target) {
  const file = path.join(os.tmpdir(), `autoencoder-${process.pid}.json`);
  fs.writeFileSync(file, JSON.stringify(request));
  let [own, other] = [Infinity, peer ? Infinity : NaN];
  for (let turn = 0; turn < TURNS; turn++) {
    const start = performance.now();
    const check = await ours();
    own = Math.min(own, (performance.now() - start) / 1000);
    // OpenBLAS threads spin after a call and would slow the other side.
    await sleep(100);
    if (!peer) continue;
    const answer = await peer.seconds({ file });
    other = Math.min(other, answer.seconds);
    // Sums in another order, over thousands of steps.
    if (!(Math.abs(answer.check / check - 1) < 1e-6))
      throw new Error(`${name}: ${check} and ${answer.check}`);
    await sleep(100);
  }
  fs.rmSync(file);
  return { name, ours: own, peer: other, unit: 's', ratio: other / own, target };
}

/** Rows `{ name, ours, peer, unit, ratio, target }`; ratio is peer over ours, target its least value. */
export async function autoencoderBench() {
  const peer = await numpyPeer('autoencoder_numpy.py');
  const x = numpyNormals(10, 12, 17);
  const encoder = gram(x, { of: 'columns', alpha: 1 / 12 });
  const [eta, steps] = [1e-4, 50_000];
  const linear = await beside(
    peer,
    'linear autoencoder, d = 10, 50,000 steps, beside numpy',
    { kind: 'linear', x: x.toRows(), b: encoder.toRows(), eta, steps },
    () => {
      let trace = 0;
      for (const state of linearAutoencoder(x, { encoder, learningRate: eta, steps }))
        trace = Array.from({ length: 10 }, (_, i) => state.encoder.get(i, i)).reduce((a, b) => a + b);
      return trace;
    },
    1,
  );
  const words = new Random(0).normalMatrix(6248, 50);
  const start = () => autoencoder({ inputs: 50, hidden: 67, activation: 'leakyRelu', random: new Random(1) });
  const { w1, b1, w2, b2 } = start();
  const first = { w1: w1.toRows(), b1: [...b1], w2: w2.toRows(), b2: [...b2] };
  const leaky = await beside(
    peer,
    'LeakyReLU autoencoder 50-67-50, 6,248 words, 20 epochs, beside numpy',
    { kind: 'leaky', x: words.toRows(), ...first, eta: 0.1, epochs: 20, batch: 1024 },
    async () => {
      const net = start();
      await trainAutoencoder(net, words, { learningRate: 0.1, momentum: 0.9, batchSize: 1024, epochs: 20 });
      return net.w1.data.reduce((sum, value) => sum + Math.abs(value), 0);
    },
    1,
  );
  peer?.close();
  return [linear, leaky];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.table(await autoencoderBench());
  process.exit(0);
}
