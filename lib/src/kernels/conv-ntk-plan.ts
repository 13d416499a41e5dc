import { checkFinite, checkMatrix, checkSamePrecision, checkSymmetric } from '../check.js';
import { heap } from '../elementwise/heap.js';
import { runTiles, workerThreads } from '../elementwise/pool.js';
import { matmul } from '../linalg/matmul.js';
import { Matrix, type Real, transpose, zeros } from '../linalg/matrix.js';
import { rowView } from '../linalg/row-view.js';
import { mirrorLower } from '../elementwise/triangles.js';
import { checkCoefficients, checkPoints } from './arguments.js';
import { type ConvGeometry, ConvSides, type Side } from './conv-sides.js';
import { heapLike, wholeVectors } from './heap-like.js';
import { type ImageShape, patchGrid } from './image-patches.js';

// Numbers of the gradients of a block of images, and of a block of inner products.
const GRADIENTS = 2 ** 24;
const PRODUCTS = 2 ** 21;
// Numbers of a patch of which the kernels themselves make inner products; BLAS is faster with longer ones.
const SHORT = 16;
// Bytes of a cache line, and of what the kernels keep at one position.
const LINE = 64;
const CELL = 48;

interface GradientArguments {
  x: Matrix;
  alpha: Matrix;
  at: Matrix;
  transform?: Matrix | undefined;
}

/** The recursion of `convNtk` and its reverse for one size of image, in blocks of images. */
export class ConvNtkPlan {
  readonly #geometry: ConvGeometry;
  readonly #tangent: boolean;
  readonly positions: number;
  /** D */
  readonly size: number;

  /** Points whose sides are kept. */
  #held: { x: Matrix; transform: Matrix | undefined; sides: ConvSides } | undefined;

  constructor(image: ImageShape, patch: number, depth: number, tangent: boolean) {
    this.#tangent = tangent;
    const { rows, cols, positions } = patchGrid(image, patch);
    this.#geometry = { image, patch, depth, rows, cols };
    this.positions = positions;
    this.size = image.channels * patch ** 2;
  }

  holding(x: Matrix, transform: Matrix | undefined): ConvNtkPlan {
    this.#check('convNtk.holding', x, transform);
    const { image, patch, depth } = this.#geometry;
    const plan = new ConvNtkPlan(image, patch, depth, this.#tangent);
    const sides = new ConvSides(this.#geometry, x, transform, 'lasting', triangleBlock(x.rows));
    plan.#held = { x, transform, sides };
    return plan;
  }

  matrix(x: Matrix, z: Matrix | undefined, transform: Matrix | undefined): Matrix {
    const fn = 'convNtk.matrix';
    checkPoints(fn, x, z);
    this.#check(fn, x, transform);
    const result = zeros(x.rows, (z ?? x).rows, x.precision);
    const symmetric = z === undefined;
    const left = this.#sides(
      x,
      transform,
      symmetric ? 'kept' : 'passing',
      symmetric ? triangleBlock(x.rows) : Infinity,
    );
    // Blocks that do not stay must not be those of the other side.
    const right =
      symmetric && left.all
        ? left
        : this.#sides(z ?? x, transform, 'kept', symmetric ? triangleBlock(x.rows) : Infinity);
    try {
      for (let i = 0; i < left.count; i++) {
        const rows = left.at(i);
        for (let j = 0; j < (symmetric ? i + 1 : right.count); j++)
          this.#block(rows, right.at(j), result, symmetric && i === j);
        if (symmetric) this.#diagonal(rows, result);
      }
    } finally {
      left.free();
      right.free();
    }
    if (symmetric) mirrorLower(result.data, result.rows);
    return result;
  }

  checkGradients(fn: string, { x, alpha, at, transform }: GradientArguments): void {
    checkPoints(fn, x, at);
    checkCoefficients(fn, x, alpha);
    this.#check(fn, x, transform);
  }

  #check(fn: string, x: Matrix, transform: Matrix | undefined): void {
    const { channels, height, width } = this.#geometry.image;
    checkMatrix(fn, 'x', x, { cols: channels * height * width });
    if (transform === undefined) return;
    checkMatrix(fn, 'transform', transform, { rows: this.size, cols: this.size });
    checkSamePrecision(fn, { x, transform });
    checkFinite(fn, 'transform', transform.data);
    checkSymmetric(fn, 'transform', transform);
  }

