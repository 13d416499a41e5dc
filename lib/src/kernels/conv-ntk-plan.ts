import { checkFinite, checkMatrix, checkSamePrecision, checkSymmetric } from '../check.js';
import { heap } from '../elementwise/heap.js';
import { runTiles, workerThreads } from '../elementwise/pool.js';
import { matmul } from '../linalg/matmul.js';
import { allocate, Matrix, type Real, zeros } from '../linalg/matrix.js';
import { mirrorLower } from '../linalg/transpose-into.js';
import { checkCoefficients, checkPoints } from './arguments.js';
import { type ImageShape, imagePatches, patchGrid } from './image-patches.js';

// Numbers of one side's patches held at once, and of a block of inner products.
const HELD = 2 ** 24;
const PRODUCTS = 2 ** 21;
// Bytes of a vector, of a cache line, and of what the kernels keep at one position.
const VECTOR = 16;
const LINE = 64;
const CELL = 48;

/** Images `from` to `to` ready for products: `m` of them, padded to whole vectors. */
interface Side {
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

/** Images in blocks, made when they are asked for. */
interface Sides {
  count: number;
  at(k: number): Side;
}

interface GradientArguments {
  x: Matrix;
  alpha: Matrix;
  at: Matrix;
  transform?: Matrix | undefined;
}

/** The recursion of `convNtk` and its reverse for one size of image, in blocks of images. */
export class ConvNtkPlan {
  readonly #image: ImageShape;
  readonly #patch: number;
  readonly #depth: number;
  readonly #tangent: boolean;
  readonly #rows: number;
  readonly #cols: number;
  readonly positions: number;
  /** D */
  readonly size: number;

  /** Points whose sides are kept. */
  #held: { x: Matrix; transform: Matrix | undefined; sides: Sides } | undefined;

