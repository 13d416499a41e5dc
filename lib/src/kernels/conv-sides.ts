import { heap } from '../elementwise/heap.js';
import { runTiles, workerThreads } from '../elementwise/pool.js';
import { matmul } from '../linalg/matmul.js';
import { allocate, Matrix, type Real } from '../linalg/matrix.js';
import { heapLike, wholeVectors } from './heap-like.js';
import { heapPatches, type ImageShape } from './image-patches.js';

// Numbers of the patches that are held at once, and of a block that goes through once.
const HELD = 2 ** 24;
const PASSING = 2 ** 21;
const VECTOR = 16;

/** Images `from` to `to` ready for products: `m` of them, padded to whole vectors. */
export interface Side {
  from: number;
  to: number;
  m: number;
  /** v_a, `(positions · m, D)`. */
  v: Matrix;
  /** √q before each ReLU, images in vectors of `lanes`: `(m / lanes, L, positions, lanes)`. */
  roots: Real;
  /** mean of q before the last ReLU, (m). */
  last: Float64Array;
}

/** What a convolutional kernel makes of images of one size: convolutions, and the grid of positions of the first. */
export interface ConvGeometry {
  image: ImageShape;
  patch: number;
  depth: number;
  rows: number;
  cols: number;
}

/**
 * The images of x under a transform in blocks of at most `most`, made when they are asked for, in the kernels' heap
 * until `free`. All are kept while they fit, else, and where they are `passing`, the last one: then a block must not be
 * used after the next one is asked for. Those that are `lasting` have storage of their own and need no `free`.
 */
export class ConvSides {
  readonly count: number;
  /** Whether all blocks stay. */
  readonly all: boolean;
  readonly #kept = new Map<number, Side>();
  readonly #rows: number;

  constructor(
    private readonly geometry: ConvGeometry,
    private readonly x: Matrix,
    private readonly transform: Matrix | undefined,
    private readonly use: 'passing' | 'kept' | 'lasting',
    most: number,
  ) {
    const { image, patch, rows, cols } = geometry;
    const each = rows * cols * image.channels * patch ** 2;
    const limit = use === 'passing' ? PASSING : HELD;
    this.#rows = wholeVectors(Math.max(1, Math.min(x.rows, most, Math.floor(limit / each))));
    this.count = Math.ceil(x.rows / this.#rows);
    this.all = this.count === 1 || (use !== 'passing' && x.rows * each <= HELD);
  }

  at(k: number): Side {
    let side = this.#kept.get(k);
    if (side === undefined) {
      if (!this.all) this.free();
      side = this.#side(k * this.#rows, Math.min((k + 1) * this.#rows, this.x.rows));
      this.#kept.set(k, side);
    }
    return side;
  }

  free(): void {
    if (this.use === 'lasting' && this.all) return;
    for (const { v, roots, last } of this.#kept.values())
      for (const array of [v.data, roots, last]) if (heap.has(array)) heap.free(array);
    this.#kept.clear();
  }

  #side(from: number, to: number): Side {
    const { image, patch, rows, cols, depth } = this.geometry;
    const m = wholeVectors(to - from);
    const size = image.channels * patch ** 2;
    const u = new Matrix(rows * cols * m, size, heapPatches(this.x, image, { patch, from, to, m }));
    const held: Real[] = [u.data];
    const onHeap = <T extends Real>(array: T): T => (held.push(array), array);
    try {
      let v = u;
      if (this.transform !== undefined) {
        v = new Matrix(u.rows, size, onHeap(heapLike(u.data, u.data.length)));
        matmul(u, this.transform, { out: v });
      }
      const roots = onHeap(heapLike(u.data, depth * rows * cols * m));
      const last = onHeap(heap.float64(m));
      const lanes = VECTOR / u.data.BYTES_PER_ELEMENT;
      const scratchBytes = rows * cols * lanes * 8;
      const scratch = onHeap(heap.float64((workerThreads() * scratchBytes) / 8));
      const addresses = [v.data, roots, last].map((array) => array.byteOffset);
      runTiles({
        kernel: `patchRoots${u.data.BYTES_PER_ELEMENT * 8}`,
        params: [
          ...addresses,
          m,
          size,
          image.channels,
          rows,
          cols,
          patch,
          depth,
          scratch.byteOffset,
          scratchBytes,
        ],
        tiles: m / lanes,
      });
      const side = { from, to, m, v, roots, last };
      if (this.use === 'lasting') return lasting(side);
      for (const array of [v.data, roots, last]) held.splice(held.indexOf(array), 1);
      return side;
    } finally {
      for (const array of held) heap.free(array);
    }
  }
}

/** A copy in storage of its own. */
function lasting({ v, roots, last, ...range }: Side): Side {
  const copies = [v.data, roots].map((array) => {
    const copy = allocate(array.length, v.precision);
    copy.set(array);
    return copy;
  });
  return { ...range, v: new Matrix(v.rows, v.cols, copies[0]), roots: copies[1], last: last.slice() };
}
