import { afterAll, expect, test } from 'vitest';
import { InputError, NumericalError } from 'agop/errors';
import {
  mapGaussian,
  mapGaussianFactor,
  mapGeneralisedLaplace,
  mapLaplace,
  mapLaplaceFactor,
} from 'agop/elementwise/gram-maps';
import { heap } from 'agop/elementwise/heap';
import { mapReluStep } from 'agop/elementwise/map-relu-step';
import { mapExp } from 'agop/elementwise/plain-maps';
import { setWorkerThreads } from 'agop/elementwise/pool';
import { rowSolve, type RowSolve } from 'agop/elementwise/row-solve';
import { identity, zeros } from 'agop/linalg/matrix';

const g = zeros(2, 3);
const norms = { xNorms: [0, 0], zNorms: [0, 0, 0] };
const variances = { xVariances: [1, 1], zVariances: [1, 1, 1] };

const row: RowSolve = {
  p: heap.float64(9),
  d2: 3,
  rowPtr: heap.int32(3),
  colIdx: heap.int32(3),
  y: heap.float64(3),
  z: heap.float64(6),
  ridge: 0.1,
};
row.p.set(identity(3).data);
row.rowPtr.set([0, 2, 3]);
row.colIdx.set([0, 2, 1]);
row.y.fill(1);
const single = heap.float32(6);
const wrongRows = heap.int32(3);
wrongRows.set([0, 4, 3]);
const lateRows = heap.int32(3);
lateRows.set([1, 2, 3]);
const wrongColumns = heap.int32(3);
wrongColumns.set([0, 3, 1]);
const negativeColumns = heap.int32(3);
negativeColumns.set([0, -1, 1]);
const unsortedColumns = heap.int32(3);
unsortedColumns.set([2, 0, 1]);
const notANumber = heap.float64(9).fill(NaN);
const indefinite = heap.float64(9);
indefinite.set([1, 0, 5, 0, 1, 0, 5, 0, -9]);
const indefinitePositive = heap.float64(9);
indefinitePositive.set([1, 0, 5, 0, 1, 0, 5, 0, 9]);
const infinite = heap.float64(9).fill(Infinity);
const freed = heap.float64(4);
heap.free(freed);

afterAll(() => {
  const arrays = [row.p, row.rowPtr, row.colIdx, row.y, row.z, single];
  [
    ...arrays,
    wrongRows,
    lateRows,
    wrongColumns,
    negativeColumns,
    notANumber,
    indefinite,
    indefinitePositive,
    infinite,
  ].forEach(heap.free);
});