  constructor(image: ImageShape, patch: number, depth: number, tangent: boolean) {
    this.#tangent = tangent;
    this.#image = image;
    this.#patch = patch;
    this.#depth = depth;
    const grid = patchGrid(image, patch);
    [this.#rows, this.#cols, this.positions] = [grid.rows, grid.cols, grid.positions];
    this.size = image.channels * patch * patch;
  }

  holding(x: Matrix, transform: Matrix | undefined): ConvNtkPlan {
    this.#check('convNtk.holding', x, transform);
    const plan = new ConvNtkPlan(this.#image, this.#patch, this.#depth, this.#tangent);
    plan.#held = { x, transform, sides: this.#sides(x, transform, triangleBlock(x.rows)) };
    return plan;
  }

  matrix(x: Matrix, z: Matrix | undefined, transform: Matrix | undefined): Matrix {
    const fn = 'convNtk.matrix';
    checkPoints(fn, x, z);
    this.#check(fn, x, transform);
    const result = zeros(x.rows, (z ?? x).rows, x.precision);
    const left = this.#sides(x, transform, z === undefined ? triangleBlock(x.rows) : Infinity);
    const right = z === undefined ? left : this.#sides(z, transform, Infinity);
    for (let i = 0; i < left.count; i++) {
      for (let j = 0; j < (z === undefined ? i + 1 : right.count); j++)
        this.#block(left.at(i), right.at(j), result);
    }
    if (z === undefined) this.#symmetric(left, result);
    return result;
  }

  checkGradients(fn: string, { x, alpha, at, transform }: GradientArguments): void {
    checkPoints(fn, x, at);
    checkCoefficients(fn, x, alpha);
    this.#check(fn, x, transform);
  }

  #check(fn: string, x: Matrix, transform: Matrix | undefined): void {
    const { channels, height, width } = this.#image;
    checkMatrix(fn, 'x', x, { cols: channels * height * width });
    if (transform === undefined) return;
    checkMatrix(fn, 'transform', transform, { rows: this.size, cols: this.size });
    checkSamePrecision(fn, { x, transform });
    checkFinite(fn, 'transform', transform.data);
    checkSymmetric(fn, 'transform', transform);
  }

  /** The images of `x` in blocks; all kept while they fit, else the last one. */
  #sides(x: Matrix, transform: Matrix | undefined, most: number): Sides {
    if (this.#held?.x === x && this.#held.transform === transform) return this.#held.sides;
    const each = this.positions * this.size;
    const rows = Math.max(1, Math.min(x.rows, most, Math.floor(HELD / each)));
    const kept = new Map<number, Side>();
    const all = x.rows * each <= HELD;
    const at = (k: number): Side => {
      let side = kept.get(k);
      if (side === undefined) {
        if (!all) kept.clear();
        side = this.#side(x, transform, k * rows, Math.min((k + 1) * rows, x.rows));
        kept.set(k, side);
      }
      return side;
    };
    return { count: Math.ceil(x.rows / rows), at };
  }

  #side(x: Matrix, transform: Matrix | undefined, from: number, to: number): Side {
    const m = wholeVectors(to - from);
    const u = imagePatches(x, this.#image, { patch: this.#patch, from, to, m });
    const v = transform === undefined ? u : matmul(u, transform);
    const { roots, last } = this.#variances(v, m);
    return { from, to, m, v, roots, last };
  }

  /** q = |v_a|² / channels and its window sums, as roots. */
  #variances(v: Matrix, m: number): { roots: Real; last: Float64Array } {
    const { positions } = this;
    const lanes = VECTOR / v.data.BYTES_PER_ELEMENT;
    const roots = allocate(this.#depth * positions * m, v.precision);
    let q: Float64Array = new Float64Array(positions * m);
    const { data, cols: size } = v;
    for (let k = 0, at = 0; k < q.length; k++) {
      // Two sums, since one alone would wait for each of its additions.
      let [even, odd] = [0, 0];
      for (const end = at + size - 1; at < end; at += 2) {
        even += data[at] * data[at];
        odd += data[at + 1] * data[at + 1];
      }
      if (size % 2 === 1) even += data[at] * data[at++];
      q[k] = (even + odd) / this.#image.channels;
    }
    let [rows, cols] = [this.#rows, this.#cols];
    for (let l = 0; l < this.#depth; l++) {
      if (l > 0) {
        [rows, cols] = [rows - this.#patch + 1, cols - this.#patch + 1];
        q = this.#windowSums(q, m, rows, cols);
      }
      for (let a = 0; a < positions; a++) {
        for (let i = 0; i < m; i++) {
          const panel = Math.floor(i / lanes) * this.#depth * positions;
          roots[(panel + l * positions + a) * lanes + (i % lanes)] = Math.sqrt(q[a * m + i]);
        }
      }
    }
    const last = new Float64Array(m);
    for (let a = 0; a < positions; a++) {
      for (let i = 0; i < m; i++) last[i] += q[a * m + i] / (rows * cols);
    }
    return { roots, last };
  }

  /** Window sums at `rows` x `cols` positions of the grid; 0 beyond. */
  #windowSums(q: Float64Array, m: number, rows: number, cols: number): Float64Array {
    const sums = new Float64Array(q.length);
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < cols; c++) {
        const to = (r * this.#cols + c) * m;
        for (let dr = 0; dr < this.#patch; dr++) {
          for (let dc = 0; dc < this.#patch; dc++) {
            const from = ((r + dr) * this.#cols + c + dc) * m;
            for (let i = 0; i < m; i++) sums[to + i] += q[from + i];
          }
        }
      }
    }
    return sums;
  }

  /** Inner products of the images `from` to `to` of a side and all of another, then a kernel of lib/assembly/conv.ts on them. */
  #run(
    kernel: 'convTangent' | 'convTangentGradient',
    { left, from, to }: { left: Side; from: number; to: number },
    right: Side,
    use: (products: Real, result: Real) => void,
  ): void {
    const { precision } = left.v;
    const backward = kernel === 'convTangentGradient';
    const [b, m, depth, { positions }] = [to - from, right.m, this.#depth, this];
    const bytes = precision === 'float64' ? 8 : 4;
    // Of one vector of images the cells of a map, or of all layers' and the adjoints', and a line of sums; the tile's products.
    const scratchBytes = CELL * (positions * (backward ? depth + 1 : 1) + this.#cols) + LINE * positions;
    const pair = depth * positions;
    const onHeap = (length: number): Real => (bytes === 8 ? heap.float64(length) : heap.float32(length));
    const products = onHeap(positions * b * m);
    const xRoots = onHeap(pair * wholeVectors(b));
    const zRoots = onHeap(pair * m);
    const result = onHeap(backward ? positions * b * m : b * m);
    const scratch = heap.float64((workerThreads() * scratchBytes) / 8);
    try {
      const start = from - left.from;
      for (let a = 0; a < positions; a++) {
        matmul(block(left.v, a * left.m + start, b), block(right.v, a * m, m), {
          transB: true,
          alpha: 1 / this.#image.channels,
          out: new Matrix(b, m, products.subarray(a * b * m, (a + 1) * b * m)),
        });
      }
      xRoots.set(left.roots.subarray(start * pair, start * pair + xRoots.length));
      zRoots.set(right.roots);
      const addresses = [products, xRoots, zRoots, result].map((array) => array.byteOffset);
      const geometry = [this.#rows, this.#cols, this.#patch, depth, Number(this.#tangent)];
      runTiles({
        kernel: `${kernel}${bytes * 8}`,
        params: [...addresses, b, m, ...geometry, scratch.byteOffset, scratchBytes],
        tiles: b * Math.ceil((m * bytes) / LINE),
      });
      use(products, result);
    } finally {
      [products, xRoots, zRoots, result, scratch].forEach((array) => heap.free(array));
    }
  }

  /** Images of the left side that go with all of the right in one block: whole vectors. */
  #rowsWith(right: Side): number {
    return wholeVectors(PRODUCTS / (this.positions * right.m));
  }

  #block(left: Side, right: Side, into: Matrix): void {
    const step = this.#rowsWith(right);
    for (let from = left.from; from < left.to; from += step) {
      const to = Math.min(from + step, left.to);
      this.#run('convTangent', { left, from, to }, right, (_, k) => {
        for (let i = from; i < to; i++) {
          const row = (i - from) * right.m;
          into.data.set(k.subarray(row, row + right.to - right.from), i * into.cols + right.from);
        }
      });
    }
  }

