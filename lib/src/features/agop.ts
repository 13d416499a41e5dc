import { checkInteger, checkMatrix } from '../check.js';
import { InputError } from '../errors.js';
import { gram } from '../linalg/gram.js';
import { allocate, Matrix, type Real, zeros } from '../linalg/matrix.js';

/** Columns `from` up to, not including, `to`. */
export type ColumnBlock = readonly [from: number, to: number];

/**
 * Gradients that are made when they are needed: `block(from, to)` gives the rows of these points in storage of its own.
 */
export interface GradientBlocks {
  readonly rows: number;
  readonly cols: number;
  /** Rows of one block at most, where they cost more than their gradients' own memory. */
  readonly most?: number;
  block(from: number, to: number): Matrix;
}

export interface AgopOptions {
  /** c, the outputs whose gradients stand one after another in a row. Default 1. */
  outputs?: number;
  /**
   * true: the mean gradient of each output is subtracted first (the authors' code since 2023). `pooled`: the one mean
   * over points and outputs (the Python package); the same for c = 1, clearly different for c > 1. Default false.
   */
  center?: boolean | 'pooled';
  /** Only the diagonal, `(d)`. Default false. */
  diagonal?: boolean;
  /** Entries outside of these diagonal blocks are 0, as for one-hot columns. */
  blocks?: readonly ColumnBlock[];
}

// Numbers of gradients that are held at once: large enough for BLAS, small beside a kernel matrix.
const HELD = 2 ** 22;

/**
 * AGOP = (1/m) Σⱼ Σ_l ∇f_l(zⱼ) ∇f_l(zⱼ)ᵀ, the average gradient outer product, a sum over outputs, not a mean;
 * gradients `(m, c·d)` as `Kernel.gradients` gives them, result `(d, d)`, or `(d)` if `diagonal`. Radhakrishnan et
 * al., Science 2024.
 *
 * Centred, each gradient loses its output's mean over the points first. Blocks of points are enough for that too: all
 * are taken about the first block's mean, and what that mean is off by is corrected at the end, without cancellation.
 * @throws InputError if the columns are no multiple of `outputs`, or an option is out of range.
 * @example
 * ```ts
 * // Gradients of f(z) = z₁ + 2 z₂ at two points.
 * agop(fromRows([[1, 2], [1, 2]])); // [[1, 2], [2, 4]]
 * ```
 */
export function agop(
  gradients: Matrix | GradientBlocks,
  options: AgopOptions & { diagonal: true; blocks?: undefined },
): Real;
export function agop(
  gradients: Matrix | GradientBlocks,
  options?: AgopOptions & { diagonal?: false },
): Matrix;
export function agop(gradients: Matrix | GradientBlocks, options?: AgopOptions): Matrix | Real;
export function agop(gradients: Matrix | GradientBlocks, options: AgopOptions = {}): Matrix | Real {
  const { outputs = 1, center = false, diagonal = false, blocks } = options;
  const source = 'block' in gradients ? gradients : blocksOf(gradients, center !== false);
  const d = checkedDimension(source, options);
  const m = source.rows;
  const means = center === true ? outputs : center === 'pooled' ? 1 : 0;
  const rowsHeld = Math.max(1, Math.min(Math.floor(HELD / source.cols), source.most ?? Infinity));
  let sum: Matrix | undefined;
  let shift: Matrix | undefined;
  let rest: Matrix | undefined;
  for (let from = 0; from < m; from += rowsHeld) {
    const block = source.block(from, Math.min(from + rowsHeld, m));
    const g = new Matrix(block.rows * outputs, d, block.data);
    if (means > 0) {
      shift ??= columnMeans(g, means);
      rest ??= zeros(means, d, g.precision);
      subtract(g, shift, rest);
    }
    sum = addOuterProducts(sum, g, 1 / m, diagonal);
  }
  if (rest !== undefined) {
    // Σ (g - s)(g - s)ᵀ is too large by the outer product of what the shift s is off by.
    const count = (m * outputs) / means;
    for (let k = 0; k < rest.data.length; k++) rest.data[k] /= count;
    sum = addOuterProducts(sum, rest, -outputs / means, diagonal);
  }
  if (diagonal) return sum!.data.map((value) => Math.max(value, 0));
  return blocks === undefined ? sum! : keepBlocks(sum!, blocks);
}

