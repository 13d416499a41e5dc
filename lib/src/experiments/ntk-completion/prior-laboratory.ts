import { drawnPicture } from '../../data/synthetic/drawn-picture.js';
import { allPairs } from '../../kernels/cntk/all-pairs.js';
import { hourglass } from '../../kernels/cntk/cntk-layers.js';
import { cntk } from '../../kernels/cntk/cntk.js';
import { pairsKernel } from '../../kernels/cntk/pairs-kernel.js';
import { priorPairs, stationaryPrior } from '../../kernels/cntk/prior-pairs.js';
import { completePicture } from '../../learners/completion/complete-picture.js';
import { psnr } from '../../learners/completion/psnr.js';
import { Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { randomMask } from './pictures.js';
import { pixelText } from './pixel-text.js';
import { type PriorName, priorChannels } from './priors.js';

export interface PriorLaboratorySettings {
  side: number;
  scales: number;
  priors: (PriorName | 'stationary')[];
  ridge: number;
}

export type PriorLaboratoryRow = {
  prior: string;
  what: 'prior' | 'kernel slice' | 'half of the pixels' | 'half of the picture';
  side: number;
  /** Of a completion, over the missing pixels; else 0. */
  psnr: number;
  /** Smallest and largest entry of the kernel slice; else 0. */
  low: number;
  high: number;
  pixels: string;
};

/**
 * What a prior makes of the kernel and of two completions of a drawn picture: random pixels missing, and its right
 * half.
 */
export async function priorLaboratory(
  { side, scales, priors, ridge }: PriorLaboratorySettings,
  seed: number,
  step: Step,
): Promise<PriorLaboratoryRow[]> {
  const values = drawnPicture('houses', side);
  const random = randomMask(side * side, 0.5, seed);
  const half = Uint8Array.from({ length: side * side }, (_, p) => (p % side < side / 2 ? 1 : 0));
  const rows: PriorLaboratoryRow[] = [];
  const nothing = { side, psnr: 0, low: 0, high: 0 };
  for (const [k, prior] of priors.entries()) {
    const channels =
      prior === 'stationary' ? undefined : priorChannels(prior, side, new Random(seed).fork('noise'));
    const pairs = channels ? priorPairs(channels) : allPairs(stationaryPrior(side));
    const shown = new Matrix(
      1,
      side * side,
      channels ? channels.row(0).slice() : new Float64Array(side * side).fill(0.5),
    );
    rows.push({ ...nothing, prior, what: 'prior', pixels: pixelText(shown) });
    const kernel = pairsKernel(cntk(pairs, { layers: hourglass({ scales }) }));
    const all = Int32Array.from({ length: side * side }, (_, p) => p);
    const slice = kernel.block(Int32Array.of((side / 4) * side + side / 4), all);
    const [low, high] = [Math.min(...slice.data), Math.max(...slice.data)];
    for (let i = 0; i < slice.data.length; i++) slice.data[i] = (slice.data[i] - low) / (high - low);
    rows.push({ ...nothing, prior, what: 'kernel slice', low, high, pixels: pixelText(slice) });
    for (const [what, mask] of [
      ['half of the pixels', random],
      ['half of the picture', half],
    ] as const) {
      const found = completePicture({ values, height: side, width: side, mask }, { kernel, ridge });
      const missing = all.filter((p) => mask[p] === 0);
      rows.push({
        ...nothing,
        prior,
        what,
        psnr: psnr(found, values, { at: missing }),
        pixels: pixelText(found),
      });
    }
    await step(k + 1, priors.length, prior);
  }
  return rows;
}

export interface IdentityCopySettings {
  /** d and s of each case; two convolutions a scale. */
  cases: { side: number; scales: number }[];
  ridge: number;
}

export type IdentityCopyRow = {
  side: number;
  period: number;
  /** Largest |K[p, ·] - K[p + (P, P), ·]| over the largest entry. */
  kernelGap: number;
  /** Largest difference of the completed half from the observed one shifted by (P, P). */
  copyGap: number;
};

/** With the identity matrix as prior the network cannot tell p from p + (P, P): the missing half is a copy. */
export async function identityCopy(
  { cases, ridge }: IdentityCopySettings,
  seed: number,
  step: Step,
): Promise<IdentityCopyRow[]> {
  const rows: IdentityCopyRow[] = [];
  for (const [k, { side, scales }] of cases.entries()) {
    const period = 2 ** scales;
    const pairs = cntk(priorPairs(priorChannels('identity', side, new Random(seed))), {
      layers: hourglass({ scales }),
    });
    const twin = (p: number): number => {
      const [r, c] = [(Math.floor(p / side) + period) % side, ((p % side) + period) % side];
      return r * side + c;
    };
    let [largest, gap] = [0, 0];
    for (let p = 0; p < side * side; p++) {
      const [own, other] = [pairs.values.row(p), pairs.values.row(twin(p))];
      for (let q = 0; q < own.length; q++) {
        largest = Math.max(largest, own[q]);
        gap = Math.max(gap, Math.abs(own[q] - other[q]));
      }
    }
    const values = drawnPicture('houses', side);
    const mask = Uint8Array.from({ length: side * side }, (_, p) => (p % side < side / 2 ? 1 : 0));
    const picture = { values, height: side, width: side, mask };
    const found = completePicture(picture, { kernel: pairsKernel(pairs), ridge });
    let copyGap = 0;
    for (let p = 0; p < side * side; p++) {
      if (mask[p] === 1) continue;
      for (let c = 0; c < 3; c++)
        copyGap = Math.max(copyGap, Math.abs(found.get(c, p) - values.get(c, twin(p))));
    }
    rows.push({ side, period, kernelGap: gap / largest, copyGap });
    await step(k + 1, cases.length);
  }
  return rows;
}
