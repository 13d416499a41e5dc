import { drawnPicture } from '../../data/synthetic/drawn-picture.js';
import { hourglass } from '../../kernels/cntk/cntk-layers.js';
import { stationaryCntk } from '../../kernels/cntk/stationary-cntk.js';
import { completePicture } from '../../learners/completion/complete-picture.js';
import type { Step } from '../../step.js';
import { randomMask } from './pictures.js';

export interface CompletionTimeSettings {
  sides: number[];
  scales: number;
}

export type CompletionTimeRow = {
  side: number;
  unknowns: number;
  kernelSeconds: number;
  solveSeconds: number;
};

/** Seconds for the kernel and for the solve with half of the pixels observed. */
export async function completionTime(
  { sides, scales }: CompletionTimeSettings,
  seed: number,
  step: Step,
): Promise<CompletionTimeRow[]> {
  const rows: CompletionTimeRow[] = [];
  for (const [k, side] of sides.entries()) {
    const mask = randomMask(side * side, 0.5, seed);
    const values = drawnPicture('houses', side);
    const start = performance.now();
    const kernel = stationaryCntk({ layers: hourglass({ scales }) }).on(side, side);
    const made = performance.now();
    completePicture({ values, height: side, width: side, mask }, { kernel });
    const end = performance.now();
    const unknowns = mask.reduce((sum, value) => sum + value, 0);
    rows.push({ side, unknowns, kernelSeconds: (made - start) / 1000, solveSeconds: (end - made) / 1000 });
    await step(k + 1, sides.length);
  }
  return rows;
}
