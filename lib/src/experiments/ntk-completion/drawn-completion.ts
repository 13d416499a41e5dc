import { type DrawnName, drawnPicture } from '../../data/synthetic/drawn-picture.js';
import { psnr } from '../../learners/completion/psnr.js';
import type { Step } from '../../step.js';
import { randomMask } from './pictures.js';
import { pixelText } from './pixel-text.js';
import { methodsOf } from './reconstruction.js';

export interface DrawnCompletionSettings {
  pictures: DrawnName[];
  side: number;
  observed: number;
  scales: number;
}

export type DrawnCompletionRow = {
  picture: string;
  panel: string;
  side: number;
  /** PSNR of a completion; of what is observed and of the truth 0. */
  psnr: number;
  pixels: string;
};

/** Drawn pictures with random pixels missing, as panels: what is observed, two completions, the truth. */
export async function drawnCompletion(
  { pictures, side, observed, scales }: DrawnCompletionSettings,
  seed: number,
  step: Step,
): Promise<DrawnCompletionRow[]> {
  const rows: DrawnCompletionRow[] = [];
  const mask = randomMask(side * side, observed, seed);
  const methods = methodsOf(side, [scales]).filter(({ method }) => ['CNTK', 'biharmonic'].includes(method));
  for (const picture of pictures) {
    const values = drawnPicture(picture, side);
    rows.push({ picture, panel: 'observed', side, psnr: 0, pixels: pixelText(values, mask) });
    for (const { method, run } of methods) {
      const found = run({ values, height: side, width: side, mask });
      rows.push({ picture, panel: method, side, psnr: psnr(found, values), pixels: pixelText(found) });
      await step(rows.length, 4 * pictures.length, method);
    }
    rows.push({ picture, panel: 'truth', side, psnr: 0, pixels: pixelText(values) });
  }
  return rows;
}
