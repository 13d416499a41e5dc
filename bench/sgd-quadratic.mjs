// An epoch of stochastic inversion, its rank-one steps taken in blocks, beside the same steps one by one: in the same
// engine, and in numpy.
import { fileURLToPath } from 'node:url';
import { conditioned, startWithResidual } from 'agop/experiments/sgd-quadratic/problem';
import { stochasticInversion } from 'agop/learners/adaptive-sgd/stochastic-inversion';
import { norm } from 'agop/linalg/norm';
import { Random } from 'agop/linalg/random';
import { beside } from './beside.mjs';
import { numpyPeer } from './numpy-peer.mjs';

/** Rows `{ name, ours, peer, unit, ratio, target }`; ratio is peer over ours, target its least value. */
export async function sgdQuadraticBench() {
  const d = 1000;
  const random = new Random(0);
  const a = conditioned(d, 10, random.fork('a'));
  const start = startWithResidual(a, 0.9, random.fork('start'));
  const order = random.permutation(d);
  const epoch = (options) => {
    const x = start.clone();
    stochasticInversion(a, x, order, options);
    return norm(x);
  };
  const single = {
    seconds: async () => {
      const began = performance.now();
      const check = epoch({ block: 1 });
      return { seconds: (performance.now() - began) / 1000, check };
    },
  };
  const numpy = await numpyPeer('sgd_quadratic_numpy.py');
  const name = `an epoch of stochastic inversion, d = ${d}`;
  // The same iterates to rounding.
  const sides = { request: { d }, ours: () => epoch(), target: 5, agree: 1e-10 };
  const arrays = { a: a.data, x: start.data, order };
  const rows = [
    await beside(single, `${name}, beside its rank-one steps`, { ...sides, arrays: {} }),
    await beside(numpy, `${name}, beside numpy's rank-one steps`, { ...sides, arrays }),
  ];
  numpy?.close();
  return rows;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.table(await sgdQuadraticBench());
  process.exit(0);
}
