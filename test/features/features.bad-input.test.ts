import { describe, expect, it } from 'vitest';
import { adam } from 'agop/nets/optimisers/adam';
import { basisPursuit } from 'agop/features/basis-pursuit';
import { completeRows } from 'agop/features/complete-rows';
import { trainDeepDiagonal } from 'agop/features/deep-diagonal';
import { product, trainDeepLinear } from 'agop/features/deep-linear';
import { linRfm, linRfmSensing, metric } from 'agop/features/lin-rfm';
import { schatten, spectralPenalty } from 'agop/features/lin-rfm-objective';
import { linRfmSparse } from 'agop/features/lin-rfm-sparse';
import { minNuclearNorm } from 'agop/features/nuclear-norm';
import { observed, observedWhere } from 'agop/features/observed';
import { geometric } from 'agop/features/schedules';
import { softImpute } from 'agop/features/soft-impute';
import { complete, svdFreeLinRfm } from 'agop/features/svd-free-lin-rfm';
import { identity, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';

const omega = observed(2, 3, [0, 4], [1, 2]);
const x = new Random(1).normalMatrix(2, 4);
const y = new Float64Array([1, 2]);
const random = new Random(2);

const wrong: [string, () => unknown, RegExp][] = [
  ['no rows', () => observed(0, 3, [0], [1]), /observed: rows is 0/],
  ['a fractional column count', () => observed(2, 2.5, [0], [1]), /observed: cols is 2\.5/],
  ['no observed entry', () => observed(2, 3, [], []), /observed: positions is empty/],
  ['a value too many', () => observed(2, 3, [0], [1, 2]), /observed: values has 2 numbers; 1 are needed/],
  ['a position outside', () => observed(2, 3, [6], [1]), /observed: positions\[0\] is 6; give 0 to 5/],
  ['a negative position', () => observed(2, 3, [-1], [1]), /observed: positions\[0\] is -1/],
  [
    'a position twice',
    () => observed(2, 3, [1, 1], [1, 2]),
    /observed: positions\[1\] is 1 for the second time/,
  ],
  ['a NaN value', () => observed(2, 3, [1], [NaN]), /observed: values has NaN at position 0/],
  [
    'a mask of another shape',
    () => observedWhere(zeros(2, 3), zeros(3, 2)),
    /observedWhere: mask has 3 rows/,
  ],
  [
    'a metric of another size',
    () => completeRows(identity(2), omega, 1),
    /completeRows: p has 2 rows; 3 are needed/,
  ],
  ['a negative ridge', () => completeRows(identity(3), omega, -1), /completeRows: ridge is -1/],
  ['a NaN ridge', () => completeRows(identity(3), omega, NaN), /completeRows: ridge is NaN/],
  ['a negative alpha', () => linRfm(omega, { alpha: -0.5 }).next(), /linRfm: alpha is -0\.5/],
  ['a NaN alpha', () => metric(identity(2), NaN), /metric: alpha is NaN/],
  [
    'an unknown side',
    () => svdFreeLinRfm(omega, { sides: 'left' as never }).next(),
    /svdFreeLinRfm: sides is left/,
  ],
  [
    'a d1 that does not divide',
    () => linRfmSensing(x, y, { d1: 3 }).next(),
    /linRfmSensing: measurements has 4 columns/,
  ],
  [
    'a sample count that differs',
    () => linRfmSparse(x, new Float64Array(3)).next(),
    /linRfmSparse: y has 3 numbers/,
  ],
  [
    'an infinite design',
    () => linRfmSparse(zeros(1, 1).clone(), new Float64Array([Infinity])).next(),
    /y has Infinity/,
  ],
  ['a negative eigenvalue', () => spectralPenalty(-1, 0.5, 1), /spectralPenalty: lambda is -1/],
  ['a zero ridge in the penalty', () => spectralPenalty(1, 0.5, 0), /spectralPenalty: ridge is 0/],
  ['a Schatten power of zero', () => schatten(x, 0), /schatten: p is 0/],
  ['a factor of zero', () => geometric(1, 0), /geometric: factor is 0/],
  ['an Adam without a rate', () => adam([y], { learningRate: 0 }), /adam: learningRate is 0/],
  ['no factors', () => product([]), /product: factors is empty/],
  [
    'another length of y',
    () => basisPursuit(x, new Float64Array(5)),
    /basisPursuit: y has 5 numbers; 2 are needed/,
  ],
  ['a tolerance of zero', () => basisPursuit(x, y, { tolerance: 0 }), /basisPursuit: tolerance is 0/],
  ['a negative lambda', () => softImpute(omega, zeros(2, 3), -1), /softImpute: lambda is -1/],
];

const wrongLater: [string, () => Promise<unknown>, RegExp][] = [
  [
    'a depth of 0',
    () => trainDeepLinear(omega, { depth: 0, steps: 1, random }),
    /trainDeepLinear: depth is 0/,
  ],
  [
    'a negative scale',
    () => trainDeepLinear(omega, { depth: 2, steps: 1, scale: -1, random }),
    /trainDeepLinear: scale is -1/,
  ],
  [
    'a start of zero, where the gradient vanishes',
    () => trainDeepDiagonal(x, y, { depth: 2, start: 0, learningRate: 1, steps: 1 }),
    /trainDeepDiagonal: start is 0/,
  ],
  ['a tolerance of NaN', () => minNuclearNorm(omega, { tolerance: NaN }), /minNuclearNorm: tolerance is NaN/],
  ['a negative tolerance', () => complete(omega, { tolerance: -1 }), /complete: tolerance is -1/],
  ['an end before the start', () => complete(omega, { maxIterations: 0 }), /complete: maxIterations is 0/],
  ['no iterations', () => minNuclearNorm(omega, { maxIterations: 0 }), /minNuclearNorm: maxIterations is 0/],
];

describe('wrong arguments of the features are named', () => {
  it.each(wrong)('%s', (_, call, message) => {
    expect(call).toThrow(message);
  });

  it.each(wrongLater)('%s', async (_, call, message) => {
    await expect(call()).rejects.toThrow(message);
  });
});
