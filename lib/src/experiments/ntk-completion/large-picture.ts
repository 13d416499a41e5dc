import { drawnPicture } from '../../data/synthetic/drawn-picture.js';
import { hourglass } from '../../kernels/cntk/cntk-layers.js';
import { stationaryCntk } from '../../kernels/cntk/stationary-cntk.js';
import { gramEigenPro } from '../../learners/completion/gram-eigenpro.js';
import { filled, pixelRows } from '../../learners/completion/picture-mask.js';
import { psnr } from '../../learners/completion/psnr.js';
import { zeros } from '../../linalg/matrix.js';
import type { Step } from '../../step.js';
import { randomMask } from './pictures.js';

export interface LargePictureSettings {
  sides: number[];
  scales: number;
  epochs: number;
  subsample: number;
}

export type LargePictureRow = {
  side: number;
  unknowns: number;
  epochs: number;
  trainError: number;
  psnr: number;
  seconds: number;
};

/** A drawn picture with half of its pixels missing, by EigenPro on the slices: no matrix of all pixels is formed. */
export async function largePicture(
  { sides, scales, epochs, subsample }: LargePictureSettings,
  seed: number,
  step: Step,
): Promise<LargePictureRow[]> {
  const rows: LargePictureRow[] = [];
  for (const [k, side] of sides.entries()) {
    const start = performance.now();
    const values = drawnPicture('houses', side);
    const mask = randomMask(side * side, 0.5, seed);
    const picture = { values, height: side, width: side, mask };
    const observed = Int32Array.from(mask.keys()).filter((p) => mask[p] === 1);
    const missing = Int32Array.from(mask.keys()).filter((p) => mask[p] === 0);
    const y = pixelRows(picture, observed, zeros(observed.length, values.rows));
    const kernel = stationaryCntk({ layers: hourglass({ scales }) }).on(side, side);
    const inner: Step = (done, total, what) => step(k + done / total, sides.length, what);
    for await (const { epoch, trainError, predict } of gramEigenPro(y, {
      kernel,
      observed,
      epochs,
      subsample,
      seed,
      step: inner,
    })) {
      if (epoch < epochs) continue;
      const quality = psnr(filled(picture, missing, predict(missing)), values);
      const seconds = (performance.now() - start) / 1000;
      rows.push({ side, unknowns: observed.length, epochs, trainError, psnr: quality, seconds });
    }
  }
  return rows;
}
