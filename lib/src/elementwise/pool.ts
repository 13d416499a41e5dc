import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { checkInteger } from '../check.js';
import { heap, memory } from './heap.js';
import { type Kernel, SCRATCH_ARRAYS, TILE } from './blocks.js';
import { instantiate, type Job, TRAPPED, Word, work } from './tiles.js';
import { wasm, type WasmMemory, type WasmModule } from './wasm.js';
import type { WorkerStart } from './worker.js';

// Their exp reads the table of powers, which lies in the heap alone.
const HEAP_MODULES = ['maps', 'symmetric', 'coordinates', 'tables'];
const MODULES = [
  'rows',
  'conv',
  'patches',
  'strided',
  'readout',
  'gates',
  'nets',
  'adam',
  'points',
  'winograd',
  'winograd-filters',
  'tensors',
];
// A worker that holds a tile without any progress for this long is dead: a tile takes milliseconds. Counted in slices,
// so that a machine that was suspended in between is not taken for a dead worker.
const SLICES = 100;
const SLICE_MS = 100;
// A pool whose workers keep dying is not started again and again; the main thread then works alone.
const MAX_DEATHS = 3;

const load = (name: string): WasmModule =>
  new wasm.Module(fs.readFileSync(path.join(__dirname, '..', 'wasm', `${name}.wasm`)));
const heapModules = HEAP_MODULES.map(load);
const modules = MODULES.map(load);
const kernels: Map<string, Kernel> = instantiate([...heapModules, ...modules], memory);
const scratch = heap.float64(TILE * SCRATCH_ARRAYS).byteOffset;

/** Workers that share one control block. A team that loses a member is given up as a whole. */
interface Team {
  readonly control: Int32Array;
  readonly workers: Worker[];
  /** Resolved when each worker is up, or gone. */
  readonly settled: Promise<void>[];
  readonly ports: MessagePort[];
}

/** A memory that is not the heap, and the kernels on it. */
let attached: { readonly memory: WasmMemory; readonly kernels: Map<string, Kernel> } | undefined;
let threads = defaultThreads();
let team: Team | undefined;
let deaths = 0;

function defaultThreads(): number {
  const wanted = Number(process.env.AGOP_THREADS);
  return Number.isInteger(wanted) && wanted >= 1 ? wanted : os.availableParallelism();
}

function newTeam(count: number): Team {
  const control = heap.int32(Word.count).fill(0);
  const made: Team = { control, workers: [], settled: [], ports: [] };
  for (let thread = 1; thread < count; thread++) {
    const { port1, port2 } = new MessageChannel();
    const space = heap.float64(TILE * SCRATCH_ARRAYS);
    const start: WorkerStart = {
      memory,
      attached: attached?.memory,
      heapModules,
      modules,
      control,
      port: port2,
      thread,
      scratch: space.byteOffset,
    };
    const worker = new Worker(path.join(__dirname, 'worker.js'), {
      workerData: start,
      transferList: [port2],
      execArgv: [],
    });
    // An idle worker does not keep the process alive.
    worker.unref();
    port1.unref();
    worker.on('error', () => {}); // 'exit' follows
    worker.on('exit', () => {
      heap.free(space);
      if (team === made) {
        deaths++;
        dropTeam();
      }
    });
    made.workers.push(worker);
    made.settled.push(
      new Promise((resolve) => worker.once('message', () => resolve()).once('exit', () => resolve())),
    );
    made.ports.push(port1);
  }
  return made;
}

function dropTeam(): void {
  // The control block is not freed: a worker on its way out may still write to it.
  for (const worker of team?.workers ?? []) void worker.terminate();
  team = undefined;
}

function currentTeam(): Team | undefined {
  if (team === undefined && threads > 1 && deaths < MAX_DEATHS) {
    try {
      team = newTeam(threads);
    } catch {
      // No threads to be had: the main thread works alone.
      deaths = MAX_DEATHS;
    }
  }
  return team;
}

/** A kernel to be called by this thread alone, on arrays of the heap: for work that ends before a worker wakes up. */
export function kernel(name: string): Kernel {
  return kernels.get(name)!;
}

/** Lets jobs with `attached` work on a shared memory that another module made, in the place of the last such one. */
export function attachMemory(other: WasmMemory): void {
  attached = { memory: other, kernels: instantiate(modules, other) };
  // Workers are handed their memories at the start.
  dropTeam();
}

/** Threads that share a call's tiles, the main thread included. */
export function workerThreads(): number {
  return threads;
}

/** Sets that number (default: AGOP_THREADS, else the available cores). No result depends on it. */
export function setWorkerThreads(count: number): void {
  checkInteger('setWorkerThreads', 'count', count, 1);
  if (count === threads) return;
  threads = count;
  deaths = 0;
  dropTeam();
}

/** Resolves when all workers are up. Never needed for a result: a call does not wait for workers that still start. */
export async function startWorkers(): Promise<void> {
  const starting = currentTeam();
  for (const worker of starting?.workers ?? []) worker.ref();
  await Promise.all(starting?.settled ?? []);
  for (const worker of starting?.workers ?? []) worker.unref();
}

let epoch = 0;
const alone = new Int32Array(new SharedArrayBuffer(Word.count * 4));

/**
 * Runs all tiles of a job and returns when they are done: 0, or the first failure that a kernel reported. The main
 * thread takes tiles like any worker; one tile alone wakes nobody.
 */
export function runTiles(task: Omit<Job, 'epoch' | 'bytes'>): number {
  const helpers = task.tiles > 1 && !task.alone ? currentTeam() : undefined;
  const control = helpers?.control ?? alone;
  epoch = (epoch + 1) & 0x7fffffff || 1;
  const space = task.attached ? attached! : { memory, kernels };
  const job: Job = { ...task, epoch, bytes: space.memory.buffer.byteLength };
  for (const port of helpers?.ports ?? []) port.postMessage(job);
  Atomics.store(control, Word.next, 0);
  Atomics.store(control, Word.done, 0);
  Atomics.store(control, Word.failure, 0);
  Atomics.store(control, Word.open, epoch);
  Atomics.store(control, Word.epoch, epoch);
  Atomics.notify(control, Word.epoch);
  try {
    work(job, space.kernels, space.memory, control, 0, scratch);
  } finally {
    Atomics.store(control, Word.open, 0);
    if (helpers) awaitWorkers(task.kernel, control);
  }
  const failure = Atomics.load(control, Word.failure);
  if (failure === TRAPPED) throw new Error(`${task.kernel}: the kernel failed in a worker thread`);
  return failure;
}

function awaitWorkers(kernel: string, control: Int32Array): void {
  let done = Atomics.load(control, Word.done);
  for (let slice = 0; slice < SLICES; slice++) {
    const active = Atomics.load(control, Word.active);
    if (active === 0) return;
    Atomics.wait(control, Word.active, active, SLICE_MS);
    const now = Atomics.load(control, Word.done);
    if (now > done) slice = 0;
    done = now;
  }
  deaths++;
  dropTeam();
  throw new Error(`${kernel}: a worker thread died in the call; its result is not complete, call again`);
}
