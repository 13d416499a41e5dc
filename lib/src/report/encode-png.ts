import { deflateSync } from 'node:zlib';
import type { IndexedPicture } from './indexed-picture.js';

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/**
 * The picture as a PNG of `width` pixels a row: up to 256 colours with its palette, more in true colour; nothing is
 * lost.
 */
export function encodePng(picture: IndexedPicture, width: number): Buffer {
  const colours = picture.palette.length / 3;
  const indexed = colours <= 256;
  const depth = indexed ? [1, 2, 4, 8].find((bits) => colours <= 2 ** bits)! : 8;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(picture.index.length / width, 4);
  header.set([depth, indexed ? 3 : 2], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    ...(indexed ? [chunk('PLTE', picture.palette)] : []),
    chunk('IDAT', deflateSync(indexed ? packedRows(picture, width, depth) : colourRows(picture, width))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

// A row begins with a byte for its filter, here 0: the drawings' rows repeat, and compress best as they are.
function packedRows({ index }: IndexedPicture, width: number, depth: number): Uint8Array {
  const line = 1 + Math.ceil((width * depth) / 8);
  const rows = new Uint8Array((index.length / width) * line);
  for (let p = 0, start = 1; p < index.length; start += line) {
    for (let bit = 0; bit < width * depth; bit += depth, p++) {
      rows[start + (bit >> 3)] |= index[p] << (8 - depth - (bit & 7));
    }
  }
  return rows;
}

function colourRows({ palette, index }: IndexedPicture, width: number): Uint8Array {
  const rows = new Uint8Array(index.length * 3 + index.length / width);
  for (let p = 0, at = 0; p < index.length; p++) {
    if (p % width === 0) at++;
    for (let from = 3 * index[p]; from < 3 * index[p] + 3; from++) rows[at++] = palette[from];
  }
  return rows;
}

function chunk(type: string, content: Uint8Array): Buffer {
  const out = Buffer.alloc(content.length + 12);
  out.writeUInt32BE(content.length, 0);
  out.write(type, 4, 'latin1');
  out.set(content, 8);
  out.writeUInt32BE(crc32(out.subarray(4, -4)), content.length + 8);
  return out;
}

// Node's own came with 20.15.
function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
