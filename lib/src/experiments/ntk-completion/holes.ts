import type { Picture } from '../../data/ppm.js';
import { meanPixel } from '../../learners/completion/mean-pixel.js';
import { psnr } from '../../learners/completion/psnr.js';
import type { Step } from '../../step.js';
import { scaled, scaledMask } from './pictures.js';
import { methodsOf } from './reconstruction.js';

export interface HolesSettings {
  side: number;
  pictures: string[];
  scales: number[];
}

export type HolesRow = {
  picture: string;
  /** Share of pixels in the hole. */
  hole: number;
  method: string;
  scales: number;
  /** PSNR over the hole alone. */
  psnr: number;
};

/** Large holes in the real pictures that come with a mask: PSNR within the hole. */
export function holes(
  pictures: Record<string, Picture>,
): (settings: HolesSettings, seed: number, step: Step) => Promise<HolesRow[]> {
  return async function holesOfPictures({ side, pictures: names, scales }, _seed, step) {
    const rows: HolesRow[] = [];
    const methods = [{ method: 'mean', scales: 0, run: meanPixel }, ...methodsOf(side, scales)];
    for (const [k, name] of names.entries()) {
      const truth = scaled(pictures[name], side);
      const mask = scaledMask(pictures[`${name}_mask`], side);
      const missing = Int32Array.from(mask.keys()).filter((p) => mask[p] === 0);
      for (const [i, { method, scales: s, run }] of methods.entries()) {
        const found = run({ values: truth, height: side, width: side, mask });
        const hole = missing.length / mask.length;
        rows.push({ picture: name, hole, method, scales: s, psnr: psnr(found, truth, { at: missing }) });
        await step(k * methods.length + i + 1, names.length * methods.length, name);
      }
    }
    return rows;
  };
}
