import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { DatasetName } from '../data/dataset.js';
import { workerThreads } from '../elementwise/pool.js';
import type { Experiment } from '../report/notebook.js';
import type { Step } from '../step.js';
import type { Answer, Task } from './child.js';

/** The experiment behind an export of an experiments file: the function itself, or what it makes of data sets. */
export type ExperimentOf<F> = F extends (...data: never[]) => infer Made
  ? Made extends (...rest: never[]) => Promise<unknown>
    ? Made
    : F
  : never;

/** The rows and the settings of an experiment, as `nb.run` takes it. */
export type Elsewhere<F> =
  ExperimentOf<F> extends (settings: infer S, ...rest: never[]) => Promise<(infer R extends object)[]>
    ? Experiment<S, R>
    : never;

/**
 * Experiments of the file `experiments/<file>.ts` in child processes of one BLAS thread each, as many at a time as
 * there are cores: `const child = inChildren<typeof rfm>('rfm')`, `nb.run(child('uciTable', 'uci-121'), ...)`, the data
 * sets being those that the export is a factory of. `nb.run` begins all seeds and parts of such an experiment at once.
 *
 * Made for many problems too small for two threads. One thread each, so that no result depends on how many run.
 */
export function inChildren<M extends object>(
  file: string,
): <K extends keyof M & string>(name: K, ...data: DatasetName[]) => Elsewhere<M[K]> {
  return (name, ...data) => {
    const run = async (settings: unknown, seed: number, step: Step): Promise<unknown> => {
      const child = await free();
      try {
        // What waited for its turn may have been stopped meanwhile.
        await step(0, 1, name);
        const rows = await answered(child, { file, name, data, settings, seed }, step);
        release(child);
        // The next task leaves before the caller keeps these rows, which blocks this thread.
        for (let turn = 0; turn < 2; turn++) await setImmediate();
        return rows;
      } catch (error) {
        // Stopped or failed, it may be busy still.
        child.kill();
        release(undefined);
        throw error;
      }
    };
    return Object.defineProperties(run, { name: { value: name }, elsewhere: { value: true } }) as never;
  };
}

const idle: ChildProcess[] = [];
const waiting: (() => void)[] = [];
let busy = 0;

async function free(): Promise<ChildProcess> {
  if (busy >= workerThreads()) await new Promise<void>((resolve) => waiting.push(resolve));
  else busy++;
  for (let child = idle.pop(); child; child = idle.pop()) if (child.connected) return child;
  return started();
}

/** The turn goes to who has waited longest. */
function release(child: ChildProcess | undefined): void {
  if (child) idle.push(child);
  const next = waiting.shift();
  if (next) next();
  else busy--;
}

function started(): ChildProcess {
  const one = ['OPENBLAS', 'MKL', 'OMP'].map((library) => [`${library}_NUM_THREADS`, '1']);
  const child = fork(path.join(__dirname, 'child.js'), {
    env: { ...process.env, ...Object.fromEntries(one), VECLIB_MAXIMUM_THREADS: '1', AGOP_THREADS: '1' },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  // One that could not start is found to be not connected.
  return child.on('error', () => {});
}

function answered(child: ChildProcess, task: Task, step: Step): Promise<unknown> {
  hold(child, true);
  return new Promise((resolve, reject) => {
    const told = async ({ done, total, what }: Answer): Promise<void> => step(done!, total!, what);
    const listen = (answer: Answer): void => {
      const { done, rows, error } = answer;
      if (done !== undefined) told(answer).catch(end);
      else if (error) end(Object.assign(new Error(error.message), error));
      else end(undefined, rows);
    };
    const gone = (): void =>
      end(new Error(`${task.name}: the child process ended before its work; run it again`));
    const end = (error: unknown, rows?: unknown): void => {
      child.off('message', listen).off('exit', gone);
      hold(child, false);
      if (error === undefined) resolve(rows);
      else reject(error as Error);
    };
    child.on('message', listen).on('exit', gone);
    if (child.connected) child.send(task);
    else gone();
  });
}

// An idle child does not keep the process alive.
function hold(child: ChildProcess, held: boolean): void {
  if (held) child.ref();
  else child.unref();
  if (held) child.channel?.ref();
  else child.channel?.unref();
}
