import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { instantiate, type Job, TRAPPED, Word, work } from './tiles.js';
import type { WasmMemory, WasmModule } from './wasm.js';

/** What the pool hands to a worker at its start. */
export interface WorkerStart {
  readonly memory: WasmMemory;
  readonly attached?: WasmMemory;
  /** Those for the heap alone. */
  readonly heapModules: readonly WasmModule[];
  readonly modules: readonly WasmModule[];
  readonly control: Int32Array;
  readonly port: MessagePort;
  readonly thread: number;
  readonly scratch: number;
}

const { memory, attached, heapModules, modules, control, port, thread, scratch } = workerData as WorkerStart;
const own = { memory, kernels: instantiate([...heapModules, ...modules], memory) };
const other = attached && { memory: attached, kernels: instantiate(modules, attached) };
parentPort!.postMessage('ready');

let seen = 0;
let job: Job | undefined;
for (;;) {
  Atomics.wait(control, Word.epoch, seen);
  seen = Atomics.load(control, Word.epoch);
  // Join first, then look: while `active` is not 0 the main thread opens no other job.
  Atomics.add(control, Word.active, 1);
  // The thread never returns to its event loop, so it fetches its mail itself.
  for (let mail = receiveMessageOnPort(port); mail; mail = receiveMessageOnPort(port))
    job = mail.message as Job;
  if (job?.epoch === Atomics.load(control, Word.open)) {
    const { memory, kernels } = job.attached ? other! : own;
    // V8 misses a growth that falls into the moment in which a thread receives the memory: the thread's bounds then
    // stay those from before, and a copy beyond them traps. Growing by nothing brings them up to date.
    while (memory.buffer.byteLength < job.bytes) memory.grow(0);
    try {
      work(job, kernels, memory, control, thread, scratch);
    } catch {
      Atomics.compareExchange(control, Word.failure, 0, TRAPPED);
    }
    // Lets go of the job's arrays.
    job = undefined;
  }
  Atomics.sub(control, Word.active, 1);
  Atomics.notify(control, Word.active);
}
