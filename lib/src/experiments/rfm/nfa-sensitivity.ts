import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { type AnsatzRow, ansatzRows, type NetworkSettings } from './ansatz-rows.js';
import { firstRows, twoCoordinates } from './two-coordinates.js';

/** An option of the network and the values that it takes while the others keep those of `base`. */
export interface VariedOption {
  option: 'width' | 'learningRate' | 'weightDecay' | 'firstStd';
  values: number[];
}

export interface SensitivitySettings {
  d: number;
  n: number;
  points: number;
  base: NetworkSettings;
  varied: VariedOption[];
}

export type SensitivityRow = { option: string; value: number } & AnsatzRow;

/** Each option of the network in turn against the scores of the ansatz on y = x₁x₂. */
export async function nfaSensitivity(
  { d, n, points, base, varied }: SensitivitySettings,
  seed: number,
  step?: Step,
): Promise<SensitivityRow[]> {
  const random = new Random(seed);
  const { x, y } = twoCoordinates(n, d, random.fork('data'));
  const data = { x, y, points: firstRows(x, points) };
  const cases = varied.flatMap(({ option, values }) => values.map((value) => ({ option, value })));
  // The base stands in the grid once an option; it is trained once.
  const trained = new Map<string, AnsatzRow[]>();
  const rows: SensitivityRow[] = [];
  for (const [done, { option, value }] of cases.entries()) {
    const settings = { ...base, [option]: value };
    const key = JSON.stringify(settings);
    const inner: Step = (t, of) => step?.(done + t / of, cases.length, `${option} ${value}`);
    if (!trained.has(key)) trained.set(key, (await ansatzRows(settings, data, random, inner)).rows);
    rows.push(...trained.get(key)!.map((row) => ({ option, value, ...row })));
  }
  return rows;
}
