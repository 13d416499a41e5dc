import fs from 'node:fs';
import os from 'node:os';
import type { Row } from './row.js';
import { contentKey } from './store.js';
import { writeAtomic } from './write-atomic.js';

interface Timing {
  machine: string;
  key: string;
  rows: Row[];
}

function load(file: string): Record<string, Timing> {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, Timing>;
  } catch {
    return {}; // absent or damaged: measured again
  }
}

/**
 * Rows of an experiment that measures wall time. They are kept in a committed file and reused as long as processor,
 * engine and code are the same, so that a second run on one machine gives the same bytes; FRESH=1 measures again.
 */
export async function measured(
  file: string,
  experiment: string,
  { key, engine }: { key: string; engine: unknown },
  measure: () => Promise<Row[]>,
): Promise<Row[]> {
  const machine = contentKey({ processors: os.cpus().map(({ model }) => model), engine });
  const old = load(file)[experiment];
  if (old?.machine === machine && old.key === key && process.env.FRESH !== '1') return old.rows;
  const rows = await measure();
  // Read again: another experiment may have been recorded meanwhile.
  const all = { ...load(file), [experiment]: { machine, key, rows } };
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeAtomic(file, `${JSON.stringify(sorted, null, 1)}\n`);
  return rows;
}
