import fs from 'node:fs';

// The section of memories, number 5 of 7 bytes: one of 256 to at most 65536 pages; with threads 65535, as our own.
const PLAIN = [5, 7, 1, 1, 0x80, 2, 0x80, 0x80, 4];
const SHARED = [5, 7, 1, 3, 0x80, 2, 0xff, 0xff, 3];

/**
 * A module of tfjs with its memory declared as one that threads share, which changes nothing else in it, as an address
 * to load it from; undefined if its memory is not declared as expected.
 */
export function withSharedMemory(file: string): string | undefined {
  const bytes = fs.readFileSync(file);
  const at = sectionStart(bytes, PLAIN[0]);
  if (!PLAIN.every((byte, i) => bytes[at + i] === byte)) return undefined;
  bytes.set(SHARED, at);
  return `data:application/wasm;base64,${bytes.toString('base64')}`;
}

/** Where a section's number stands; sections are a number, a length and as many bytes. */
function sectionStart(bytes: Uint8Array, wanted: number): number {
  let at = 8;
  while (at < bytes.length && bytes[at] !== wanted) {
    // Seven bits a byte, the lowest first; the highest bit says that another one follows.
    let [length, place] = [0, 1];
    do {
      length += (bytes[++at] & 127) * place;
      place *= 128;
    } while (bytes[at] > 127);
    at += 1 + length;
  }
  return at;
}
