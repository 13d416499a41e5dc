import type { Picture } from '../../data/ppm.js';
import { hourglass } from '../../kernels/cntk/cntk-layers.js';
import { stationaryCntk } from '../../kernels/cntk/stationary-cntk.js';
import { gramEigenPro } from '../../learners/completion/gram-eigenpro.js';
import { zeros } from '../../linalg/matrix.js';
import { pixelRows } from '../../learners/completion/picture-mask.js';
import type { Step } from '../../step.js';
import { randomMask, tablePictures } from './pictures.js';

export interface EigenProEpochsSettings {
  picture: string;
  side: number;
  scales: number;
  subsample: number;
  /** Epochs of EigenPro and of Richardson's iteration. */
  epochs: number;
  plain: number;
}

export type EigenProEpochsRow = {
  method: 'EigenPro' | 'Richardson';
  epoch: number;
  trainError: number;
  pairs: number;
};

/** Training error of EigenPro and of full gradient steps on one picture with half of its pixels missing. */
export function eigenProEpochs(
  pictures: Record<string, Picture>,
): (settings: EigenProEpochsSettings, seed: number, step: Step) => Promise<EigenProEpochsRow[]> {
  return async function eigenProEpochsOfPicture(
    { picture, side, scales, subsample, epochs, plain },
    seed,
    step,
  ) {
    const { values } = tablePictures(pictures, side).find(({ name }) => name === picture)!;
    const mask = randomMask(side * side, 0.5, seed);
    const observed = Int32Array.from(mask.keys()).filter((p) => mask[p] === 1);
    const y = pixelRows(
      { values, height: side, width: side, mask },
      observed,
      zeros(observed.length, values.rows),
    );
    const kernel = stationaryCntk({ layers: hourglass({ scales, convolutions: 1 }) }).on(side, side);
    const start = Array.from(y.data).reduce((sum, value) => sum + value ** 2, 0) / y.data.length;
    const rows: EigenProEpochsRow[] = [];
    const common = { kernel, observed, seed, step };
    const runs = {
      EigenPro: gramEigenPro(y, { ...common, epochs, subsample }),
      Richardson: gramEigenPro(y, {
        ...common,
        epochs: plain,
        subsample,
        pairs: 1,
        batchSize: observed.length,
      }),
    };
    for (const method of ['EigenPro', 'Richardson'] as const) {
      let pairs = 1;
      const found: EigenProEpochsRow[] = [];
      for await (const { epoch, trainError, preconditioner } of runs[method]) {
        pairs = preconditioner.values.length + 1;
        found.push({ method, epoch, trainError, pairs });
      }
      rows.push({ method, epoch: 0, trainError: start, pairs }, ...found);
    }
    return rows;
  };
}