function blocksOf(gradients: Matrix, copied: boolean): GradientBlocks {
  checkMatrix('agop', 'gradients', gradients);
  const { rows, cols, data } = gradients;
  const view = (from: number, to: number): Real => data.subarray(from * cols, to * cols);
  return {
    rows,
    cols,
    block: (from, to) => new Matrix(to - from, cols, copied ? view(from, to).slice() : view(from, to)),
  };
}

function checkedDimension(
  { rows, cols }: GradientBlocks,
  { outputs = 1, center = false, blocks }: AgopOptions,
): number {
  checkInteger('agop', 'outputs', outputs, 1);
  if (rows === 0 || cols === 0) throw new InputError('agop', 'gradients', `is empty, (${rows}, ${cols})`);
  if (cols % outputs !== 0) {
    throw new InputError(
      'agop',
      'gradients',
      `has ${cols} columns`,
      `a multiple of outputs = ${outputs} is needed`,
    );
  }
  checkCenter('agop', center);
  if (blocks !== undefined) checkColumnBlocks('agop', 'blocks', blocks, cols / outputs);
  return cols / outputs;
}

/** Throws unless `center` is one of the ways to centre. */
export function checkCenter(fn: string, center: unknown): void {
  if (center === true || center === false || center === 'pooled') return;
  throw new InputError(fn, 'center', `is ${String(center)}`, "give true, false or 'pooled'");
}

/** Throws unless the blocks are ascending and cover the d columns without gap or overlap. */
export function checkColumnBlocks(
  fn: string,
  argument: string,
  blocks: readonly ColumnBlock[],
  d: number,
): void {
  let end = 0;
  blocks.forEach(([from, to], i) => {
    if (from !== end || !Number.isInteger(to) || to <= from) {
      throw new InputError(
        fn,
        `${argument}[${i}]`,
        `is [${from}, ${to}]`,
        `a block that starts at ${end} is needed`,
      );
    }
    end = to;
  });
  if (end !== d) throw new InputError(fn, argument, `ends at ${end}`, `all ${d} columns must be covered`);
}

/** Means over the rows i with i mod `means` = p, `(means, d)`. */
function columnMeans(g: Matrix, means: number): Matrix {
  const mean = new Matrix(means, g.cols, allocate(means * g.cols, g.precision));
  const share = means / g.rows;
  for (let i = 0; i < g.rows; i++) {
    const into = (i % means) * g.cols;
    for (let k = 0; k < g.cols; k++) mean.data[into + k] += share * g.data[i * g.cols + k];
  }
  return mean;
}

/** g -= shift row by row, in place; `rest` gains the sums of what is left. */
function subtract(g: Matrix, shift: Matrix, rest: Matrix): void {
  for (let i = 0; i < g.rows; i++) {
    const at = (i % shift.rows) * g.cols;
    for (let k = 0; k < g.cols; k++) {
      rest.data[at + k] += g.data[i * g.cols + k] -= shift.data[at + k];
    }
  }
}

/** sum + alpha gᵀg, `(d, d)`, or its diagonal as a row `(1, d)`. */
function addOuterProducts(sum: Matrix | undefined, g: Matrix, alpha: number, diagonal: boolean): Matrix {
  if (!diagonal) {
    return gram(
      g,
      sum === undefined ? { of: 'columns', alpha } : { of: 'columns', alpha, beta: 1, out: sum },
    );
  }
  sum ??= zeros(1, g.cols, g.precision);
  for (let i = 0; i < g.rows; i++) {
    for (let k = 0; k < g.cols; k++) sum.data[k] += alpha * g.data[i * g.cols + k] ** 2;
  }
  return sum;
}

/** Entries outside of the diagonal blocks become 0, in place. */
export function keepBlocks(a: Matrix, blocks: readonly ColumnBlock[]): Matrix {
  for (const [from, to] of blocks) {
    for (let i = from; i < to; i++) a.row(i).fill(0, 0, from).fill(0, to);
  }
  return a;
}
