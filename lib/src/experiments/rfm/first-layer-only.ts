import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { type AnsatzRow, ansatzRows, type NetworkSettings } from './ansatz-rows.js';
import { firstRows, twoCoordinates } from './two-coordinates.js';

export interface FirstLayerSettings {
  d: number;
  n: number;
  points: number;
  hidden: number[];
  /** Deviations of the first layer's start; null: the default start. */
  firstStds: (number | null)[];
  network: Omit<NetworkSettings, 'hidden' | 'firstStd' | 'firstOnly'>;
}

export type FirstLayerRow = { hidden: number; start: string } & AnsatzRow;

/** C23: the setting of the theorem, only the first layer trained and the others frozen at their default start. */
export async function firstLayerOnly(
  { d, n, points, hidden, firstStds, network }: FirstLayerSettings,
  seed: number,
  step?: Step,
): Promise<FirstLayerRow[]> {
  const random = new Random(seed);
  const { x, y } = twoCoordinates(n, d, random.fork('data'));
  const data = { x, y, points: firstRows(x, points) };
  const cases = hidden.flatMap((layers) => firstStds.map((std) => ({ layers, std: std ?? undefined })));
  const rows: FirstLayerRow[] = [];
  for (const [done, { layers, std }] of cases.entries()) {
    const start = std === undefined ? 'default' : `N(0, ${std}²)`;
    const inner: Step = (t, of) => step?.(done + t / of, cases.length, `${layers} hidden layers, ${start}`);
    const settings = { ...network, hidden: layers, firstStd: std, firstOnly: true };
    const run = await ansatzRows(settings, data, random, inner);
    rows.push({ hidden: layers, start, ...run.rows[0] });
  }
  return rows;
}
