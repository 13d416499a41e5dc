// Gradient descent with the tangent kernel's spectrum watched, and SGD on few samples, beside the same loops in numpy;
// the step of the quadratic model beside the network's own.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { settings } from 'agop/experiments/catapults';
import { drawTask } from 'agop/experiments/catapults/tasks';
import { Random } from 'agop/linalg/random';
import { batchOrder } from 'agop/nets/batch-order';
import { criticalLearningRate } from 'agop/nets/critical-learning-rate';
import { meanSquaredError } from 'agop/nets/loss';
import { copyMlp, mlp } from 'agop/nets/mlp';
import { networkModel } from 'agop/nets/network-model';
import { jetQuadratic } from 'agop/nets/quadratic/jet-quadratic';
import { twoLayerModels, twoLayerStart } from 'agop/nets/quadratic/two-layer-models';
import { tangentKernel } from 'agop/nets/tangent-kernel';
import { trajectory } from 'agop/nets/trajectory';
import { numpyPeer } from './numpy-peer.mjs';

// Turns of some ms: the first are ours before V8 has compiled them.
const TURNS = 10;
const [signs, normals] = settings.batchSizes.quick.tasks;

/** Seconds and last loss of `steps` steps of ours. */
function ours({ net, train }, { eta, steps, watch, batches }) {
  const model = networkModel(copyMlp(net), train.x);
  const start = performance.now();
  let loss = 0;
  if (batches === null) {
    for (const state of trajectory(model, train.y, { learningRate: eta, steps: steps - 1, watch }))
      ({ loss } = state);
  } else {
    const run = trajectory(model, train.y, { learningRate: eta, steps, batches, every: steps });
    for (const state of run) ({ loss } = state);
  }
  return { seconds: (performance.now() - start) / 1000, loss };
}

/** The fastest of some turns of each side, one after the other, since others may share the machine. */
async function besideNumpy(peer, name, task, { steps, watch, batch, target }) {
  const world = drawTask(task, 0);
  const { net, train } = world;
  // Far enough below critical that batches of two converge as well.
  const eta = 0.2 * criticalLearningRate(tangentKernel(net, train.x));
  const order = batch === undefined ? undefined : batchOrder(task.n, batch, new Random(0))[Symbol.iterator]();
  const batches =
    order === undefined ? null : Array.from({ length: steps }, () => order.next().value.slice());
  const file = path.join(os.tmpdir(), `tangent-${process.pid}.json`);
  const problem = { x: train.x.toRows(), y: [...train.y], weights: net.weights.map((w) => w.toRows()) };
  const rest = { scales: net.scales, eta, batches: batches?.map((rows) => [...rows]) ?? null };
  fs.writeFileSync(file, JSON.stringify({ ...problem, ...rest }));
  let [own, other] = [Infinity, Infinity];
  for (let turn = 0; turn < TURNS; turn++) {
    own = Math.min(own, ours(world, { eta, steps, watch, batches }).seconds);
    // OpenBLAS threads spin after a call and would slow the other side.
    await sleep(100);
    if (peer) other = Math.min(other, (await peer.seconds({ file, steps, watch })).seconds);
    await sleep(100);
  }
  fs.rmSync(file);
  const [mine, theirs] = [own, other].map((seconds) => (1e6 * seconds) / steps);
  return {
    name,
    ours: mine,
    peer: peer ? theirs : NaN,
    unit: 'µs a step',
    ratio: peer ? theirs / mine : NaN,
    target,
  };
}

/** Microseconds of a step of a model, the fastest of some turns. */
function stepTime(make, y, steps) {
  const gradient = new Float64Array(y.length);
  let best = Infinity;
  for (let turn = 0; turn < TURNS; turn++) {
    const model = make();
    const start = performance.now();
    for (let t = 0; t < steps; t++) {
      meanSquaredError.evaluate(model.outputs(), y, gradient);
      model.step(gradient, 1e-3);
    }
    best = Math.min(best, (1e3 * (performance.now() - start)) / steps);
    model.free?.();
  }
  return best;
}

function quadraticCost(name, network, quadratic, y, steps) {
  const [own, other] = [stepTime(quadratic, y, steps), stepTime(network, y, steps)];
  return { name, ours: own, peer: other, unit: 'µs a step', ratio: other / own, target: 0.25 };
}

/** Rows `{ name, ours, peer, unit, ratio, target }`; ratio is peer over ours, target its least value. */
export async function tangentBench() {
  const peer = await numpyPeer('tangent_numpy.py');
  const rows = [];
  for (const [name, task] of Object.entries({ T1: signs, T2: normals })) {
    const options = { steps: 60, watch: 5, target: 2 };
    rows.push(await besideNumpy(peer, `${name}, loss, top 5 and split at every step`, task, options));
    for (const batch of [2, 8, 32]) {
      const sgd = { steps: 2000, watch: 0, batch, target: 5 };
      rows.push(await besideNumpy(peer, `${name}, SGD step, b = ${batch}`, task, sgd));
    }
  }
  peer?.close();
  const random = new Random(0);
  const x = random.normalMatrix(256, 784);
  const y = Float64Array.from({ length: 256 }, (_, i) => x.get(i, 0));
  const start = twoLayerStart(2000, 784, random);
  const two = () => twoLayerModels({ ...start, x });
  const [network, quadratic] = [() => two().network(), () => two().quadratic()];
  rows.push(quadraticCost('quadratic model over network, 784-2000-1', network, quadratic, y, 5));
  const deep = mlp({ widths: [784, 512, 512, 1], parametrisation: 'ntk', random });
  const jets = () => jetQuadratic(deep, x);
  rows.push(
    quadraticCost('the same by jets, 784-512-512-1', () => networkModel(copyMlp(deep), x), jets, y, 10),
  );
  return rows;
}
