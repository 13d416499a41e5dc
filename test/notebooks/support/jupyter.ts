// Kernels, fixture collections and programs that the tests of this folder share.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const root: string = path.resolve(__dirname, '../../..');

/** A Python that imports `modules`, or undefined; the tests that need it are then skipped. */
export function pythonWith(modules: string): string | undefined {
  return [path.join(root, '.venv/bin/python'), 'python3', '/usr/bin/python3'].find(
    (python) => spawnSync(python, ['-c', `import ${modules}`]).status === 0,
  );
}

export interface Published {
  type: string;
  name?: string;
  text?: string;
  data?: Record<string, unknown>;
  execution_count?: number;
  ename?: string;
  evalue?: string;
  traceback?: string[];
}

export interface Executed {
  reply: { status: string; execution_count?: number; ename?: string; evalue?: string };
  published: Published[];
  /** Seconds from the interrupt, or from the request, to the answer. */
  waited: number;
}

export interface Kernel {
  execute(
    code: string,
    options?: { interrupt_after?: number; stop_on_error?: boolean },
  ): Promise<Executed>;
  ask<T>(command: object): Promise<T>;
  close(): void;
}

/** The project's kernel behind a real Jupyter client, at work in a folder. */
export async function startKernel(python: string, folder = path.join(root, 'test')): Promise<Kernel> {
  const client = spawn(python, [path.join(root, 'test/notebooks/support/client.py'), folder], {
    env: { ...process.env, JUPYTER_PATH: path.join(root, '.jupyter') },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: client.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the Jupyter client has ended');
    return JSON.parse(value as string);
  };
  await next();
  const ask = async <T>(command: object): Promise<T> => {
    client.stdin.write(`${JSON.stringify(command)}\n`);
    return (await next()) as T;
  };
  return {
    ask,
    execute: (code, options = {}) => ask<Executed>({ code, ...options }),
    close: () => client.stdin.end(),
  };
}

/** What a cell wrote to its standard output. */
export function printed({ published }: Executed): string {
  return published
    .filter(({ type, name }) => type === 'stream' && name === 'stdout')
    .map(({ text }) => text)
    .join('');
}

/** What a failed cell shows. */
export function traceback({ published }: Executed): string {
  return published
    .filter(({ type }) => type === 'error')
    .flatMap((error) => error.traceback ?? [])
    .join('\n');
}

export type Cell = string | { source: string; tags: string[] };

/** A collection of its own in a temporary folder, with the library and the tools of this one. */
export function createCollection(notebooks: Record<string, Cell[]>): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'collection-'));
  for (const link of ['lib', 'node_modules', 'tools', '.jupyter', '.venv'])
    if (fs.existsSync(path.join(root, link))) fs.symlinkSync(path.join(root, link), path.join(folder, link));
  fs.mkdirSync(path.join(folder, 'notebooks'));
  for (const [name, cells] of Object.entries(notebooks)) writeNotebook(folder, name, cells);
  return folder;
}

export function writeNotebook(folder: string, name: string, cells: Cell[]): void {
  const notebook = {
    cells: cells.map((cell, i) => ({
      cell_type: 'code',
      execution_count: null,
      id: `c${i}`,
      metadata: typeof cell === 'string' ? {} : { tags: cell.tags },
      outputs: [],
      source: typeof cell === 'string' ? cell : cell.source,
    })),
    metadata: { kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  fs.writeFileSync(path.join(folder, 'notebooks', `${name}.ipynb`), JSON.stringify(notebook));
}

const runner = (folder: string, names: string[], env: Record<string, string> = {}): ChildProcess =>
  spawn(process.execPath, [path.join(root, 'tools/run.mjs'), ...names], {
    env: { ...process.env, AGOP_ROOT: folder, PROFILE: 'quick', ...env },
  });

export interface Ran {
  /** Null when it was killed. */
  code: number | null;
  out: string;
  err: string;
}

/** Runs the headless runner on a collection to its end. */
export const run = (folder: string, ...names: string[]): Promise<Ran> => end(runner(folder, names));

/** The same in another profile. */
export const runProfile = (folder: string, profile: string): Promise<Ran> =>
  runWith(folder, { PROFILE: profile });

/** The same with other variables of the environment. */
export const runWith = (folder: string, env: Record<string, string>): Promise<Ran> =>
  end(runner(folder, [], env));

/** Starts the runner and kills it without warning after `seconds`, unless it has ended before. */
export async function killAfter(folder: string, seconds: number, env: Record<string, string>): Promise<Ran> {
  const child = runner(folder, [], env);
  const timer = setTimeout(() => child.kill('SIGKILL'), 1000 * seconds);
  const ran = await end(child);
  clearTimeout(timer);
  return ran;
}

/** The notebooks and figures of a collection, by their paths. */
export const state = (folder: string): Record<string, string> =>
  Object.fromEntries(
    ['notebooks', 'figures']
      .filter((part) => fs.existsSync(path.join(folder, part)))
      .flatMap((part) => fs.readdirSync(path.join(folder, part), { recursive: true, encoding: 'utf8' }).sort().map((file) => `${part}/${file}`))
      .filter((file) => fs.statSync(path.join(folder, file)).isFile())
      .map((file) => [file, fs.readFileSync(path.join(folder, file), 'latin1')]),
  );

async function end(child: ChildProcess): Promise<Ran> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => (out += chunk));
  child.stderr?.on('data', (chunk) => (err += chunk));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, err };
}

/** Starts the runner and kills it without warning as soon as `file` exists. */
export async function killWhen(folder: string, file: string): Promise<void> {
  const child = runner(folder, []);
  const ended = new Promise((resolve) => child.on('close', resolve));
  await until(() => fs.existsSync(file));
  child.kill('SIGKILL');
  await ended;
}

/** Waits until `condition` holds, a minute at most. */
export async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 600; i += 1) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('waited a minute in vain');
}
