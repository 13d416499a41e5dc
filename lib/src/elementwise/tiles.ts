import type { Real } from '../linalg/matrix.js';
import { realView } from '../linalg/real-view.js';
import { blockAt, type Kernel, readRows, scratchBlock, SIDE, TILE, writeRows } from './blocks.js';
import { pairTile, type BlockPairs } from './pair-tile.js';
import { type PermutedArrays, permutedTile } from './permuted-tile.js';
import { type RowArrays, rowTile } from './row-tile.js';
import { type ProgramCode, runProgram } from './run-program.js';
import { wasm, type WasmMemory, type WasmModule } from './wasm.js';

/**
 * One parallel call. Kernels are exports of lib/assembly; tile t of thread w is `kernel(...params, t, w)`. A map gets
 * its piece of each array instead: `kernel(...params, ...addresses, row, col, count)`; a symmetric one a block of its
 * lower triangle: `kernel(...params, space, side, block, mirror, stride, row, col, rows, cols)`; for pairs of blocks,
 * rows and permuted ones see there. A tile of a program is its steps.
 */
export interface Job {
  readonly epoch: number;
  /** Size of the memory that the job's arrays lie in. */
  readonly bytes: number;
  readonly kernel: string;
  readonly params: readonly number[];
  readonly tiles: number;
  readonly map?: MapArrays;
  readonly symmetric?: SymmetricArray;
  readonly pairs?: BlockPairs;
  readonly rows?: RowArrays;
  readonly permuted?: PermutedArrays;
  readonly program?: ProgramCode;
  /** True when the main thread does all tiles: its arrays do not reach the workers. */
  readonly alone?: boolean;
  /** True for a program whose arrays lie in the attached memory instead of the heap. */
  readonly attached?: boolean;
}

/** Arrays of `length` numbers, `cols` a row, that a map changes in place. */
export interface MapArrays {
  readonly arrays: readonly Real[];
  /** Address of each array in the heap, or -1: such arrays are taken through scratch, a tile at a time. */
  readonly addresses: readonly number[];
  readonly cols: number;
}

/** A matrix `(n, n)` that a symmetric map fills from its lower triangle. */
export interface SymmetricArray {
  readonly array: Real;
  /** Its address in the heap, or -1: it is then taken through scratch, a block at a time. */
  readonly address: number;
  readonly n: number;
}

/** Words of a team's control block, 32 bits each. `open` is the epoch of the job whose tiles may be taken, or 0. */
export const Word = { epoch: 0, open: 1, active: 2, next: 3, done: 4, failure: 5, count: 6 } as const;

/** `failure` when a kernel stopped with an exception; positive values are the kernel's own. */
export const TRAPPED = -1;

/** Instances of the modules on one memory, as one table of kernels. */
export function instantiate(modules: readonly WasmModule[], memory: WasmMemory): Map<string, Kernel> {
  const kernels = new Map<string, Kernel>();
  for (const module of modules) {
    const { exports } = new wasm.Instance(module, { env: { memory } });
    for (const [name, value] of Object.entries(exports)) {
      if (typeof value === 'function') kernels.set(name, value as Kernel);
    }
  }
  return kernels;
}

function mapTile(
  job: Job,
  map: MapArrays,
  kernel: Kernel,
  buffer: ArrayBufferLike,
  scratch: number,
  tile: number,
): void {
  const start = tile * TILE;
  const count = Math.min(TILE, map.arrays[0].length - start);
  const row = Math.floor(start / map.cols);
  const bytes = map.arrays[0].BYTES_PER_ELEMENT;
  const staged = map.arrays.map((array, i) => {
    if (map.addresses[i] >= 0) return undefined;
    const address = scratch + i * TILE * 8;
    const copy = realView(buffer, bytes, address, count);
    copy.set(array.subarray(start, start + count));
    return copy;
  });
  const at = map.addresses.map((address, i) => staged[i]?.byteOffset ?? address + start * bytes);
  kernel(...job.params, ...at, row, start - row * map.cols, count);
  staged.forEach((copy, i) => copy && map.arrays[i].set(copy, start));
}

function symmetricTile(
  job: Job,
  { array, address, n }: SymmetricArray,
  kernel: Kernel,
  buffer: ArrayBufferLike,
  scratch: number,
  tile: number,
): void {
  const { row, col, rows, cols } = blockAt(tile, n, SIDE);
  const bytes = array.BYTES_PER_ELEMENT;
  const [at, mirrorAt] = [row * n + col, col * n + row];
  const run = (block: number, mirror: number, stride: number): void =>
    void kernel(...job.params, scratch, SIDE, block, mirror, stride * bytes, row, col, rows, cols);
  if (address >= 0) return run(address + at * bytes, address + mirrorAt * bytes, n);
  // The kernel's own two blocks come first.
  const block = scratchBlock(array, buffer, scratch, 2, SIDE);
  const mirror = row === col ? block : scratchBlock(array, buffer, scratch, 3, SIDE);
  readRows(array, at, n, rows, cols, block, SIDE);
  run(block.byteOffset, mirror.byteOffset, SIDE);
  writeRows(block, SIDE, rows, cols, array, at, n);
  if (row !== col) writeRows(mirror, SIDE, cols, rows, array, mirrorAt, n);
}

/** Takes tiles of `job` until none is left. Main thread and workers run this same loop. */
export function work(
  job: Job,
  kernels: Map<string, Kernel>,
  memory: WasmMemory,
  control: Int32Array,
  thread: number,
  scratch: number,
): void {
  const kernel = kernels.get(job.kernel)!;
  for (;;) {
    const tile = Atomics.add(control, Word.next, 1);
    if (tile >= job.tiles) return;
    if (job.map) mapTile(job, job.map, kernel, memory.buffer, scratch, tile);
    else if (job.symmetric) symmetricTile(job, job.symmetric, kernel, memory.buffer, scratch, tile);
    else if (job.rows) rowTile(job.params, job.rows, kernel, memory.buffer, thread, tile);
    else if (job.permuted) permutedTile(job.permuted, kernel, memory.buffer, thread, tile);
    else {
      const failure = job.pairs
        ? pairTile(job.pairs, memory.buffer, scratch, tile)
        : job.program
          ? runProgram(job.program, tile, kernels, memory.buffer)
          : kernel(...job.params, tile, thread);
      if (failure !== 0) Atomics.compareExchange(control, Word.failure, 0, failure);
    }
    Atomics.add(control, Word.done, 1);
  }
}
