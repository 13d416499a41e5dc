import { cholesky, choleskyAsync, choleskySolve, logdet } from 'agop/linalg/cholesky';
import { conjugateGradient } from 'agop/linalg/conjugate-gradient';
import { eigh } from 'agop/linalg/eigh';
import { setThreads, useEngine } from 'agop/linalg/engine';
import { gemv } from 'agop/linalg/gemv';
import { gram } from 'agop/linalg/gram';
import { lstsq } from 'agop/linalg/lstsq';
import { luSolve } from 'agop/linalg/lu-solve';
import { matmul, matmulAsync } from 'agop/linalg/matmul';
import { fromRows, identity, Matrix, zeros } from 'agop/linalg/matrix';
import { psdPower } from 'agop/linalg/psd-power';
import { qr } from 'agop/linalg/qr';
import { Random } from 'agop/linalg/random';
import { svd } from 'agop/linalg/svd';
import { expect, test } from 'vitest';

const a = new Random(1).normalMatrix(3, 4);
const a32 = new Random(1).normalMatrix(3, 4, 'float32');
const eye = identity(3);
const b = zeros(3, 2);
const empty = zeros(0, 3);
const withNaN = fromRows([
  [1, NaN],
  [NaN, 1],
]);
const withInf = fromRows([
  [Infinity, 0],
  [0, 1],
]);
const skew = fromRows([
  [1, 2],
  [3, 1],
]);
const indefinite = fromRows([
  [1, 2],
  [2, 1],
]);
const singular = fromRows([
  [1, 2],
  [2, 4],
]);
const random = new Random(1);
const shared = new Matrix(3, 4, a.data.subarray(0, 12));

