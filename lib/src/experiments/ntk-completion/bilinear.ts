import { allPairs } from '../../kernels/cntk/all-pairs.js';
import { type CntkLayer, hourglass } from '../../kernels/cntk/cntk-layers.js';
import { cntk } from '../../kernels/cntk/cntk.js';
import { pairsKernel } from '../../kernels/cntk/pairs-kernel.js';
import type { PixelPairs } from '../../kernels/cntk/pixel-pairs.js';
import { priorPairs, stationaryPrior } from '../../kernels/cntk/prior-pairs.js';
import { releasedKernel } from '../../kernels/cntk/released-cntk.js';
import { completePicture } from '../../learners/completion/complete-picture.js';
import { psnr } from '../../learners/completion/psnr.js';
import type { Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { drawnPicture } from '../../data/synthetic/drawn-picture.js';
import { finiteConvKernel } from './finite-conv.js';
import { randomMask } from './pictures.js';

export interface BilinearGapSettings {
  size: number;
  channels: number;
  /** Channels of the finite networks, and how many of them are averaged. */
  width: number;
  networks: number;
}

export type BilinearGapRow = {
  up: 'nearest' | 'bilinear';
  prior: 'zero mean' | 'stationary';
  /** |K_released - K| / |K|, Frobenius. */
  gap: number;
  /**
   * Distance of the finite networks' mean kernel from either, over |K|, and its standard error; 0 where none was drawn.
   */
  toExact: number;
  toReleased: number;
  standardError: number;
};

/** The released recursion beside the exact one, and finite networks that say which is the tangent kernel. */
export async function bilinearGap(
  { size, channels, width, networks }: BilinearGapSettings,
  seed: number,
  step: Step,
): Promise<BilinearGapRow[]> {
  const random = new Random(seed);
  const channelsOf = random.fork('prior').normalMatrix(channels, size ** 2);
  const rows: BilinearGapRow[] = [];
  for (const up of ['nearest', 'bilinear'] as const) {
    const layers = hourglass({ scales: 1, convolutions: 1, up });
    const [exact, released] = kernels(priorPairs(channelsOf), layers);
    const draws = Array.from({ length: networks }, (_, k) =>
      finiteConvKernel(channelsOf, { layers, width, slope: 0.01, random: random.fork(`${up} ${k}`) }),
    );
    const { middle, standardError } = meanMatrix(draws, exact);
    rows.push({
      up,
      prior: 'zero mean',
      gap: distance(released, exact, exact),
      toExact: distance(middle, exact, exact),
      toReleased: distance(middle, released, exact),
      standardError,
    });
    const [plain, plainReleased] = kernels(allPairs(stationaryPrior(size)), layers);
    const gap = distance(plainReleased, plain, plain);
    rows.push({ up, prior: 'stationary', gap, toExact: 0, toReleased: 0, standardError: 0 });
    await step(rows.length, 4, up);
  }
  return rows;
}

function kernels(prior: PixelPairs, layers: readonly CntkLayer[]): [Matrix, Matrix] {
  return [cntk(prior, { layers }).values, releasedKernel(prior, { layers }).values];
}

function distance(a: Matrix, b: Matrix, unit: Matrix): number {
  let [gap, size] = [0, 0];
  for (let i = 0; i < a.data.length; i++) {
    gap += (a.data[i] - b.data[i]) ** 2;
    size += unit.data[i] ** 2;
  }
  return Math.sqrt(gap / size);
}

/** Mean of the draws, and the root of the summed variances of its entries over the unit's norm. */
function meanMatrix(draws: readonly Matrix[], unit: Matrix): { middle: Matrix; standardError: number } {
  const middle = draws[0].clone();
  let [variance, size] = [0, 0];
  for (let i = 0; i < middle.data.length; i++) {
    const values = draws.map(({ data }) => data[i]);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    middle.data[i] = mean;
    variance +=
      values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length * (values.length - 1));
    size += unit.data[i] ** 2;
  }
  return { middle, standardError: Math.sqrt(variance / size) };
}

export interface BilinearPsnrSettings {
  side: number;
  scales: number;
  observed: number;
  /** Channels of the zero-mean noise prior. */
  channels: number;
}

export type BilinearPsnrRow = { picture: string; kernel: string; prior: string; psnr: number };

/** Completions of the drawn pictures by the nearest, the exact bilinear and the released bilinear kernel. */
export async function bilinearPsnr(
  { side, scales, observed, channels }: BilinearPsnrSettings,
  seed: number,
  step: Step,
): Promise<BilinearPsnrRow[]> {
  const rows: BilinearPsnrRow[] = [];
  const mask = randomMask(side * side, observed, seed);
  const bilinear = { layers: hourglass({ scales, up: 'bilinear' }) };
  const priors = {
    stationary: allPairs(stationaryPrior(side)),
    noise: priorPairs(new Random(seed).fork('noise').normalMatrix(channels, side ** 2)),
  };
  for (const [prior, pairs] of Object.entries(priors)) {
    const made: [string, () => PixelPairs][] = [
      ['nearest', () => cntk(pairs, { layers: hourglass({ scales }) })],
      ['bilinear, exact', () => cntk(pairs, bilinear)],
      ['bilinear, as released', () => releasedKernel(pairs, bilinear)],
    ];
    for (const [kernel, make] of made) {
      const over = pairsKernel(make());
      for (const picture of ['houses', 'stripes', 'text', 'shapes'] as const) {
        const values = drawnPicture(picture, side);
        const found = completePicture({ values, height: side, width: side, mask }, { kernel: over });
        rows.push({ picture, kernel, prior, psnr: psnr(found, values) });
      }
      await step(rows.length, 24, kernel);
    }
  }
  return rows;
}
