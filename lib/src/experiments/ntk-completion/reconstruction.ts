import type { Picture } from '../../data/ppm.js';
import { hourglass } from '../../kernels/cntk/cntk-layers.js';
import { stationaryCntk } from '../../kernels/cntk/stationary-cntk.js';
import { biharmonic } from '../../learners/completion/biharmonic.js';
import { completePicture } from '../../learners/completion/complete-picture.js';
import { harmonic } from '../../learners/completion/harmonic.js';
import { nearestPixel } from '../../learners/completion/nearest-pixel.js';
import type { MaskedPicture } from '../../learners/completion/picture-mask.js';
import { psnr } from '../../learners/completion/psnr.js';
import { ssim } from '../../learners/completion/ssim.js';
import type { Matrix } from '../../linalg/matrix.js';
import type { Step } from '../../step.js';
import { randomMask, stacked, tablePictures, unstacked } from './pictures.js';

export interface ReconstructionSettings {
  side: number;
  /** Shares of pixels that are observed. */
  observed: number[];
  scales: number[];
}

export type ReconstructionRow = {
  picture: string;
  observed: number;
  method: string;
  /** Of a CNTK, else 0. */
  scales: number;
  psnr: number;
  ssim: number;
};

/** PSNR and SSIM of the real test pictures with pixels missing at random, one mask for all of them. */
export function reconstruction(
  pictures: Record<string, Picture>,
): (settings: ReconstructionSettings, seed: number, step: Step) => Promise<ReconstructionRow[]> {
  return async function reconstructionOfPictures({ side, observed, scales }, seed, step) {
    const truths = tablePictures(pictures, side);
    const rows: ReconstructionRow[] = [];
    const methods = methodsOf(side, scales);
    let done = 0;
    for (const share of observed) {
      const values = stacked(truths);
      const given = { values, height: side, width: side, mask: randomMask(side * side, share, seed) };
      for (const { method, scales: s, run } of methods) {
        unstacked(run(given), truths).forEach(({ name, values: found }, k) => {
          const truth = truths[k].values;
          const quality = {
            psnr: psnr(found, truth),
            ssim: ssim(found, truth, { height: side, width: side }),
          };
          rows.push({ picture: name, observed: share, method, scales: s, ...quality });
        });
        await step(++done, observed.length * methods.length, method);
      }
    }
    return rows;
  };
}

interface Method {
  method: string;
  scales: number;
  run: (picture: MaskedPicture) => Matrix;
}

/** The simple methods and the CNTK of each number of scales. */
export function methodsOf(side: number, scales: readonly number[]): Method[] {
  return [
    { method: 'nearest pixel', scales: 0, run: nearestPixel },
    { method: 'harmonic', scales: 0, run: harmonic },
    { method: 'biharmonic', scales: 0, run: biharmonic },
    ...scales.map((s): Method => {
      const kernel = stationaryCntk({ layers: hourglass({ scales: s }) }).on(side, side);
      return { method: 'CNTK', scales: s, run: (picture) => completePicture(picture, { kernel }) };
    }),
  ];
}
