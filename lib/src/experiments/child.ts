import path from 'node:path';
import { dataset, type DatasetName } from '../data/dataset.js';
import type { Experiment } from '../report/notebook.js';
import type { Step } from '../step.js';

/**
 * One call of an experiment: the export `name` of the file beside this one, a factory of `data` where there are some.
 */
export interface Task {
  file: string;
  name: string;
  data: readonly DatasetName[];
  settings: unknown;
  seed: number;
}

/** A step, or the end: rows or what was thrown. */
export interface Answer {
  done?: number;
  total?: number;
  what?: string | undefined;
  rows?: unknown;
  error?: { name: string; message: string; stack?: string | undefined; code?: unknown };
}

// The program of the processes that `inChildren` starts.

const TELL_EVERY_MS = 100;
const loaded = new Map<DatasetName, Promise<unknown>>();

function held(name: DatasetName): Promise<unknown> {
  if (!loaded.has(name)) loaded.set(name, dataset(name));
  return loaded.get(name)!;
}

const tell = (answer: Answer): void => void process.send!(answer);

async function rowsOf({ file, name, data, settings, seed }: Task): Promise<unknown> {
  const exports = (await import(path.join(__dirname, `${file}.js`))) as Record<string, unknown>;
  const sets = await Promise.all(data.map(held));
  const experiment = (
    sets.length === 0 ? exports[name] : (exports[name] as (...sets: unknown[]) => unknown)(...sets)
  ) as Experiment<unknown, object>;
  let told = performance.now();
  const step: Step = async (done, total, what) => {
    if (performance.now() - told < TELL_EVERY_MS) return;
    told = performance.now();
    tell({ done, total, what });
    // Lets the message go.
    await new Promise((resolve) => setImmediate(resolve));
  };
  return experiment(settings, seed, step);
}

process.on('message', (task: Task) => {
  rowsOf(task).then(
    (rows) => tell({ rows }),
    ({ name, message, stack, code }: Error & { code?: unknown }) =>
      tell({ error: { name, message, stack, code } }),
  );
});
process.on('disconnect', () => process.exit());
// Jupyter interrupts the whole group; it is the parent's to say what ends.
process.on('SIGINT', () => {});
