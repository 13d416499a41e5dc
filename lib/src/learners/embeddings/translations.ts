import { checkFinite, checkInteger, checkMatrix } from '../../check.js';
import { InputError } from '../../errors.js';
import { matmul } from '../../linalg/matmul.js';
import { Matrix, zeros } from '../../linalg/matrix.js';

/** a is to b as c is to d, as rows of a matrix of embeddings. */
export type Quadruple = readonly [a: number, b: number, c: number, d: number];

/**
 * cos(x_a - x_b, x_c - x_d) for each quadruple of rows of the embeddings `(n, d)`: 1 where a relation is the same
 * translation for both pairs; NaN where two words of a pair coincide.
 * Jain, Radhakrishnan, Uhler (2021), `Analogy` of their code.
 * @throws InputError on an empty or non-finite matrix, or a row that it does not have.
 * @example
 * ```ts
 * const corners = fromRows([[0, 0], [1, 0], [0, 1], [1, 1]]);
 * translationCosines(corners, [[1, 0, 3, 2]]); // [1]
 * ```
 */
export function translationCosines(embeddings: Matrix, quadruples: readonly Quadruple[]): Float64Array {
  const fn = 'translationCosines';
  checkRows(fn, embeddings, 'quadruples', quadruples);
  const d = embeddings.cols;
  return Float64Array.from(quadruples, ([a, b, c, e]) => {
    const [xa, xb, xc, xe] = [a, b, c, e].map((i) => embeddings.row(i));
    let [vw, vv, ww] = [0, 0, 0];
    for (let k = 0; k < d; k++) {
      const [v, w] = [xa[k] - xb[k], xc[k] - xe[k]];
      vw += v * w;
      vv += v * v;
      ww += w * w;
    }
    return vw / Math.sqrt(vv) / Math.sqrt(ww);
  });
}

// Questions at a time: their scores against the whole vocabulary are kept within some tens of megabytes.
const BLOCK = 512;

/**
 * argmax_i cos(x_i, x_b - x_a + x_c) over all rows of the embeddings, for each quadruple: the answer to "a is to b as c
 * is to what?". The three words of the question may be the answer unless `excludeQuestion`.
 * @throws InputError as `translationCosines`.
 * @example
 * ```ts
 * const corners = fromRows([[0, 0], [1, 0], [0, 1], [1, 1]]);
 * // Row 0 is to row 1 as row 2 is to row 3.
 * analogyAnswers(corners, [[0, 1, 2, 3]]); // [3]
 * ```
 */
export function analogyAnswers(
  embeddings: Matrix,
  quadruples: readonly Quadruple[],
  { excludeQuestion = false }: { excludeQuestion?: boolean } = {},
): Int32Array {
  checkRows('analogyAnswers', embeddings, 'quadruples', quadruples);
  const unit = unitRows(embeddings);
  const answers = new Int32Array(quadruples.length);
  for (let from = 0; from < quadruples.length; from += BLOCK) {
    const block = quadruples.slice(from, from + BLOCK);
    const targets = zeros(block.length, embeddings.cols, embeddings.precision);
    block.forEach(([a, b, c], q) => {
      const [xa, xb, xc, into] = [embeddings.row(a), embeddings.row(b), embeddings.row(c), targets.row(q)];
      for (let k = 0; k < into.length; k++) into[k] = xb[k] - xa[k] + xc[k];
    });
    const scores = matmul(targets, unit, { transB: true });
    block.forEach((quadruple, q) => {
      const row = scores.row(q);
      if (excludeQuestion) for (const i of quadruple.slice(0, 3)) row[i] = -Infinity;
      let best = 0;
      for (let i = 1; i < row.length; i++) if (row[i] > row[best]) best = i;
      answers[from + q] = best;
    });
  }
  return answers;
}

/** Every row divided by its length; a zero row stays. */
function unitRows(a: Matrix): Matrix {
  const unit = a.clone();
  for (let i = 0; i < a.rows; i++) {
    const row = unit.row(i);
    let square = 0;
    for (let k = 0; k < row.length; k++) square += row[k] * row[k];
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let k = 0; k < row.length; k++) row[k] *= scale;
  }
  return unit;
}

/** Throws unless the embeddings are finite and have every row that the lists name. */
export function checkRows(
  fn: string,
  embeddings: Matrix,
  argument: string,
  lists: readonly (readonly number[])[],
): void {
  checkMatrix(fn, 'embeddings', embeddings);
  checkFinite(fn, 'embeddings', embeddings.data);
  lists.forEach((list, q) =>
    list.forEach((row, place) => {
      checkInteger(fn, `${argument}[${q}][${place}]`, row);
      if (row >= embeddings.rows) {
        throw new InputError(fn, `${argument}[${q}]`, `names row ${row}`, `there are ${embeddings.rows}`);
      }
    }),
  );
}
