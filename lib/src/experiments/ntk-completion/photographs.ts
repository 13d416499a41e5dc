import type { Picture } from '../../data/ppm.js';
import { hourglass } from '../../kernels/cntk/cntk-layers.js';
import { stationaryCntk } from '../../kernels/cntk/stationary-cntk.js';
import { completePicture } from '../../learners/completion/complete-picture.js';
import type { Step } from '../../step.js';
import { scaled, scaledMask } from './pictures.js';
import { pixelText } from './pixel-text.js';

export interface PhotographsSettings {
  side: number;
  pictures: string[];
  scales: number;
}

export type PhotographsRow = { picture: string; panel: string; side: number; pixels: string };

/** Photographs with their holes, completed and true, to be looked at by who may: their licence is unknown. */
export function photographs(
  pictures: Record<string, Picture>,
): (settings: PhotographsSettings, seed: number, step: Step) => Promise<PhotographsRow[]> {
  return async function photographsCompleted({ side, pictures: names, scales }, _seed, step) {
    const kernel = stationaryCntk({ layers: hourglass({ scales }) }).on(side, side);
    const rows: PhotographsRow[] = [];
    for (const [k, picture] of names.entries()) {
      const values = scaled(pictures[picture], side);
      const mask = scaledMask(pictures[`${picture}_mask`], side);
      const found = completePicture({ values, height: side, width: side, mask }, { kernel });
      rows.push({ picture, panel: 'observed', side, pixels: pixelText(values, mask) });
      rows.push({ picture, panel: 'completed', side, pixels: pixelText(found) });
      rows.push({ picture, panel: 'truth', side, pixels: pixelText(values) });
      await step(k + 1, names.length, picture);
    }
    return rows;
  };
}