  #sides(x: Matrix, transform: Matrix | undefined, use: 'passing' | 'kept', most: number): ConvSides {
    if (this.#held?.x === x && this.#held.transform === transform) return this.#held.sides;
    return new ConvSides(this.#geometry, x, transform, use, most);
  }

  /**
   * Inner products of the images `from` to `to` of a side and all of another, then a kernel of lib/assembly/conv.ts on
   * them.
   */
  #run(
    kernel: 'convTangent' | 'convTangentGradient',
    { left, from, to, lower = false }: { left: Side; from: number; to: number; lower?: boolean },
    right: Side,
    use: (products: Real, result: Real) => void,
  ): void {
    const backward = kernel === 'convTangentGradient';
    const { image, patch, depth, rows, cols } = this.#geometry;
    const [b, m, { positions }] = [to - from, right.m, this];
    const bytes = left.roots.BYTES_PER_ELEMENT;
    // Of one vector of images the cells of a map, or of all layers' and the adjoints', and a line of sums; the tile's
    // products.
    const short = !backward && this.size <= SHORT;
    const maps = CELL * (positions * (backward ? depth + 1 : 1) + cols);
    const scratchBytes = maps + LINE * positions * (short ? 2 : 1);
    const pair = depth * positions;
    const onHeap = (length: number): Real => heapLike(left.roots, length);
    const wide = (Math.ceil((m * bytes) / LINE) * LINE) / bytes;
    const products = onHeap(positions * b * (short ? this.size : m));
    const patches = onHeap(short ? positions * this.size * wide : 0);
    const xRoots = onHeap(pair * wholeVectors(b));
    const zRoots = onHeap(pair * m);
    const result = onHeap(backward ? positions * b * m : b * m);
    const scratch = heap.float64((workerThreads() * scratchBytes) / 8);
    try {
      const start = from - left.from;
      for (let a = 0; a < positions; a++) {
        const from = a * left.m + start;
        const [own, other] = [rowView(left.v, from, from + b), rowView(right.v, a * m, (a + 1) * m)];
        if (short) {
          products.set(own.data, a * own.data.length);
          toLines(other, patches, a, positions);
        } else {
          const out = new Matrix(b, m, products.subarray(a * b * m, (a + 1) * b * m));
          matmul(own, other, { transB: true, alpha: 1 / image.channels, out });
        }
      }
      xRoots.set(left.roots.subarray(start * pair, start * pair + xRoots.length));
      zRoots.set(right.roots);
      const arrays = backward ? [products] : [products, patches];
      const addresses = [...arrays, xRoots, zRoots, result].map((array) => array.byteOffset);
      const geometry = [rows, cols, patch, depth, Number(this.#tangent)];
      // Of a block on the diagonal of K(X, X) the lower triangle is enough.
      if (!backward) geometry.push(lower ? start : m, short ? this.size : 0, image.channels);
      runTiles({
        kernel: `${kernel}${bytes * 8}`,
        params: [...addresses, b, m, ...geometry, scratch.byteOffset, scratchBytes],
        // From patches two images of the left side at once.
        tiles: (short ? Math.ceil(b / 2) : b) * Math.ceil((m * bytes) / LINE),
      });
      use(products, result);
    } finally {
      [products, patches, xRoots, zRoots, result, scratch].forEach((array) => heap.free(array));
    }
  }

  /**
   * Images of the left side that go with all of the right in one block, `each` numbers at a position: whole vectors.
   */
  #rowsWith(each: number): number {
    return wholeVectors(PRODUCTS / (this.positions * each));
  }

  #block(left: Side, right: Side, into: Matrix, lower: boolean): void {
    const step = this.#rowsWith(this.size <= SHORT ? this.size : right.m);
    for (let from = left.from; from < left.to; from += step) {
      const to = Math.min(from + step, left.to);
      this.#run('convTangent', { left, from, to, lower }, right, (_, k) => {
        for (let i = from; i < to; i++) {
          const row = (i - from) * right.m;
          into.data.set(k.subarray(row, row + right.to - right.from), i * into.cols + right.from);
        }
      });
    }
  }

  /** k(x, x) = (L + 1) mean q, since arccos would magnify the rounding of c. */
  #diagonal({ from, to, last }: Side, k: Matrix): void {
    const layers = this.#tangent ? this.#geometry.depth + 1 : 1;
    for (let i = from; i < to; i++) k.set(i, i, layers * last[i - from]);
  }

  /**
   * Calls `use` with ∂f_l(z)/∂v_a of the images `from` to `to` of `at`, rows in the order (position, image, output),
   * times D columns: (1/C) [Σ_p alpha_pl r_pa v_a(x_p) + 2 (Σ_p alpha_pl s_pa) v_a(z)], r and s the derivatives of k by
   * N and q.
   */
  eachGradients(
    { x, alpha, at, transform }: GradientArguments,
    use: (gradients: Matrix, from: number, to: number) => void,
  ): void {
    const { positions, size } = this;
    const outputs = alpha.cols;
    const train = this.#sides(x, transform, 'kept', Infinity);
    const most = Math.max(1, Math.floor(GRADIENTS / (positions * size * outputs)));
    const evaluated = new ConvSides(this.#geometry, at, transform, 'passing', most);
    try {
      for (let e = 0; e < evaluated.count; e++) {
        const left = evaluated.at(e);
        const b = left.to - left.from;
        const gradients = zeros(positions * b * outputs, size, x.precision);
        const radial = zeros(positions * b, outputs, x.precision);
        for (let t = 0; t < train.count; t++) {
          const right = train.at(t);
          const step = this.#rowsWith(right.m);
          for (let from = left.from; from < left.to; from += step) {
            const to = Math.min(from + step, left.to);
            const into = { left, from, to, gradients, radial };
            this.#run('convTangentGradient', { left, from, to }, right, (r, s) =>
              this.#addTraining(into, right, alpha, { r, s }),
            );
          }
        }
        this.#addOwn(left, gradients, radial);
        use(gradients, left.from, left.to);
      }
    } finally {
      train.free();
      evaluated.free();
    }
  }

  /** Adds alpha_pl r_pa v_a(x_p) and alpha_pl s_pa, summed over the images p of one block. */
  #addTraining(
    {
      left,
      from,
      to,
      gradients,
      radial,
    }: { left: Side; from: number; to: number; gradients: Matrix; radial: Matrix },
    right: Side,
    alpha: Matrix,
    { r, s }: { r: Real; s: Real },
  ): void {
    const outputs = alpha.cols;
    const [b, all, m] = [to - from, left.to - left.from, right.m];
    const coefficients = zeros(m, outputs, alpha.precision);
    coefficients.data.set(alpha.data.subarray(right.from * outputs, right.to * outputs));
    const own = matmul(new Matrix(this.positions * b, m, s), coefficients).data;
    const [rows, bytes] = [b * outputs, r.BYTES_PER_ELEMENT];
    const step = Math.max(1, Math.min(this.positions, Math.floor(PRODUCTS / (rows * m))));
    const columns = heapLike(r, outputs * m);
    const weights = heapLike(r, step * rows * m);
    try {
      columns.set(transpose(coefficients).data);
      for (let a = 0; a < this.positions; a++) {
        if (a % step === 0) {
          const addresses = [r.byteOffset + a * b * m * bytes, columns.byteOffset, weights.byteOffset];
          const tiles = Math.min(step, this.positions - a) * b;
          runTiles({ kernel: `patchWeights${bytes * 8}`, params: [...addresses, outputs, m], tiles });
        }
        const first = (a * all + from - left.from) * outputs;
        for (let k = 0; k < rows; k++) radial.data[first + k] += own[a * rows + k];
        const start = (a % step) * rows * m;
        const weight = new Matrix(rows, m, weights.subarray(start, start + rows * m));
        const out = rowView(gradients, first, first + rows);
        matmul(weight, rowView(right.v, a * m, (a + 1) * m), { beta: 1, out });
      }
    } finally {
      heap.free(columns);
      heap.free(weights);
    }
  }

  /** Adds the terms of the images' own variances, 2 (Σ_p alpha_pl s_pa) v_a(z), and divides by the channels. */
  #addOwn({ from, to, m, v }: Side, gradients: Matrix, radial: Matrix): void {
    const scale = 1 / this.#geometry.image.channels;
    const [into, patches, { size }] = [gradients.data, v.data, this];
    let at = 0;
    for (let k = 0; k < radial.rows; k++) {
      const own = (Math.floor(k / (to - from)) * m + (k % (to - from))) * size;
      for (let l = 0; l < radial.cols; l++) {
        const twice = 2 * radial.data[k * radial.cols + l];
        for (let d = 0; d < size; d++, at++) into[at] = scale * (into[at] + twice * patches[own + d]);
      }
    }
  }
}

/** Of K(X, X) only blocks at and below the diagonal are made: small ones waste least above it. */
function triangleBlock(n: number): number {
  return Math.max(128, Math.ceil(n / 8));
}

/**
 * The patches of m images at position a, `(m, D)`, into lines of as many images as fill one:
 * `(m / lanes, positions, D, lanes)`.
 */
function toLines({ rows, cols, data }: Matrix, out: Real, a: number, positions: number): void {
  const lanes = LINE / out.BYTES_PER_ELEMENT;
  for (let first = 0, k = 0; first < rows; first += lanes) {
    const start = (first * positions + a * lanes) * cols;
    const count = Math.min(lanes, rows - first);
    if (count < lanes) out.fill(0, start, start + cols * lanes);
    for (let i = 0; i < count; i++) for (let j = 0; j < cols; j++, k++) out[start + j * lanes + i] = data[k];
  }
}
