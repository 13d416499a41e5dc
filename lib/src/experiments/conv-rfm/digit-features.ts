import { convRfm } from '../../features/conv-rfm.js';
import { convNtk } from '../../kernels/conv-ntk.js';
import { patchGrid } from '../../kernels/image-patches.js';
import { eigh } from '../../linalg/eigh.js';
import type { Real } from '../../linalg/matrix.js';
import type { Step } from '../../step.js';
import type { Digits } from '../rfm/optical-digits.js';
import { signedColumn } from './directions.js';
import { firstImages, scores, targetsOf } from './labelled-images.js';
import { noisyWorld, type NoisyDigitsSettings } from './noisy-digits.js';

export interface DigitFeaturesSettings extends NoisyDigitsSettings {
  sigmas: readonly number[];
  depth: number;
  directions: number;
}

/**
 * One pixel of a panel: an eigenvector u1, u2, …, over its largest size, a test image, or the energy of its gradients.
 */
export type DigitFeatureRow = {
  sigma: number;
  round: number;
  accuracy: number;
  panel: string;
  row: number;
  col: number;
  value: number;
};

/**
 * What each round of ConvRFM looks for and looks at, by noise: the leading eigenvectors of its AGOP, and at each
 * position of one test image the energy of the gradients, Σ over outputs of |∂f/∂u_a|², over its largest.
 */
export const digitFeatures = (digits: Digits) =>
  async function digitFeaturesOf(
    settings: DigitFeaturesSettings,
    seed: number,
    step: Step,
  ): Promise<DigitFeatureRow[]> {
    const { sigmas, depth, patch, directions } = settings;
    const rows: DigitFeatureRow[] = [];
    for (const [k, sigma] of sigmas.entries()) {
      const { train, test } = noisyWorld(digits, settings, sigma, seed, 'float32');
      const kernel = convNtk({ image: train.image, patch, depth });
      const grid = patchGrid(train.image, patch);
      const shown = firstImages(test.x, 1);
      for (const machine of convRfm({ x: train.x, y: targetsOf(train) }, { ...settings, kernel })) {
        const { round, alpha, transform } = machine;
        const { accuracy } = scores(machine.predict(test.x), test);
        const add = (panel: string, values: Float64Array | Real, across: number, margin = 0): void =>
          values.forEach((value, p) => {
            const [row, col] = [Math.floor(p / across) + margin, (p % across) + margin];
            rows.push({ sigma, round, accuracy, panel, row, col, value });
          });
        const { vectors } = eigh(machine.agop());
        for (let u = 0; u < directions; u++) {
          add(`u${u + 1}`, overLargest(signedColumn(vectors, vectors.cols - 1 - u)), patch);
        }
        add('image', shown.data, train.image.width);
        const energy = kernel.gradientEnergy(train.x, alpha, shown, transform);
        add('energy', overLargest(energy.data), grid.cols, (patch - 1) / 2);
      }
      await step(k + 1, sigmas.length);
    }
    return rows;
  };

function overLargest<T extends Float64Array | Real>(values: T): T {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return values.map((value) => value / most) as T;
}
