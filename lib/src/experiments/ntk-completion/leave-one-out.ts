import type { Picture } from '../../data/ppm.js';
import { hourglass } from '../../kernels/cntk/cntk-layers.js';
import { stationaryCntk } from '../../kernels/cntk/stationary-cntk.js';
import { coordinateRegression } from '../../learners/completion/coordinate-regression.js';
import { pixelRows } from '../../learners/completion/picture-mask.js';
import { zeros } from '../../linalg/matrix.js';
import type { Step } from '../../step.js';
import { randomMask, stacked, tablePictures } from './pictures.js';

export interface LeaveOneOutSettings {
  side: number;
  observed: number;
  scales: number[];
  convolutions: number[];
  windows: number[];
}

export type LeaveOneOutRow = {
  picture: string;
  scales: number;
  convolutions: number;
  window: number;
  /** dB of the closed-form leave-one-out errors of the observed pixels, and of the missing ones. */
  leaveOneOut: number;
  missing: number;
};

/** Leave-one-out PSNR of each architecture, from observed pixels alone, beside the PSNR of the missing ones. */
export function leaveOneOutTuning(
  pictures: Record<string, Picture>,
): (settings: LeaveOneOutSettings, seed: number, step: Step) => Promise<LeaveOneOutRow[]> {
  return async function leaveOneOutOfPictures({ side, observed, scales, convolutions, windows }, seed, step) {
    const mask = randomMask(side * side, observed, seed);
    const known = Int32Array.from(mask.keys()).filter((p) => mask[p] === 1);
    const missing = Int32Array.from(mask.keys()).filter((p) => mask[p] === 0);
    const rows: LeaveOneOutRow[] = [];
    const designs = scales.flatMap((s) => convolutions.flatMap((n) => windows.map((q) => ({ s, n, q }))));
    const truths = tablePictures(pictures, side);
    const values = stacked(truths);
    const given = { values, height: side, width: side, mask };
    const y = pixelRows(given, known, zeros(known.length, values.rows));
    for (const [k, { s, n, q }] of designs.entries()) {
      const kernel = stationaryCntk({ layers: hourglass({ scales: s, convolutions: n, window: q }) }).on(
        side,
        side,
      );
      const fit = coordinateRegression(y, { kernel, observed: known });
      const [left, found] = [fit.leaveOneOut(), fit.predict(missing)];
      let first = 0;
      for (const { name, values } of truths) {
        let [out, test] = [0, 0];
        for (let c = 0; c < values.rows; c++) {
          for (let i = 0; i < known.length; i++) out += left.get(i, first + c) ** 2;
          missing.forEach((p, i) => (test += (found.get(i, first + c) - values.get(c, p)) ** 2));
        }
        first += values.rows;
        const decibels = (sum: number, count: number): number =>
          -10 * Math.log10(sum / (count * values.rows));
        rows.push({
          picture: name,
          scales: s,
          convolutions: n,
          window: q,
          leaveOneOut: decibels(out, known.length),
          missing: decibels(test, missing.length),
        });
      }
      await step(k + 1, designs.length);
    }
    return rows;
  };
}
