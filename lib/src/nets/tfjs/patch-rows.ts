/** A convolution of images `(n, height, width, channels)` as its kernels see it. */
export interface ConvShape {
  n: number;
  height: number;
  width: number;
  channels: number;
  filterHeight: number;
  filterWidth: number;
  /** [down, across], as all pairs here. */
  stride: readonly [number, number];
  dilation: readonly [number, number];
  /** Zeros above and left of the image; what is missing below and right follows from the output. */
  pad: readonly [number, number];
  /** The image's pixels stand this far apart, with zeros between: 1, but for the input gradient of a strided one. */
  spread: readonly [number, number];
  outHeight: number;
  outWidth: number;
}

/** A part of the output: rows [y, y + rows) of images [image, image + images). */
export interface Tile {
  image: number;
  images: number;
  y: number;
  rows: number;
}

// Patches of a tile stay in the second-level cache, and its products are large enough to be worth a call.
const TILE_FLOATS = 2 ** 18;
const TILE_PIXELS = 1024;

/** Tiles that cover the output: several images where they are small, some rows of one where it is large. */
export function tiles(shape: ConvShape): Tile[] {
  const { n, outHeight, outWidth } = shape;
  if (n * outHeight * outWidth === 0) return [];
  const rows = Math.max(1, Math.min(outHeight, Math.floor(TILE_FLOATS / (outWidth * patchWidth(shape)))));
  const images = rows < outHeight ? 1 : Math.max(1, Math.min(n, Math.ceil(TILE_PIXELS / (rows * outWidth))));
  const found: Tile[] = [];
  for (let image = 0; image < n; image += images) {
    for (let y = 0; y < outHeight; y += rows) {
      found.push({ image, images: Math.min(images, n - image), y, rows: Math.min(rows, outHeight - y) });
    }
  }
  return found;
}

/** Numbers that one row of the filter meets at a pixel of the output. */
export function patchWidth({ filterWidth, channels }: ConvShape): number {
  return filterWidth * channels;
}

/**
 * The patches of a tile, cut into rows of the filter: for each image row that the tile meets, `(images, outWidth,
 * filterWidth · channels)`. What filter row a meets at all pixels of the tile is one block of them, at `start(a)`, so
 * that an image row is written once and not filterHeight times. Image rows whose numbers differ by a multiple of the
 * stride stand side by side for that.
 */
export class PatchRows {
  readonly #shape: ConvShape;
  readonly #rows: number;
  readonly #rowLength: number;
  /** Of each remainder by the stride: the first image row in the block, from the tile's top, and where they are put. */
  readonly #phases = new Map<number, { at: number; count: number }>();
  /** Floats needed. */
  readonly length: number;

  constructor(shape: ConvShape, { images, rows }: Tile) {
    this.#shape = shape;
    this.#rows = rows;
    this.#rowLength = images * shape.outWidth * patchWidth(shape);
    const [stride, dilation] = [shape.stride[0], shape.dilation[0]];
    const counts = new Map<number, number>();
    for (let a = 0; a < shape.filterHeight; a++) {
      const phase = (a * dilation) % stride;
      counts.set(phase, Math.floor((a * dilation) / stride) + rows);
    }
    let at = 0;
    for (const [phase, count] of counts) {
      this.#phases.set(phase, { at, count });
      at += count;
    }
    this.length = at * this.#rowLength;
  }

  /** Where the block of filter row a begins, in floats; `(rows · images · outWidth, filterWidth · channels)`. */
  start(a: number): number {
    const [stride, dilation] = [this.#shape.stride[0], this.#shape.dilation[0]];
    const { at } = this.#phases.get((a * dilation) % stride)!;
    return (at + Math.floor((a * dilation) / stride)) * this.#rowLength;
  }

  /** Writes the patches of a tile at `to`, of images at `from`, both places in `memory`. */
  fill(memory: Float32Array, from: number, to: number, tile: Tile): void {
    const { height, width, channels, stride, pad, spread } = this.#shape;
    if (tile.rows !== this.#rows) throw new RangeError('patches of another tile');
    for (const [phase, { at, count }] of this.#phases) {
      for (let j = 0; j < count; j++) {
        const place = (tile.y + j) * stride[0] + phase - pad[0];
        const row = place / spread[0];
        const start = to + (at + j) * this.#rowLength;
        if (!(Number.isInteger(row) && row >= 0 && row < height)) {
          memory.fill(0, start, start + this.#rowLength);
          continue;
        }
        const each = this.#rowLength / tile.images;
        for (let i = 0; i < tile.images; i++) {
          const source = from + ((tile.image + i) * height + row) * width * channels;
          this.#fillRow(memory, source, start + i * each);
        }
      }
    }
  }

  #fillRow(memory: Float32Array, from: number, to: number): void {
    const { width, channels, filterWidth, stride, dilation, pad, spread, outWidth } = this.#shape;
    // Neighbours in the filter are neighbours in the image: one run a pixel.
    const together = dilation[1] === 1 && spread[1] === 1;
    const [runs, run] = together ? [1, filterWidth] : [filterWidth, 1];
    for (let x = 0; x < outWidth; x++) {
      for (let b = 0; b < runs; b++, to += run * channels) {
        const place = (x * stride[1] + b * dilation[1] - pad[1]) / spread[1];
        const inside = Number.isInteger(place);
        const first = inside ? Math.min(run, Math.max(0, -place)) : run;
        const last = Math.max(first, Math.min(run, width - place));
        if (first > 0) memory.fill(0, to, to + first * channels);
        if (inside && last > first) {
          copy(memory, to + first * channels, from + (place + first) * channels, (last - first) * channels);
        }
        if (inside && last < run) memory.fill(0, to + last * channels, to + run * channels);
      }
    }
  }
}

// A call costs as much as a few numbers.
function copy(memory: Float32Array, to: number, from: number, length: number): void {
  if (length >= 24) memory.copyWithin(to, from, from + length);
  else for (let i = 0; i < length; i++) memory[to + i] = memory[from + i];
}
