import type { Chart } from '../../../report/chart.js';
import type { DigitFeatureRow, DigitFeaturesSettings } from '../digit-features.js';

const signed = { scheme: 'blueorange', domain: [-1, 1] };

/** Eigenvectors of the patch AGOP above a test image and the energy of its gradients, by noise and by update. */
export function digitFeatures(
  rows: readonly DigitFeatureRow[],
  { sigmas, updates }: Pick<DigitFeaturesSettings, 'sigmas' | 'updates'>,
): Chart {
  const noiseInput = { input: 'select', options: [...sigmas], name: 'noise σ ' };
  const updatesInput = { input: 'range', min: 0, max: updates, step: 1, name: 'updates ' };
  return {
    // The image is that of all rounds.
    rows: rows.filter(({ panel, round }) => panel !== 'image' || round === 0),
    spec: {
      params: [
        { name: 'noise', value: 4, bind: noiseInput },
        { name: 'updates', value: 4, bind: updatesInput },
      ],
      vconcat: [
        { hconcat: ['u1', 'u2', 'u3', 'u4'].map((panel) => grid(panel, panel, 85, signed)) },
        {
          hconcat: [
            grid('image', 'test image', 190, { scheme: 'greys' }),
            grid('energy', 'gradient energy', 190, { scheme: 'viridis', domain: [0, 1] }),
          ],
          resolve: { scale: { color: 'independent' } },
        },
      ],
      resolve: { scale: { color: 'independent' } },
    },
  };
}

function grid(panel: string, title: string, size: number, scale: object): object {
  const ofRound = panel === 'image' ? '' : ' && datum.round == updates';
  return {
    width: size,
    height: size,
    title: { text: title, fontSize: 12.5 },
    transform: [{ filter: `datum.panel == '${panel}' && datum.sigma == noise${ofRound}` }],
    mark: { type: 'rect', tooltip: true },
    encoding: {
      x: { field: 'col', type: 'ordinal', axis: null },
      y: { field: 'row', type: 'ordinal', axis: null },
      color: { field: 'value', type: 'quantitative', legend: null, scale },
    },
  };
}
