import type { Picture } from '../../data/ppm.js';
import { drawnPicture } from '../../data/synthetic/drawn-picture.js';
import { hourglass } from '../../kernels/cntk/cntk-layers.js';
import { stationaryCntk } from '../../kernels/cntk/stationary-cntk.js';
import { coordinateRegression } from '../../learners/completion/coordinate-regression.js';
import { pixelRows } from '../../learners/completion/picture-mask.js';
import { Matrix, zeros } from '../../linalg/matrix.js';
import type { Step } from '../../step.js';
import { type NamedPicture, randomMask, tablePictures } from './pictures.js';
import { pixelText } from './pixel-text.js';

export interface CalibrationSettings {
  side: number;
  scales: number;
  observed: number;
  /** Central intervals of the normal distribution, by their half widths in standard deviations. */
  widths: number[];
}

export type CalibrationRow = {
  picture: string;
  kind: 'photograph' | 'drawn';
  /** Half width of the interval in standard deviations, its nominal and its measured coverage. */
  width: number;
  nominal: number;
  coverage: number;
  /**
   * Mean squared error of the third of missing pixels with the largest variance over that of the third with the
   * smallest.
   */
  thirds: number;
};

/**
 * Coverage of the intervals ŷ ± w σ √v of the missing pixels: v the posterior variance under the kernel, σ² = yᵀ K⁻¹
 * y / n, whose y is centred, estimated from the observed pixels.
 */
export function calibration(
  pictures: Record<string, Picture>,
): (settings: CalibrationSettings, seed: number, step: Step) => Promise<CalibrationRow[]> {
  return async function calibrationOfPictures({ side, scales, observed, widths }, seed, step) {
    const names = ['houses', 'stripes', 'text', 'shapes'] as const;
    const drawn: NamedPicture[] = names.map((name) => ({ name, values: drawnPicture(name, side) }));
    const real = tablePictures(pictures, side);
    const mask = randomMask(side * side, observed, seed);
    const kernel = stationaryCntk({ layers: hourglass({ scales }) }).on(side, side);
    const known = Int32Array.from(mask.keys()).filter((p) => mask[p] === 1);
    const missing = Int32Array.from(mask.keys()).filter((p) => mask[p] === 0);
    const rows: CalibrationRow[] = [];
    const all = [
      ...real.map((p) => ({ ...p, kind: 'photograph' as const })),
      ...drawn.map((p) => ({ ...p, kind: 'drawn' as const })),
    ];
    let variance: Float64Array | undefined;
    for (const [k, { name, values, kind }] of all.entries()) {
      const { fit, y, means } = centredFit(values, { side, mask, known, kernel });
      variance ??= fit.variance(missing);
      const found = fit.predict(missing);
      const errors: { z: number; square: number; variance: number }[] = [];
      for (let c = 0; c < values.rows; c++) {
        let energy = 0;
        for (let i = 0; i < known.length; i++) energy += y.get(i, c) * fit.alpha.get(i, c);
        const scale = energy / known.length;
        missing.forEach((p, i) => {
          const error = values.get(c, p) - means[c] - found.get(i, c);
          errors.push({
            z: Math.abs(error) / Math.sqrt(scale * variance![i]),
            square: error ** 2,
            variance: variance![i],
          });
        });
      }
      const sorted = [...errors].sort((a, b) => a.variance - b.variance);
      const third = Math.floor(sorted.length / 3);
      const sum = (part: typeof errors): number => part.reduce((total, { square }) => total + square, 0);
      const thirds = sum(sorted.slice(-third)) / sum(sorted.slice(0, third));
      for (const width of widths) {
        const coverage = errors.filter(({ z }) => z <= width).length / errors.length;
        rows.push({ picture: name, kind, width, nominal: normalCoverage(width), coverage, thirds });
      }
      await step(k + 1, all.length, name);
    }
    return rows;
  };
}

export interface UncertaintyMapSettings {
  side: number;
  scales: number;
  observed: number;
}

export type UncertaintyMapRow = { panel: string; side: number; pixels: string };

/**
 * A drawn picture with random pixels and a square missing: what is observed, the completion, its standard deviation,
 * the error.
 */
export async function uncertaintyMap(
  { side, scales, observed }: UncertaintyMapSettings,
  seed: number,
  step: Step,
): Promise<UncertaintyMapRow[]> {
  const values = drawnPicture('houses', side);
  const mask = randomMask(side * side, observed, seed);
  const inHole = (p: number): boolean =>
    Math.abs(Math.floor(p / side) - 0.62 * side) < 0.13 * side &&
    Math.abs((p % side) - 0.27 * side) < 0.13 * side;
  mask.forEach((_, p) => (mask[p] = inHole(p) ? 0 : mask[p]));
  const known = Int32Array.from(mask.keys()).filter((p) => mask[p] === 1);
  const missing = Int32Array.from(mask.keys()).filter((p) => mask[p] === 0);
  const kernel = stationaryCntk({ layers: hourglass({ scales }) }).on(side, side);
  const { fit, means } = centredFit(values, { side, mask, known, kernel });
  await step(1, 2);
  const completed = values.clone();
  const found = fit.predict(missing);
  const deviations = fit.variance(missing).map(Math.sqrt);
  const most = deviations.reduce((a, b) => Math.max(a, b));
  const [spread, error] = [new Matrix(1, side * side), new Matrix(1, side * side)];
  missing.forEach((p, i) => {
    let square = 0;
    for (let c = 0; c < 3; c++) {
      completed.set(c, p, found.get(i, c) + means[c]);
      square += (values.get(c, p) - completed.get(c, p)) ** 2 / 3;
    }
    spread.set(0, p, deviations[i] / most);
    error.set(0, p, Math.min(1, 4 * Math.sqrt(square)));
  });
  return [
    { panel: 'observed', side, pixels: pixelText(values, mask) },
    { panel: 'completed', side, pixels: pixelText(completed) },
    { panel: 'predicted deviation', side, pixels: pixelText(spread) },
    { panel: 'error (x 4)', side, pixels: pixelText(error) },
  ];
}

interface Setting {
  side: number;
  mask: Uint8Array;
  known: Int32Array;
  kernel: Parameters<typeof coordinateRegression>[1]['kernel'];
}

/** The picture less the mean of each channel's observed pixels, fitted. */
function centredFit(
  values: Matrix,
  { side, mask, known, kernel }: Setting,
): { fit: ReturnType<typeof coordinateRegression>; y: Matrix; means: number[] } {
  const y = pixelRows({ values, height: side, width: side, mask }, known, zeros(known.length, values.rows));
  const means = Array.from({ length: values.rows }, (_, c) => {
    let sum = 0;
    for (let i = 0; i < known.length; i++) sum += y.get(i, c);
    return sum / known.length;
  });
  for (let i = 0; i < y.data.length; i++) y.data[i] -= means[i % values.rows];
  return { fit: coordinateRegression(y, { kernel, observed: known }), y, means };
}

/** P(|N(0, 1)| ≤ w), by Abramowitz and Stegun 7.1.26, within 1.5e-7. */
function normalCoverage(w: number): number {
  const x = w / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return 1 - poly * Math.exp(-x * x);
}
