import { loadKoffi } from './koffi.js';

type Advise = (buffer: ArrayBufferLike) => void;

// Of linux/mman.h, the same on all processors that Node runs on.
const MADV_HUGEPAGE = 14;
const PAGE = 4096;
const LEAST = 4 * 2 ** 20;

let advise: Advise | undefined;

/**
 * Asks Linux to back large shared memory by pages of 2 MiB, as numpy does with its arrays: rows of large matrices lie
 * on a small page each, whose addresses cost products 2 to 4 %. For memory that stays, since the first touch of large
 * pages may take five times as long. A wish: elsewhere nothing happens.
 */
export function wishHugePages(buffer: ArrayBufferLike): void {
  if (buffer.byteLength < LEAST) return;
  advise ??= adviser();
  advise(buffer);
}

function adviser(): Advise {
  if (process.platform !== 'linux') return () => {};
  try {
    const koffi = loadKoffi();
    const madvise = koffi.load('libc.so.6').func('madvise', 'int', ['uintptr_t', 'size_t', 'int']);
    return (buffer) => {
      const address = Number(koffi.address(new Float64Array(buffer, 0, 1)));
      const start = Math.ceil(address / PAGE) * PAGE;
      madvise(start, Math.floor((address + buffer.byteLength - start) / PAGE) * PAGE, MADV_HUGEPAGE);
    };
  } catch {
    return () => {};
  }
}
