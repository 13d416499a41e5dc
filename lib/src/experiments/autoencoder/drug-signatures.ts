import { InputError } from '../../errors.js';
import type { Matrix } from '../../linalg/matrix.js';

/** Cell type and drug of a profile; drug -1 is a control. */
export interface ProfileLabel {
  cell: number;
  drug: number;
}

/**
 * For every drug measured in cells 0 and 1, cos(signature in cell 0, signature in cell 1): a signature is the mean of
 * the drug's profiles minus the mean of the controls, in one cell. Profiles `(n, genes)`; drugs in ascending order.
 * Jain, Radhakrishnan, Uhler (2021), `by_cell_correlation.py` of their code.
 * @throws InputError if a cell has no controls.
 */
export function signatureCosines(
  profiles: Matrix,
  labels: readonly ProfileLabel[],
): { drug: number; cosine: number }[] {
  const meanOf = (cell: number, drug: number): Float64Array | undefined => {
    const rows = labels.flatMap((label, i) => (label.cell === cell && label.drug === drug ? [i] : []));
    if (rows.length === 0) return undefined;
    const mean = new Float64Array(profiles.cols);
    for (const i of rows) {
      const row = profiles.row(i);
      for (let k = 0; k < mean.length; k++) mean[k] += row[k] / rows.length;
    }
    return mean;
  };
  const controls = [0, 1].map((cell) => {
    const mean = meanOf(cell, -1);
    if (mean === undefined) {
      throw new InputError(
        'signatureCosines',
        'labels',
        `have no control in cell ${cell}`,
        'controls are drug -1',
      );
    }
    return mean;
  });
  const drugs = [...new Set(labels.map(({ drug }) => drug))]
    .filter((drug) => drug >= 0)
    .sort((a, b) => a - b);
  return drugs.flatMap((drug) => {
    const [v, w] = [0, 1].map((cell) => meanOf(cell, drug)?.map((value, k) => value - controls[cell][k]));
    return v && w ? [{ drug, cosine: cosine(v, w) }] : [];
  });
}

/** ⟨v, w⟩ / (|v| |w|). */
export function cosine(v: ArrayLike<number>, w: ArrayLike<number>): number {
  let [vw, vv, ww] = [0, 0, 0];
  for (let k = 0; k < v.length; k++) {
    vw += v[k] * w[k];
    vv += v[k] * v[k];
    ww += w[k] * w[k];
  }
  return vw / Math.sqrt(vv) / Math.sqrt(ww);
}
