import { DataError } from '../errors.js';
import { gunzip } from './gzip.js';
import type { ImageSet } from './images.js';

/** An IDX file of unsigned bytes: its dimensions and its entries in row-major order. */
export interface Idx {
  dims: number[];
  data: Uint8Array;
}

/** Reads a gzip-compressed IDX file: 0, 0, type, number of dimensions, the dimensions (big-endian), the entries. */
export function readIdx(gz: Uint8Array, what: string): Idx {
  const bytes = gunzip(gz, what);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0) {
    throw new DataError('format', `${what}: does not begin like an IDX file; expected two zero bytes`);
  }
  if (bytes[2] !== 0x08) {
    throw new DataError('format', `${what}: has IDX type ${bytes[2]}; expected 8 (unsigned byte)`);
  }
  const rank = bytes[3];
  const start = 4 + 4 * rank;
  if (rank === 0 || bytes.length < start) {
    throw new DataError('format', `${what}: ends within the IDX header of ${rank} dimensions`);
  }
  const dims = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const size = dims.reduce((product, dim) => product * dim, 1);
  if (bytes.length - start !== size) {
    throw new DataError(
      'format',
      `${what}: has ${bytes.length - start} entries; its header (${dims.join(', ')}) says ${size}`,
    );
  }
  return { dims, data: bytes.subarray(start) };
}

/** Grey images and their labels from two IDX files. */
export function readIdxImages(imagesGz: Uint8Array, labelsGz: Uint8Array, what: string): ImageSet {
  const { dims, data: images } = readIdx(imagesGz, `${what} images`);
  const { dims: labelDims, data: labels } = readIdx(labelsGz, `${what} labels`);
  if (dims.length !== 3)
    throw new DataError('format', `${what} images: has ${dims.length} dimensions; expected 3`);
  if (labelDims.length !== 1 || labelDims[0] !== dims[0]) {
    throw new DataError(
      'format',
      `${what} labels: has shape (${labelDims.join(', ')}); expected (${dims[0]})`,
    );
  }
  return { count: dims[0], channels: 1, height: dims[1], width: dims[2], images, labels };
}
