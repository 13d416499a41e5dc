import type * as Tensorflow from '@tensorflow/tfjs';
import { attachMemory, startWorkers } from '../../elementwise/pool.js';
import type { WasmMemory } from '../../elementwise/wasm.js';

/** What the kernels here use of a tensor: its key, shape and type. */
export type Info = Pick<Tensorflow.TensorInfo, 'dataId' | 'shape' | 'dtype'>;

/** The parts of tfjs's WebAssembly backend that are used here. */
export interface WasmBackend {
  /** Null once the backend has been disposed of. */
  wasm: {
    HEAPU8: Uint8Array;
    asm: { memory: WasmMemory };
    _malloc(bytes: number): number;
    _free(address: number): void;
  } | null;
  makeOutput(shape: number[], dtype: string): Info;
  typedArrayFromHeap(tensor: Info): Float32Array | Int32Array | Uint8Array;
  /** One more tensor has these numbers. */
  incRef(dataId: object): void;
  readSync(dataId: object, start?: number, end?: number): unknown;
}

/** Arguments of a kernel as tfjs calls it. */
export interface KernelCall<Inputs extends string> {
  inputs: Record<Inputs, Info> & Record<string, Info | undefined>;
  backend: WasmBackend;
  attrs: Record<string, unknown>;
}

// Of a 32-bit memory emscripten leaves the last page out.
const MEMORY = 2 ** 32 - 65536;
// Bytes of a cache line, and of tensors to which its borders matter.
const LINE = 64;
const ALIGNED_FROM = 2 ** 14;

/** A tensor's numbers in the WebAssembly memory. Growth of the memory ends the view: take it after every allocation. */
export function floats(backend: WasmBackend, tensor: Info): Float32Array {
  return backend.typedArrayFromHeap(tensor) as Float32Array;
}

/**
 * Calls `use` with the address of `length` floats in the backend's memory, in units of floats, which are given back
 * afterwards.
 */
export function withScratch(backend: WasmBackend, length: number, use: (at: number) => void): void {
  const wasm = backend.wasm!;
  const address = wasm._malloc(4 * length) >>> 0;
  try {
    use(address / 4);
  } finally {
    wasm._free(address);
  }
}

/** The whole memory of the backend as floats, as long as it does not grow. */
export function memoryFloats(backend: WasmBackend): Float32Array {
  return new Float32Array(backend.wasm!.HEAPU8.buffer);
}

let shared: WasmBackend | undefined;

/** Lets the pool's threads work on the tensors of a backend whose memory is shared. */
export async function shareBackend(backend: WasmBackend): Promise<void> {
  attachMemory(backend.wasm!.asm.memory);
  shared = backend;
  // They come up only between tasks of this thread, and training may be one long task.
  await startWorkers();
}

/** Whether they may. */
export function isShared(backend: WasmBackend): boolean {
  return backend === shared;
}

/**
 * Makes the backend say what is wrong where it would go on with address 0, or stop at a null: memory that is exhausted,
 * and tensors whose memory is gone with a backend that was removed.
 */
export function guardBackend(tf: typeof Tensorflow, backend: WasmBackend): void {
  const wasm = backend.wasm!;
  const malloc = alignLarge(wasm);
  wasm._malloc = (bytes) => {
    // Above the memory's size the argument would wrap around, and malloc would give too little.
    const address = bytes + LINE > MEMORY ? 0 : malloc(bytes);
    if (address !== 0 || bytes === 0) return address;
    const [asked, held] = [bytes, tf.memory().numBytes].map((size) => `${(size / 2 ** 20).toFixed(1)} MiB`);
    throw new RangeError(
      `tensorflow: ${asked} for a tensor do not fit beside the ${held} that tensors hold (4 GiB in all); ` +
        'use smaller batches, or let go of tensors (tf.tidy, dispose)',
    );
  };
  const readSync = backend.readSync.bind(backend);
  backend.readSync = (...args) => {
    if (backend.wasm !== null) return readSync(...args);
    throw new Error(
      'tensorflow: the tensor was lost with its backend, which has been removed; call tensorflow() again and make it anew',
    );
  };
}

/**
 * Lets large tensors begin at a cache line: emscripten aligns to 8 bytes, so that every fourth vector would lie across
 * two lines. Returns `malloc` of the backend's module, which then gives such addresses; its `_free` takes them.
 */
function alignLarge(wasm: NonNullable<WasmBackend['wasm']>): (bytes: number) => number {
  // Emscripten puts the real functions in place of stand-ins at the first call.
  wasm._free(wasm._malloc(4));
  const { _malloc: malloc, _free: free } = wasm;
  // What the module gave, by what the backend got.
  const given = new Map<number, number>();
  wasm._free = (address) => {
    const own = given.get(address >>> 0);
    given.delete(address >>> 0);
    free(own ?? address);
  };
  return (bytes) => {
    if (bytes < ALIGNED_FROM) return malloc(bytes);
    const own = malloc(bytes + LINE) >>> 0;
    if (own === 0) return 0;
    const address = Math.ceil(own / LINE) * LINE;
    given.set(address, own);
    return address;
  };
}
