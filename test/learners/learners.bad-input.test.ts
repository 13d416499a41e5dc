import { describe, expect, it } from 'vitest';
import type { Kernel } from 'agop/kernels/kernel';
import { laplace } from 'agop/kernels/laplace';
import { eigenPro, type EigenProOptions } from 'agop/learners/eigenpro';
import { eigenProPreconditioner } from 'agop/learners/eigenpro-preconditioner';
import { fitKernelLogistic, kernelLogistic } from 'agop/learners/kernel-logistic';
import { RFMTree, type RFMTreeOptions } from 'agop/learners/rfm-tree';
import { hardRouting, softRouting } from 'agop/learners/soft-routing';
import { splitTree } from 'agop/learners/split-tree';
import { tabularMetrics } from 'agop/learners/tabular-metrics';
import { fromRows, identity, type Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';

const kernel = laplace({ bandwidth: 3 });
const x = new Random(0).normalMatrix(20, 3);
const y = fromRows(x.toRows().map(([a]) => [Number(a > 0)]));
// Twice a kernel: as good, but not what the step size is made for.
const doubled: Kernel = {
  ...kernel,
  matrix: (a, b, options) => {
    const k = kernel.matrix(a, b, options);
    k.data.forEach((value, i) => (k.data[i] = 2 * value));
    return k;
  },
};
const withNaN = x.clone();
withNaN.set(4, 1, NaN);

const epochOf = (options: object, a: Matrix = x, b: Matrix = y): Promise<unknown> =>
  eigenPro(a, b, { kernel, epochs: 1, ...options } as EigenProOptions).next();
const stepOf = (options: object, a: Matrix = x, b: Matrix = y): Promise<unknown> =>
  kernelLogistic(a, b, { kernel, ...options }).next();
const tree = (options: object): RFMTree => new RFMTree(options as RFMTreeOptions);

const wrong: [string, () => unknown, RegExp][] = [
  ['NaN', () => epochOf({}, withNaN), /eigenPro: x has NaN at position 13/],
  ['targets of other points', () => epochOf({}, x, zeros(3, 1)), /eigenPro: y has 3 rows; 20 are needed/],
  ['mixed precisions', () => epochOf({}, x, zeros(20, 1, 'float32')), /eigenPro: y is float32/],
  ['a negative number of numbers', () => epochOf({ held: -1 }), /eigenPro: held is -1/],
  [
    'room of another precision',
    () => epochOf({ held: new Float32Array(400) }),
    /eigenPro: held is Float32Array; x is float64; give a number or an array of that precision/,
  ],
  [
    'batches of its own where neighbours are batches',
    () => epochOf({ held: 400, batches: () => [] }),
    /eigenPro: batches are given with held; with it batches are neighbours/,
  ],
  ['no kernel', () => epochOf({ kernel: 'laplace' }), /eigenPro: kernel is no kernel/],
  ['no epochs', () => epochOf({ epochs: 0 }), /eigenPro: epochs is 0/],
  ['a misspelt option', () => epochOf({ epoch: 3 }), /eigenPro: epoch is no option; there are .*epochs/],
  ['a batch of no rows', () => epochOf({ batchSize: 0 }), /eigenPro: batchSize is 0/],
  ['a negative seed', () => epochOf({ seed: -1 }), /seed is -1/],
  ['an empty subsample', () => epochOf({ subsample: 0 }), /eigenPro: subsample is 0/],
  ['a row drawn twice', () => epochOf({ subsample: Int32Array.of(1, 1) }), /eigenPro: subsample has row 1/],
  [
    'a batch from outside',
    () => epochOf({ batches: () => [Int32Array.of(3, 20)] }),
    /eigenPro: batches\(1\) has row 20; give different rows of 0 to 19/,
  ],
  [
    'more pairs than rows',
    () => epochOf({ pairs: 21 }),
    /eigenProPreconditioner: pairs is 21; .* has 20 eig/,
  ],
  [
    'duplicate rows, whose eigenvalues are 0',
    () => epochOf({ pairs: 5 }, zeros(20, 3)),
    /eigenProPreconditioner: pairs is 5; the subsample has 1 eigenvalues above rounding/,
  ],
  [
    'a kernel with k(x, x) other than 1',
    () => epochOf({ kernel: doubled }),
    /gram has .* at diagonal position 0/,
  ],
  ['a power of 0', () => eigenProPreconditioner(identity(3), { exponent: 0 }), /exponent is 0/],

  ['a ridge of 0', () => stepOf({ ridge: 0 }), /kernelLogistic: ridge is 0; give a positive number/],
  [
    'labels of 1 and 2',
    () => stepOf({}, x, fromRows(Array(20).fill([2]))),
    /y has 2 at position 0; give zeros/,
  ],
  ['two columns of labels', () => stepOf({}, x, zeros(20, 2)), /kernelLogistic: y has 2 columns/],
  ['NaN points', () => stepOf({}, withNaN), /kernelLogistic: x has NaN at position 13/],
  [
    'wrong validation labels',
    () => fitKernelLogistic(x, y, { kernel, validation: { x, y: zeros(3, 1) } }),
    /fitKernelLogistic: validation.y has 3 rows/,
  ],

  ['a leaf of no rows', () => splitTree(x, 0, () => new Float64Array(3)), /splitTree: maxLeafSize is 0/],
  [
    'a short direction',
    () => splitTree(x, 9, () => new Float64Array(2)),
    /splitTree: direction has 2 numbers/,
  ],
  [
    'a direction of NaN',
    () => splitTree(x, 9, () => new Float64Array([0, NaN, 0])),
    /splitTree: direction has NaN at position 1/,
  ],
  ['a negative temperature', () => softRouting({ root: 0 }, x, -1), /softRouting: temperature is -1/],
  ['routing of NaN', () => hardRouting({ root: 0 }, withNaN), /hardRouting: z has NaN at position 13/],

  ['an unknown split', () => tree({ split: 'best' }), /RFMTree: split is best; give agop, pca, random/],
  ['a wrong leaf option', () => tree({ leaf: { round: 2 } }), /round is no option/],
  ['a temperature in words', () => tree({ temperature: 'hot' }), /RFMTree: temperature is hot/],
  ['no trees', () => tree({ trees: 0 }), /RFMTree: trees is 0/],
  ['reading before fit', () => tree({}).predict(x), /RFMTree: fitted is read before fit/],
  ['NaN in the tree', () => tree({}).fit(withNaN, y), /RFMTree.fit: x has NaN at position 13/],
  [
    'a split vector of another length',
    () => tree({ split: new Float64Array(2) }).fit(x, y),
    /split has 2 numbers/,
  ],
  [
    'validation of other columns',
    () => tree({}).fit(x, y, { validation: { x: zeros(2, 4), y: zeros(2, 1) } }),
    /RFMTree.fit: validation.x has 4 columns/,
  ],

  ['an empty table', () => tabularMetrics(zeros(0, 3)), /tabularMetrics: accuracies is empty/],
  ['NaN accuracy', () => tabularMetrics(fromRows([[1, NaN]])), /accuracies.data\[1\] is NaN/],
  ['a set that nobody gets', () => tabularMetrics(fromRows([[1, 0]])), /has nothing but 0 in column 1/],
];

describe('learners say what is wrong with', () => {
  it.each(wrong)('%s', async (_, call, message) => {
    await expect((async () => call())()).rejects.toThrow(message);
    await expect((async () => call())()).rejects.toHaveProperty('name', 'InputError');
  });
});

describe('learners cope with', () => {
  it('one row, one column and constant columns', async () => {
    const [one, target] = [fromRows([[2]]), fromRows([[3]])];
    const { value } = await eigenPro(one, target, { kernel, epochs: 1, pairs: 1 }).next();
    expect(value!.predict(one).data[0]).toBe(3);
    const constant = zeros(20, 2);
    const model = await tree({ maxLeafSize: 5, leaf: { rounds: 1 } }).fit(constant, y, {
      validation: { x: constant, y },
    });
    expect(model.predict(constant).data.every(Number.isFinite)).toBe(true);
  });

  it('steps that diverge, by an error instead of NaN', async () => {
    // 12 rows say little of 400: with nearly all their directions damped the steps are too long.
    const points = new Random(1).normalMatrix(400, 1);
    const subsample = Int32Array.from({ length: 12 }, (_, i) => i);
    const options = { kernel, subsample, pairs: 11, batchSize: 400, epochs: 3000 };
    const run = async (): Promise<void> => {
      for await (const { alpha } of eigenPro(points, zeroOne(points), options)) {
        expect(alpha.data.every(Number.isFinite)).toBe(true);
      }
    };
    await expect(run()).rejects.toThrow(/eigenPro: the steps of .* diverge/);
  });
});

function zeroOne(points: Matrix): Matrix {
  return fromRows(points.toRows().map(([a]) => [Number(a > 0)]));
}