  /** Mirrors the lower triangle; k(x, x) = (L + 1) mean q, since arccos would magnify the rounding of c. */
  #symmetric(sides: Sides, k: Matrix): void {
    for (let block = 0; block < sides.count; block++) {
      const side = sides.at(block);
      for (let i = side.from; i < side.to; i++)
        k.set(i, i, (this.#tangent ? this.#depth + 1 : 1) * side.last[i - side.from]);
    }
    mirrorLower(k.data, k.rows);
  }

  /**
   * Calls `use` with ∂f_l(z)/∂v_a of the images `from` to `to` of `at`, rows in the order (position, image, output), times D
   * columns: (1/C) [Σ_p alpha_pl r_pa v_a(x_p) + 2 (Σ_p alpha_pl s_pa) v_a(z)], r and s the derivatives of k by N and q.
   */
  eachGradients(
    { x, alpha, at, transform }: GradientArguments,
    use: (gradients: Matrix, from: number, to: number) => void,
  ): void {
    const { positions, size } = this;
    const outputs = alpha.cols;
    const train = this.#sides(x, transform, Infinity);
    const evaluated = this.#sides(
      at,
      transform,
      Math.max(1, Math.floor(HELD / (positions * size * outputs))),
    );
    for (let e = 0; e < evaluated.count; e++) {
      const left = evaluated.at(e);
      const b = left.to - left.from;
      const gradients = zeros(positions * b * outputs, size, x.precision);
      const radial = allocate(positions * b * outputs, x.precision);
      for (let t = 0; t < train.count; t++) {
        const right = train.at(t);
        const step = this.#rowsWith(right);
        for (let from = left.from; from < left.to; from += step) {
          const to = Math.min(from + step, left.to);
          const into = { left, from, to, gradients, radial };
          this.#run('convTangentGradient', { left, from, to }, right, (r, s) =>
            this.#addTraining(into, right, alpha, { r, s }),
          );
        }
      }
      const scale = 1 / this.#image.channels;
      for (let k = 0; k < gradients.rows; k++) {
        const a = Math.floor(k / (b * outputs));
        const own = (a * left.m + (Math.floor(k / outputs) % b)) * size;
        for (let d = 0; d < size; d++) {
          const at = k * size + d;
          gradients.data[at] = scale * (gradients.data[at] + 2 * radial[k] * left.v.data[own + d]);
        }
      }
      use(gradients, left.from, left.to);
    }
  }

  #addTraining(
    {
      left,
      from,
      to,
      gradients,
      radial,
    }: { left: Side; from: number; to: number; gradients: Matrix; radial: Real },
    right: Side,
    alpha: Matrix,
    { r, s }: { r: Real; s: Real },
  ): void {
    const outputs = alpha.cols;
    const [b, all, m] = [to - from, left.to - left.from, right.m];
    const weights = zeros(b * outputs, m, gradients.precision);
    // alphaᵀ of this block, outputs by rows.
    const columns = zeros(outputs, m, gradients.precision);
    for (let p = right.from; p < right.to; p++) {
      for (let l = 0; l < outputs; l++) columns.set(l, p - right.from, alpha.get(p, l));
    }
    for (let a = 0; a < this.positions; a++) {
      const first = (a * all + from - left.from) * outputs;
      for (let i = 0; i < b; i++) {
        const row = (a * b + i) * m;
        for (let l = 0; l < outputs; l++) {
          const to = (i * outputs + l) * m;
          let sum = 0;
          for (let p = 0; p < m; p++) {
            const coefficient = columns.data[l * m + p];
            weights.data[to + p] = coefficient * r[row + p];
            sum += coefficient * s[row + p];
          }
          radial[first + i * outputs + l] += sum;
        }
      }
      matmul(weights, block(right.v, a * m, m), { beta: 1, out: block(gradients, first, b * outputs) });
    }
  }
}

/** Images that fill vectors of either precision. */
const wholeVectors = (n: number): number => 4 * Math.ceil(n / 4);

/** Of K(X, X) only blocks at and below the diagonal are made: small ones waste least above it. */
function triangleBlock(n: number): number {
  return Math.max(128, Math.ceil(n / 8));
}

function block(a: Matrix, row: number, rows: number): Matrix {
  return new Matrix(rows, a.cols, a.data.subarray(row * a.cols, (row + rows) * a.cols));
}
