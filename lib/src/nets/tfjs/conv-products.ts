import { runNow } from '../../linalg/backend.js';
import { backend as engine } from '../../linalg/engine.js';
import { type ConvShape, PatchRows, patchWidth, type Tile, tiles } from './patch-rows.js';

/** Where arrays lie in one memory, in floats. */
export interface Places {
  /** Images `(n, height, width, channels)`. */
  x: number;
  /** `(filterHeight, filterWidth, channels, outChannels)`. */
  filter: number;
  /** `(n, outHeight, outWidth, outChannels)`. */
  y: number;
  /** `scratchLength` floats. */
  scratch: number;
}

/** Floats that `convolve` and `filterGradient` need beside their arrays: one tile. */
export function scratchLength(shape: ConvShape, outChannels: number): number {
  const [tile] = tiles(shape);
  if (tile === undefined) return 0;
  return new PatchRows(shape, tile).length + pixels(shape, tile) * outChannels;
}

/** Y = Σ_a P_a F_a: a product for each row a of the filter, P_a the numbers that it meets at the pixels of a tile. */
export function convolve(memory: Float32Array, shape: ConvShape, outChannels: number, at: Places): void {
  if (patchWidth(shape) * shape.filterHeight === 0) {
    memory.fill(0, at.y, at.y + shape.n * shape.outHeight * shape.outWidth * outChannels);
    return;
  }
  eachTile(memory, shape, at, (tile, patches, own) => {
    const y = inTileOrder(shape, tile, outChannels) ? at.y + firstPixel(shape, tile) * outChannels : own;
    const [m, k] = [pixels(shape, tile), patchWidth(shape)];
    const out = memory.subarray(y, y + m * outChannels);
    patches.forEach((start, a) => {
      const p = memory.subarray(start, start + m * k);
      const f = part(memory, at.filter, a, k * outChannels);
      runNow(engine().gemm(false, false, m, outChannels, k, 1, p, f, a === 0 ? 0 : 1, out));
    });
    if (y !== own) return;
    eachRun(shape, tile, outChannels, (image, ordered, length) => {
      memory.copyWithin(at.y + image, own + ordered, own + ordered + length);
    });
  });
}

/** ∂L/∂F_a = Σ P_aᵀ ∂L/∂Y into the place of the filter. */
export function filterGradient(
  memory: Float32Array,
  shape: ConvShape,
  outChannels: number,
  at: Places,
): void {
  const k = patchWidth(shape);
  memory.fill(0, at.filter, at.filter + shape.filterHeight * k * outChannels);
  if (k === 0 || outChannels === 0) return;
  eachTile(memory, shape, at, (tile, patches, own) => {
    const ordered = inTileOrder(shape, tile, outChannels);
    const y = ordered ? at.y + firstPixel(shape, tile) * outChannels : own;
    if (!ordered) {
      eachRun(shape, tile, outChannels, (image, place, length) => {
        memory.copyWithin(own + place, at.y + image, at.y + image + length);
      });
    }
    const m = pixels(shape, tile);
    const dy = memory.subarray(y, y + m * outChannels);
    patches.forEach((start, a) => {
      const p = memory.subarray(start, start + m * k);
      const f = part(memory, at.filter, a, k * outChannels);
      runNow(engine().gemm(true, false, k, outChannels, m, 1, p, dy, 1, f));
    });
  });
}

/** Fills the patches of each tile and tells where those of each filter row are, and where scratch is left. */
function eachTile(
  memory: Float32Array,
  shape: ConvShape,
  at: Places,
  visit: (tile: Tile, patches: number[], own: number) => void,
): void {
  for (const tile of tiles(shape)) {
    const rows = new PatchRows(shape, tile);
    rows.fill(memory, at.x, at.scratch, tile);
    const patches = Array.from({ length: shape.filterHeight }, (_, a) => at.scratch + rows.start(a));
    visit(tile, patches, at.scratch + rows.length);
  }
}

/** A tile's pixels go row by row, those of all images side by side; in the array they go image by image. */
function eachRun(
  { outHeight, outWidth }: ConvShape,
  { image, images, y, rows }: Tile,
  outChannels: number,
  visit: (inArray: number, inTile: number, length: number) => void,
): void {
  const length = outWidth * outChannels;
  for (let i = 0; i < images; i++) {
    for (let row = 0; row < rows; row++) {
      visit(((image + i) * outHeight + y + row) * length, (row * images + i) * length, length);
    }
  }
}

// Of one image, or of one row each, both orders are the same.
function inTileOrder({ outHeight }: ConvShape, { images }: Tile, outChannels: number): boolean {
  return images === 1 || outHeight === 1 || outChannels === 0;
}

function firstPixel({ outHeight, outWidth }: ConvShape, { image, y }: Tile): number {
  return (image * outHeight + y) * outWidth;
}

function pixels({ outWidth }: ConvShape, { images, rows }: Tile): number {
  return rows * images * outWidth;
}

function part(memory: Float32Array, start: number, index: number, size: number): Float32Array {
  return memory.subarray(start + index * size, start + (index + 1) * size);
}