const cases: [string, () => unknown, string, string][] = [
  [
    'a matrix of less than no rows',
    () => new Matrix(-1, 2),
    'InputError',
    'Matrix: rows is -1; give an integer of at least 0',
  ],
  [
    'a matrix of null',
    () => new Matrix(1, 1, null as never),
    'InputError',
    'Matrix: data is object; give a Float64Array or Float32Array',
  ],
  [
    'matmul of shapes that do not fit',
    () => matmul(a, a),
    'InputError',
    'matmul: b has 3 rows; a has 4 columns',
  ],
  [
    'matmul transposed',
    () => matmul(a, a, { transA: true, transB: true }),
    'InputError',
    'matmul: bᵀ has 4 rows; aᵀ has 3 columns',
  ],
  [
    'matmul of two precisions',
    () => matmul(a, a32, { transB: true }),
    'InputError',
    'matmul: b is float32; a is float64',
  ],
  ['matmul of an empty matrix', () => matmul(empty, eye), 'InputError', 'matmul: a is empty, (0, 3)'],
  [
    'matmul of no matrix',
    () => matmul([1] as never, eye),
    'InputError',
    'matmul: a is object; give a Matrix',
  ],
  ['matmul of null', () => matmul(a, null as never), 'InputError', 'matmul: b is null; give a Matrix'],
  [
    'matmul with out of another shape',
    () => matmul(eye, a, { out: zeros(3, 3) }),
    'InputError',
    'matmul: out has 3 columns; 4 are needed',
  ],
  [
    'matmul with out of another precision',
    () => matmul(eye, a, { out: a32 }),
    'InputError',
    'matmul: out is float32',
  ],
  ['matmul onto its argument', () => matmul(eye, a, { out: a }), 'InputError', 'matmul: out overlaps b'],
  [
    'matmul onto a view of its argument',
    () => matmul(eye, a, { out: shared }),
    'InputError',
    'matmul: out overlaps b',
  ],
  [
    'matmul with beta and no out',
    () => matmul(eye, a, { beta: 1 }),
    'InputError',
    'matmul: beta is 1 without out',
  ],
  [
    'gram of an unknown side',
    () => gram(a, { of: 'cols' as never }),
    'InputError',
    "gram: of is cols; give 'rows' or 'columns'",
  ],
  ['gram onto its argument', () => gram(eye, { out: eye }), 'InputError', 'gram: out overlaps a'],
  [
    'gram with out of another shape',
    () => gram(a, { out: zeros(4, 4) }),
    'InputError',
    'gram: out has 4 rows; 3 are needed',
  ],
  [
    'gemv with a vector too short',
    () => gemv(a, new Float64Array(3)),
    'InputError',
    'gemv: x has 3 numbers; 4 are needed',
  ],
  [
    'gemv with a plain array',
    () => gemv(a, [1, 2, 3, 4] as never),
    'InputError',
    'gemv: x is Array; a Float64Array is needed',
  ],
  [
    'gemv of two precisions',
    () => gemv(a, new Float32Array(4)),
    'InputError',
    'gemv: x is Float32Array; a Float64Array is needed',
  ],
  [
    'gemv onto its argument',
    () => gemv(eye, eye.row(0), { out: eye.row(0) }),
    'InputError',
    'gemv: out overlaps a',
  ],
  [
    'gemv with beta and no out',
    () => gemv(a, new Float64Array(4), { beta: 2 }),
    'InputError',
    'gemv: beta is 2 without out',
  ],
  [
    'cholesky of an oblong matrix',
    () => cholesky(a),
    'InputError',
    'cholesky: a has shape (3, 4); a square matrix is needed',
  ],
  ['cholesky of NaN', () => cholesky(withNaN), 'InputError', 'cholesky: a has NaN at position 1'],
  ['cholesky of Inf', () => cholesky(withInf), 'InputError', 'cholesky: a has Infinity at position 0'],
  [
    'cholesky of a matrix that is not symmetric',
    () => cholesky(skew),
    'InputError',
    'cholesky: a is not symmetric: (1, 0) is 3, (0, 1) is 2',
  ],
  [
    'cholesky of an indefinite matrix',
    () => cholesky(indefinite),
    'NumericalError',
    'cholesky: a is not positive definite, pivot 1 of 2',
  ],
  [
    'cholesky of zero',
    () => cholesky(zeros(2, 2)),
    'NumericalError',
    'pivot 0 of 2 is not positive; add a ridge',
  ],
  [
    'cholesky with out of another shape',
    () => cholesky(eye, { out: zeros(2, 2) }),
    'InputError',
    'cholesky: out has 2 rows; 3 are needed',
  ],
  [
    'cholesky with out of another precision',
    () => cholesky(eye, { out: zeros(3, 3, 'float32') }),
    'InputError',
    'cholesky: out is float32; a is float64',
  ],
  [
    'choleskySolve with too few rows',
    () => choleskySolve(eye, zeros(2, 2)),
    'InputError',
    'choleskySolve: b has 2 rows; 3 are needed',
  ],
  [
    'choleskySolve of NaN',
    () => choleskySolve(identity(2), withNaN),
    'InputError',
    'choleskySolve: b has NaN at position 1',
  ],
  [
    'choleskySolve with what is no factor',
    () => choleskySolve(zeros(3, 3), b),
    'InputError',
    'choleskySolve: l has 0 at diagonal position 0',
  ],
  [
    'choleskySolve of two precisions',
    () => choleskySolve(eye, a32),
    'InputError',
    'choleskySolve: b is float32',
  ],
  [
    'logdet of what is no factor',
    () => logdet(zeros(2, 2)),
    'InputError',
    'logdet: l has 0 at diagonal position 0',
  ],
  ['luSolve of an oblong matrix', () => luSolve(a, b), 'InputError', 'luSolve: a has shape (3, 4)'],
  [
    'luSolve of a singular matrix',
    () => luSolve(singular, zeros(2, 1)),
    'NumericalError',
    'luSolve: a is singular, pivot 1 of 2 is zero; use lstsq',
  ],
  [
    'luSolve of Inf',
    () => luSolve(withInf, zeros(2, 1)),
    'InputError',
    'luSolve: a has Infinity at position 0',
  ],
  ['eigh of a matrix that is not symmetric', () => eigh(skew), 'InputError', 'eigh: a is not symmetric'],
  ['eigh of NaN', () => eigh(withNaN), 'InputError', 'eigh: a has NaN at position 1'],
  ['svd of NaN', () => svd(withNaN), 'InputError', 'svd: a has NaN at position 1'],
  ['svd of an empty matrix', () => svd(empty), 'InputError', 'svd: a is empty, (0, 3)'],
  ['qr of Inf', () => qr(withInf), 'InputError', 'qr: a has Infinity at position 0'],
  ['lstsq with too few rows', () => lstsq(a, zeros(2, 1)), 'InputError', 'lstsq: b has 2 rows; 3 are needed'],
  [
    'lstsq with a negative rcond',
    () => lstsq(a, b, { rcond: -1 }),
    'InputError',
    'lstsq: rcond is -1; give a number of at least 0',
  ],
  [
    'psdPower with a NaN exponent',
    () => psdPower(eye, NaN),
    'InputError',
    'psdPower: exponent is NaN; give a finite number',
  ],
  [
    'psdPower with a negative clip',
    () => psdPower(eye, 1, { clip: -1e-3 }),
    'InputError',
    'psdPower: clip is -0.001',
  ],
  [
    'psdPower of an indefinite matrix',
    () => psdPower(indefinite, 0.5),
    'NumericalError',
    'psdPower: a is not positive semi-definite, its eigenvalues reach from -1',
  ],
  [
    'psdPower of a matrix that is not symmetric',
    () => psdPower(skew, 1),
    'InputError',
    'psdPower: a is not symmetric',
  ],
  [
    'Random of a negative seed',
    () => new Random(-1),
    'InputError',
    'Random: seed is -1; give an integer of at least 0',
  ],
  ['Random of a fraction', () => new Random(0.5), 'InputError', 'Random: seed is 0.5'],
  [
    'integer below nothing',
    () => random.integer(0),
    'InputError',
    'Random.integer: n is 0; give an integer of at least 1',
  ],
  [
    'choice of more than there are',
    () => random.choice(3, 4),
    'InputError',
    'Random.choice: count is 4; at most n = 3',
  ],
  [
    'gamma of shape 0',
    () => random.gamma(0),
    'InputError',
    'Random.gamma: shape is 0; give a positive number',
  ],
  ['dirichlet of nothing', () => random.dirichlet([]), 'InputError', 'Random.dirichlet: alpha is empty'],
  [
    'dirichlet of a negative alpha',
    () => random.dirichlet([1, -2]),
    'InputError',
    'Random.dirichlet: alpha[1] is -2',
  ],
  [
    'setThreads of 0',
    () => setThreads(0),
    'InputError',
    'setThreads: threads is 0; give an integer of at least 1',
  ],
  [
    'useEngine of an unknown engine',
    () => useEngine('gpu' as never),
    'InputError',
    'useEngine: engine is gpu',
  ],
  [
    'matmulAsync of shapes that do not fit',
    () => matmulAsync(a, a),
    'InputError',
    'matmulAsync: b has 3 rows',
  ],
  [
    'choleskyAsync of an indefinite matrix',
    () => choleskyAsync(indefinite),
    'NumericalError',
    'choleskyAsync: a is not positive definite',
  ],
  [
    'conjugateGradient of an oblong matrix',
    () => conjugateGradient(a, new Float64Array(3)),
    'InputError',
    'conjugateGradient: a has shape (3, 4)',
  ],
  [
    'conjugateGradient with b too long',
    () => conjugateGradient(eye, new Float64Array(4)),
    'InputError',
    'conjugateGradient: b has 4 numbers; 3 are needed',
  ],
  [
    'conjugateGradient of NaN',
    () => conjugateGradient(eye, Float64Array.of(1, NaN, 0)),
    'InputError',
    'conjugateGradient: b has NaN at position 1',
  ],
  [
    'conjugateGradient with tolerance 0',
    () => conjugateGradient(eye, new Float64Array(3).fill(1), { tolerance: 0 }),
    'InputError',
    'conjugateGradient: tolerance is 0; give a positive number',
  ],
  [
    'conjugateGradient of an indefinite matrix',
    () => conjugateGradient(indefinite, Float64Array.of(1, -1)),
    'NumericalError',
    'conjugateGradient: a is not positive definite',
  ],
  [
    'conjugateGradient with too few iterations',
    () =>
      conjugateGradient(
        fromRows([
          [2, 1],
          [1, 3],
        ]),
        Float64Array.of(1, 0),
        { maxIterations: 1 },
      ),
    'NumericalError',
    'conjugateGradient: maxIterations 1 are not enough',
  ],
];

test.each(cases)('%s is an error that says so', async (_, call, name, message) => {
  const error: unknown = await (async () => call())().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Error);
  expect((error as Error).name).toBe(name);
  expect((error as Error).message).toContain(message);
});
