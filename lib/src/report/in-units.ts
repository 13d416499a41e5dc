import type { Step } from '../step.js';

/**
 * The results of `run` for each unit, joined in the order of the units; run one after the other or, if `together`, all
 * begun at once. The first failure, of a step too, stops all: each of the others meets it at its next step.
 */
export async function inUnits<U, R>(
  units: readonly U[],
  together: boolean,
  step: Step,
  run: (unit: U, step: Step) => Promise<R[]>,
): Promise<R[]> {
  const parts = new Float64Array(units.length);
  let failed: { error: unknown } | undefined;
  const one = async (unit: U, i: number): Promise<R[]> => {
    const inner: Step = async (done, total, what) => {
      if (failed) throw failed.error;
      parts[i] = done / total;
      await step(
        parts.reduce((a, b) => a + b, 0),
        units.length,
        what,
      );
    };
    try {
      const rows = await run(unit, inner);
      await inner(1, 1);
      return rows;
    } catch (error) {
      failed ??= { error };
      throw error;
    }
  };
  if (together) return (await Promise.all(units.map(one))).flat();
  const rows: R[] = [];
  for (const [i, unit] of units.entries()) rows.push(...(await one(unit, i)));
  return rows;
}