const cases: [string, () => void, string][] = [
  [
    'a bandwidth of 0',
    () => mapLaplace(g, { ...norms, bandwidth: 0 }),
    'mapLaplace: bandwidth is 0; give a positive number',
  ],
  [
    'a negative bandwidth',
    () => mapLaplaceFactor(g, { ...norms, bandwidth: -1 }),
    'mapLaplaceFactor: bandwidth is -1;',
  ],
  [
    'an infinite bandwidth',
    () => mapGaussian(g, { ...norms, bandwidth: Infinity }),
    'mapGaussian: bandwidth is Infinity;',
  ],
  [
    'a NaN bandwidth',
    () => mapGaussianFactor(g, { ...norms, bandwidth: NaN }),
    'mapGaussianFactor: bandwidth is NaN;',
  ],
  [
    'a negative exponent',
    () => mapGeneralisedLaplace(g, { ...norms, bandwidth: 1, exponent: -2 }),
    'mapGeneralisedLaplace: exponent is -2;',
  ],
  [
    'norms of the wrong side',
    () => mapLaplace(g, { xNorms: norms.zNorms, zNorms: norms.xNorms, bandwidth: 1 }),
    'mapLaplace: xNorms has 3 numbers; gram needs 2',
  ],
  [
    'an empty Gram matrix',
    () => mapLaplace(zeros(0, 3), { xNorms: [], zNorms: norms.zNorms, bandwidth: 1 }),
    'mapLaplace: gram is empty, (0, 3)',
  ],
  [
    'two matrices of different shape',
    () => mapReluStep(g, zeros(3, 2), variances),
    'mapReluStep: theta has 3 rows; 2 are needed',
  ],
  [
    'two matrices of different precision',
    () => mapReluStep(g, zeros(2, 3, 'float32'), variances),
    'mapReluStep: theta is float32; sigma is float64; use one precision',
  ],
  [
    'a negative variance',
    () => mapReluStep(g, zeros(2, 3), { ...variances, xVariances: [1, -2] }),
    'mapReluStep: xVariances has -2 at position 1;',
  ],
  [
    'a plain array',
    () => mapExp([1, 2] as unknown as Float64Array),
    'mapExp: data is object; give a Float64Array or Float32Array',
  ],
  ['no threads', () => setWorkerThreads(0), 'setWorkerThreads: count is 0; give an integer of at least 1'],
  ['a length that is no integer', () => heap.float64(1.5), 'heap.float64: length is 1.5;'],
  ['an array freed twice', () => heap.free(freed), 'heap.free: array is not allocated here;'],
  [
    'an array of another memory',
    () => heap.free(new Float64Array(3)),
    'heap.free: array is not allocated here;',
  ],
  ['a part of an array', () => heap.free(row.p.subarray(1)), 'heap.free: array is not allocated here;'],
  [
    'a negative ridge',
    () => rowSolve({ ...row, ridge: -1 }),
    'rowSolve: ridge is -1; give a number of at least 0',
  ],
  ['a negative floor', () => rowSolve({ ...row, floor: -1 }), 'rowSolve: floor is -1;'],
  [
    'a p outside of the heap',
    () => rowSolve({ ...row, p: new Float64Array(9) }),
    'rowSolve: p is not in the heap;',
  ],
  [
    'two precisions',
    () => rowSolve({ ...row, z: single }),
    'rowSolve: z is a Float32Array; p is a Float64Array; use one precision',
  ],
  ['a z of the wrong size', () => rowSolve({ ...row, z: row.y }), 'rowSolve: z has 3 numbers; 6 are needed'],
  [
    'rows that overlap',
    () => rowSolve({ ...row, rowPtr: wrongRows }),
    'rowSolve: rowPtr decreases after row 1; sort the entries by row',
  ],
  [
    'rows that start late',
    () => rowSolve({ ...row, rowPtr: lateRows }),
    'rowSolve: rowPtr starts at 1; start at 0',
  ],
  [
    'a column beyond the last',
    () => rowSolve({ ...row, colIdx: wrongColumns }),
    'rowSolve: colIdx has 3 at position 1; columns are 0 to 2',
  ],
  [
    'a negative column',
    () => rowSolve({ ...row, colIdx: negativeColumns }),
    'rowSolve: colIdx has -1 at position 1;',
  ],
  [
    'columns that do not ascend',
    () => rowSolve({ ...row, colIdx: unsortedColumns }),
    'rowSolve: colIdx has 0 after 2 in row 0; sort the entries of a row by column, each given once',
  ],
];

for (const [name, call, message] of cases) {
  test(`${name} is an InputError: ${message.slice(0, 60)}`, () => {
    let caught: unknown;
    try {
      call();
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(InputError);
    expect((caught as Error).message).toContain(message);
  });
}

for (const [name, p] of [
  ['NaN', notANumber],
  ['Infinity', infinite],
  ['an indefinite P', indefinite],
  ['an indefinite P of positive diagonal', indefinitePositive],
] as const) {
  test(`${name} is a NumericalError that names the row`, () => {
    expect(() => rowSolve({ ...row, p, ridge: 0 })).toThrow(NumericalError);
    expect(() => rowSolve({ ...row, p, ridge: 0 })).toThrow(
      'rowSolve: p restricted to the observed columns of row 0',
    );
  });
}

test('more memory than 4 GiB is a RangeError that says how much was asked for, and the heap goes on', () => {
  expect(() => heap.float64(1e9)).toThrow(RangeError);
  expect(() => heap.float64(1e9)).toThrow(/heap: 8000000000 bytes do not fit .*; free what is not needed/);
  heap.free(heap.float64(10));
});
