// Steps of the two-layer quadratic model at the width and on the inputs of the paper, beside numpy; the step of the
// quadratic model beside the network's own, fully connected and convolutional.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Random } from 'agop/linalg/random';
import { criticalLearningRate } from 'agop/nets/critical-learning-rate';
import { meanSquaredError } from 'agop/nets/loss';
import { twoLayerConvModels, twoLayerConvStart } from 'agop/nets/quadratic/two-layer-conv-models';
import { twoLayerModels, twoLayerStart } from 'agop/nets/quadratic/two-layer-models';
import { numpyPeer } from './numpy-peer.mjs';

const TURNS = 3;
const STEPS = 10;

/** Seconds of the steps, and the loss before the last. */
function descend(model, y, eta) {
  const gradient = new Float64Array(y.length);
  const start = performance.now();
  let loss = 0;
  for (let t = 0; t < STEPS; t++) {
    loss = meanSquaredError.evaluate(model.outputs(), y, gradient);
    model.step(gradient, eta);
  }
  return { seconds: (performance.now() - start) / 1000, loss };
}

/** The fastest of some turns of each contender; the threads of one BLAS wait busily for a moment after a call. */
async function inTurns(contenders) {
  const best = contenders.map(() => ({ seconds: Infinity }));
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [i, contender] of contenders.entries()) {
      await sleep(100);
      const run = await contender();
      if (run.seconds < best[i].seconds) best[i] = run;
    }
  }
  return best;
}

const row = (name, ours, peer, target) => {
  const [own, other] = [ours, peer].map(({ seconds }) => (1e3 * seconds) / STEPS);
  return { name, ours: own, peer: other, unit: 'ms a step', ratio: other / own, target };
};

async function besideNumpy(peer, precision) {
  const [n, d, m] = [256, 3072, 5000];
  const random = new Random(0);
  const start = twoLayerStart(m, d, random, precision);
  const x = random.normalMatrix(n, d, precision);
  const y = start.v0.slice(0, n);
  const make = () => twoLayerModels({ ...start, x }).quadratic();
  const eta = 0.4 * criticalLearningRate(make().tangentKernel());
  const dtype = precision;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'quadratic-'));
  try {
    for (const [name, data] of Object.entries({ x: x.data, y, u: start.u0.data, v: start.v0 }))
      fs.writeFileSync(path.join(folder, `${name}.bin`), data);
    const ask = (form) => () => peer.seconds({ folder, dtype, n, d, m, eta, steps: STEPS, form });
    const [own, ...others] = await inTurns([
      () => descend(make(), y, eta),
      ...(peer ? [ask('units'), ask('span')] : []),
    ]);
    for (const { loss } of others) {
      // Sums of thousands of terms in another order, over ten steps.
      if (!(Math.abs(loss / own.loss - 1) < (precision === 'float64' ? 1e-9 : 1e-3)))
        throw new Error(`the losses are ${own.loss} and ${loss}`);
    }
    const name = `two-layer quadratic model ${precision}, n = ${n}, d = ${d}, m = ${m}, beside numpy`;
    const [units = { seconds: NaN }, span = { seconds: NaN }] = others;
    return [row(`${name} moving u`, own, units, 1), row(`${name} in the span of the inputs`, own, span, 1)];
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** The step of the quadratic model at most four times that of the network. */
async function besideNetwork(name, make, n, random) {
  const y = Float64Array.from({ length: n }, () => random.normal());
  const [network, quadratic] = await inTurns([
    () => descend(make().network(), y, 1e-3),
    () => descend(make().quadratic(), y, 1e-3),
  ]);
  return row(`${name}: quadratic model, beside the network`, quadratic, network, 0.25);
}

/** Rows `{ name, ours, peer, unit, ratio, target }`; ratio is peer over ours, target its least value. */
export async function quadraticBench() {
  const peer = await numpyPeer('quadratic_numpy.py');
  const rows = [...(await besideNumpy(peer, 'float64')), ...(await besideNumpy(peer, 'float32'))];
  peer?.close();
  const random = new Random(1);
  const line = { ...twoLayerStart(5000, 1, random), x: random.normalMatrix(128, 1) };
  rows.push(await besideNetwork('1-5000-1, n = 128', () => twoLayerModels(line), 128, random));
  const images = random.normalMatrix(128, 192);
  const shape = { side: 8, channels: 3, patch: 3 };
  const filters = twoLayerConvStart({ ...shape, filters: 256, random });
  const conv = () => twoLayerConvModels({ ...filters, ...shape, images });
  rows.push(await besideNetwork('256 filters on 8 x 8 x 3, n = 128', conv, 128, random));
  return rows;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.table(await quadraticBench());
  process.exit(0);
}
