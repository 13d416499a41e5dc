import fs from 'node:fs';
import os from 'node:os';
import type { Row } from './row.js';
import { contentKey } from './store.js';
import { writeResult } from './write-result.js';

interface Timing {
  machine: string;
  key: string;
  rows: Row[];
  /** Hash of the rows: a damaged time is measured again. */
  check: string;
}

/** The timings of a file, without those that are damaged; none where it is absent. */
function load(file: string): Record<string, Timing> {
  try {
    const all = Object.entries(JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, Timing>);
    return Object.fromEntries(all.filter(([, { rows, check }]) => contentKey(rows) === check));
  } catch {
    return {};
  }
}

/**
 * Rows of an experiment that measures wall time. They are kept in a committed file and reused as long as processor,
 * engine and code are the same, so that a second run on one machine gives the same bytes; FRESH=1 measures again.
 * A run that writes its figures elsewhere still finds the `committed` ones.
 */
export async function measured(
  { file, committed, experiment }: { file: string; committed: string; experiment: string },
  { key, engine }: { key: string; engine: unknown },
  measure: () => Promise<Row[]>,
): Promise<Row[]> {
  const machine = contentKey({ processors: os.cpus().map(({ model }) => model), engine });
  const known = [load(file)[experiment], load(committed)[experiment]].find(
    (timing) => timing?.machine === machine && timing.key === key,
  );
  const rows = known && process.env.FRESH !== '1' ? known.rows : await measure();
  // Read again: another experiment may have been recorded meanwhile.
  const all = { ...load(file), [experiment]: { machine, key, rows, check: contentKey(rows) } };
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeResult('run', experiment, file, `${JSON.stringify(sorted, null, 1)}\n`);
  return rows;
}
