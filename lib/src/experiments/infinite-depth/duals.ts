import { centredDual } from '../../kernels/dual/centred-dual.js';
import { dualValue } from '../../kernels/dual/dual-activation.js';
import { activationConstants, quadratureDual } from '../../kernels/dual/gaussian-quadrature.js';
import { optimalDual } from '../../kernels/dual/optimal-dual.js';
import { taxonomy } from '../../kernels/dual/taxonomy.js';
import type { Step } from '../../step.js';
import { byQuadrature, closedForms } from './named-duals.js';

export interface DualsSettings {
  xi: number[];
}

export type DualsRow = {
  activation: string;
  xi: number;
  value: number;
  /** |closed form - quadrature| of D and D'. */
  gap: number;
};

/** Closed-form duals beside nested quadrature. */
export async function dualCurves({ xi }: DualsSettings, _seed: number, step: Step): Promise<DualsRow[]> {
  const rows: DualsRow[] = [];
  for (const [k, { dual, activation }] of closedForms.entries()) {
    for (const at of xi) {
      const value = dualValue(dual, at);
      const other = quadratureDual(activation, at);
      const slopeGap = Math.abs(dual.slope(at, 1 - at) - other.slope);
      rows.push({
        activation: activation.name,
        xi: at,
        value,
        gap: Math.max(Math.abs(value - other.value), slopeGap),
      });
    }
    await step(k + 1, closedForms.length);
  }
  return rows;
}

export interface ClassesSettings {
  optimal: number[];
}

export type ClassesRow = {
  activation: string;
  centred: string;
  meanSquared: number;
  a: number;
  b: number;
  classifier: string;
  alpha: number | null;
};

/** Constants and class of every activation, as it is and centred. */
export async function activationClasses(
  { optimal }: ClassesSettings,
  _seed: number,
  step: Step,
): Promise<ClassesRow[]> {
  const rows: ClassesRow[] = [];
  const add = (
    activation: string,
    centred: boolean,
    { meanSquared, a, b }: { meanSquared: number; a: number; b: number },
  ): void => {
    const { classifier, alpha } = classOf({ meanSquared, a, b });
    rows.push({
      activation,
      centred: centred ? 'centred' : 'as it is',
      meanSquared,
      a,
      b,
      classifier,
      alpha,
    });
  };
  for (const { dual, activation } of closedForms) {
    add(activation.name, false, taxonomy(dual));
    if (dual.meanSquared > 1e-12) add(activation.name, true, taxonomy(centredDual(dual)));
  }
  for (const activation of byQuadrature) {
    const constants = activationConstants(activation);
    add(activation.name, false, constants);
    if (constants.meanSquared > 1e-12)
      add(activation.name, true, activationConstants(activation, { centred: true }));
  }
  for (const d of optimal) add(`optimal for d = ${d}`, false, taxonomy(optimalDual(d)));
  await step(1, 1);
  return rows;
}

/** The class that three constants give: names for readers. */
export function classOf({ meanSquared, a, b }: { meanSquared: number; a: number; b: number }): {
  classifier: string;
  alpha: number | null;
} {
  const tiny = 1e-9;
  if (meanSquared > tiny)
    return { classifier: b < 1 - tiny ? 'majority vote, with a ridge' : 'majority vote', alpha: null };
  if (a <= tiny) return { classifier: 'nearest neighbour', alpha: null };
  if (a >= 1 - tiny) return { classifier: 'linear', alpha: null };
  return { classifier: 'singular kernel', alpha: -Math.log(a) / Math.log(b) };
}
