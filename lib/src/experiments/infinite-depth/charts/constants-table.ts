import { activationConstants, type ScalarActivation } from '../../../kernels/dual/gaussian-quadrature.js';
import type { Row } from '../../../report/row.js';
import { classOf, type ClassesRow } from '../duals.js';

/** The constants of all activations but the optimal ones, under the names of the text. */
export function constantsTable(rows: readonly ClassesRow[]): Row[] {
  return rows
    .filter((row) => !row.activation.startsWith('optimal'))
    .map(({ activation, centred, meanSquared, a, b, classifier, alpha }) => ({
      activation,
      centred,
      'A²': meanSquared,
      a,
      b,
      'infinite depth': classifier,
      α: alpha,
    }));
}

/** The constants of one activation by quadrature, as it is and less its mean, with the error of the integrals. */
export function typedConstants(activation: ScalarActivation): Row[] {
  return [false, true].map((centred) => {
    const { meanSquared, a, b, error } = activationConstants(activation, { centred });
    const { classifier, alpha } = classOf({ meanSquared, a, b });
    return {
      activation: activation.name,
      centred: centred ? 'centred' : 'as it is',
      'A²': meanSquared,
      a,
      b,
      'infinite depth': classifier,
      α: alpha,
      'error of the integrals': error,
    };
  });
}
