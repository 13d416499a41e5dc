// A 64 x 64 picture completed by the convolutional tangent kernel, four scales, half of its pixels observed: kernel and exact solve,
// beside the same slices and Cholesky in numpy.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { drawnPicture } from 'agop/data/synthetic/drawn-picture';
import { startWorkers } from 'agop/elementwise/pool';
import { hourglass } from 'agop/kernels/cntk/cntk-layers';
import { stationaryCntk } from 'agop/kernels/cntk/stationary-cntk';
import { completePicture } from 'agop/learners/completion/complete-picture';
import { psnr } from 'agop/learners/completion/psnr';
import { Random } from 'agop/linalg/random';
import { numpyPeer } from './numpy-peer.mjs';

const TURNS = 5;
const [SIZE, SCALES] = [64, 4];

function ours(values, mask, layers) {
  const start = performance.now();
  const kernel = stationaryCntk({ layers }).on(SIZE, SIZE);
  const found = completePicture({ values, height: SIZE, width: SIZE, mask }, { kernel });
  return { seconds: (performance.now() - start) / 1000, psnr: psnr(found, values) };
}

/** Rows `{ name, ours, peer, unit, ratio, target }`; ratio is peer over ours, target its least value. */
export async function ntkCompletionBench() {
  const peer = await numpyPeer('ntk_completion_numpy.py');
  await startWorkers();
  const layers = hourglass({ scales: SCALES });
  const values = drawnPicture('houses', SIZE);
  // Exactly half of the pixels: 2,048 unknowns.
  const mask = new Uint8Array(SIZE * SIZE);
  for (const p of new Random(0).choice(SIZE * SIZE, (SIZE * SIZE) / 2)) mask[p] = 1;
  const file = path.join(os.tmpdir(), `ntk-completion-${process.pid}.json`);
  fs.writeFileSync(file, JSON.stringify({ values: values.toRows(), mask: [...mask], size: SIZE }));
  const best = { own: {}, other: {} };
  const keep = (side, run) => {
    side.seconds = Math.min(side.seconds ?? Infinity, run.seconds);
    side.psnr = run.psnr;
  };
  for (let turn = 0; turn < TURNS; turn++) {
    keep(best.own, ours(values, mask, layers));
    // OpenBLAS threads spin after a call and would slow the other side.
    await sleep(100);
    if (peer) keep(best.other, await peer.seconds({ file, layers, side: 2 ** (SCALES + 1) }));
    await sleep(100);
  }
  fs.rmSync(file);
  peer?.close();
  if (peer && Math.abs(best.own.psnr - best.other.psnr) > 1e-3) {
    throw new Error(`the pictures differ: ${best.own.psnr} dB, numpy ${best.other.psnr} dB`);
  }
  return [
    {
      name: `CNTK ${SIZE} x ${SIZE}, s = ${SCALES}: kernel and exact solve of 2,048 unknowns`,
      ours: 1000 * best.own.seconds,
      peer: peer ? 1000 * best.other.seconds : NaN,
      unit: 'ms',
      ratio: peer ? best.other.seconds / best.own.seconds : NaN,
      target: 1,
    },
  ];
}
