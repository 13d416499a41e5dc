import { checkInteger } from '../check.js';
import { InputError } from '../errors.js';
import { wishHugePages } from '../linalg/huge-pages.js';
import { POWERS, powers } from './powers.js';
import { wasm, type WasmMemory } from './wasm.js';

type HeapArray = Float64Array | Float32Array | Int32Array;

const PAGE = 65536;
// A 32-bit WebAssembly memory ends at 4 GiB; the last page is left out so that every end address is a 32-bit number.
const MAX_PAGES = 65535;
// The first page holds the table of powers and keeps address 0 out of use.
const FIRST = PAGE;
const ALIGN = 64;

/** Shared WebAssembly memory: the kernels' whole world. Its maximum must not exceed that of lib/asconfig.json. */
export const memory: WasmMemory = new wasm.Memory({
  initial: 16,
  maximum: MAX_PAGES,
  shared: true,
});

new BigInt64Array(memory.buffer, POWERS).set(powers());

// A growing shared memory has a new buffer object each time, also when a worker refreshes its own view of it (see
// pool); views of the older ones stay valid. All arrays are made on the one of the last growth here.
let buffer = memory.buffer;
const buffers = new WeakSet<ArrayBufferLike>([buffer]);
const sizes = new Map<number, number>();
// Free blocks [start, end), by start, never adjacent.
const free: [number, number][] = [[FIRST, buffer.byteLength]];

function release(start: number, end: number): void {
  let at = free.findIndex((block) => block[0] > start);
  if (at < 0) at = free.length;
  free.splice(at, 0, [start, end]);
  for (let i = Math.max(at, 1); i <= at + 1 && i < free.length;) {
    if (free[i - 1][1] === free[i][0]) {
      free[i - 1][1] = free[i][1];
      free.splice(i, 1);
      at--;
    } else i++;
  }
}

function reserve(bytes: number): number {
  const size = Math.max(ALIGN, Math.ceil(bytes / ALIGN) * ALIGN);
  let block = free.find(([start, end]) => end - start >= size);
  if (block === undefined) {
    const end = buffer.byteLength;
    // What is free at the end counts: only the missing part is added.
    const last = free.at(-1);
    const missing = size - (last !== undefined && last[1] === end ? end - last[0] : 0);
    const pages = Math.ceil(missing / PAGE);
    try {
      memory.grow(pages);
    } catch {
      throw new RangeError(
        `heap: ${bytes} bytes do not fit beside the ${end - FIRST} in use or cut up; free what is not needed (4 GiB in all)`,
      );
    }
    buffer = memory.buffer;
    buffers.add(buffer);
    wishHugePages(buffer);
    release(end, buffer.byteLength);
    block = free.find(([start, stop]) => stop - start >= size)!;
  }
  const address = block[0];
  block[0] += size;
  if (block[0] === block[1]) free.splice(free.indexOf(block), 1);
  sizes.set(address, size);
  return address;
}

/** Arrays that the WASM kernels and the native BLAS both use without a copy. Not zeroed; freed by hand. */
export const heap = {
  /** `length` doubles. Throws RangeError when 4 GiB are used up. */
  float64(length: number): Float64Array {
    checkInteger('heap.float64', 'length', length);
    const address = reserve(length * 8);
    return new Float64Array(buffer, address, length);
  },
  /** `length` singles. */
  float32(length: number): Float32Array {
    checkInteger('heap.float32', 'length', length);
    const address = reserve(length * 4);
    return new Float32Array(buffer, address, length);
  },
  /** `length` 32-bit integers. */
  int32(length: number): Int32Array {
    checkInteger('heap.int32', 'length', length);
    const address = reserve(length * 4);
    return new Int32Array(buffer, address, length);
  },
  /** Gives an array of this heap back. No view of it may be used afterwards. */
  free(array: HeapArray): void {
    const size = heap.has(array) ? sizes.get(array.byteOffset) : undefined;
    if (size === undefined) {
      throw new InputError(
        'heap.free',
        'array',
        'is not allocated here',
        'free each heap array once, and whole',
      );
    }
    sizes.delete(array.byteOffset);
    release(array.byteOffset, array.byteOffset + size);
  },
  /** Whether `array` lies in this heap. */
  has(array: ArrayBufferView): boolean {
    return buffers.has(array.buffer);
  },
  /** Bytes allocated now. */
  get used(): number {
    let total = 0;
    for (const size of sizes.values()) total += size;
    return total;
  },
};
