import { laplace } from 'agop/kernels/laplace';
import { releasedReluNtk } from 'agop/kernels/released-relu-ntk';
import { stridedCntk } from 'agop/kernels/strided-cntk';
import { linearTransfer, translationRisk } from 'agop/learners/transfer/linear-transfer';
import { logLaw } from 'agop/learners/transfer/log-law';
import { nestedRegression } from 'agop/learners/transfer/nested-regression';
import { kernelRegression } from 'agop/learners/transfer/predictor';
import { rowMetrics } from 'agop/learners/transfer/row-metrics';
import { transferWarnings } from 'agop/learners/transfer/transfer-warnings';
import { leaveOneOutResiduals, project, safeTransfer, translate } from 'agop/learners/transfer/transfer';
import { fromRows, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { expect, test } from 'vitest';

const random = new Random(0);
const kernel = laplace({ bandwidth: 2 });
const [x, y] = [random.normalMatrix(5, 3), random.normalMatrix(5, 2)];
const source = kernelRegression(x, y, { kernel });
const curve = { gram: kernel.matrix(x), across: kernel.matrix(x), y, orders: [[0, 1, 2, 3, 4]], sizes: [5] };
const twice = fromRows([
  [1, 2, 3],
  [1, 2, 3],
]);

test.each([
  [
    'labels of another number',
    () => kernelRegression(x, zeros(4, 1), { kernel }),
    'y has 4 rows; 5 are needed',
  ],
  [
    'NaN points',
    () => kernelRegression(fromRows([[NaN]]), zeros(1, 1), { kernel }),
    'kernelRegression: x has NaN',
  ],
  ['a negative ridge', () => kernelRegression(x, y, { kernel, ridge: -1 }), 'ridge is -1'],
  [
    'repeated points without a ridge',
    () => kernelRegression(twice, zeros(2, 1), { kernel }),
    'remove repeated rows',
  ],
  ['points of another width', () => source.predict(zeros(2, 4)), 'kernelRegression.predict: x has 4 columns'],
  [
    'translation to other labels',
    () => translate(source, x, zeros(5, 7), { kernel }),
    "translate: source gives (5, 2); the target's labels are (5, 7); project where",
  ],
  [
    'fixed points and others of another width',
    () => kernel.against!(x).matrix(zeros(2, 4)),
    'laplace.against: z has 4 columns',
  ],
  [
    'storage of another shape',
    () => kernel.against!(x, { storage: zeros(2, 4) }),
    'laplace.against: storage has',
  ],
  [
    'coefficients of other points',
    () => kernel.against!(x).times!(x, zeros(1, 1)),
    'laplace.against: b has 1 rows',
  ],
  ['others that are not finite', () => kernel.against!(x).matrix(fromRows([[1, NaN, 2]])), 'z has NaN'],
  [
    'a curve to more examples than there are',
    () => nestedRegression({ ...curve, sizes: [2, 6] }),
    'orders[0] has 5',
  ],
  ['a curve of no order', () => nestedRegression({ ...curve, orders: [] }), 'orders is empty'],
  ['a curve of no size', () => nestedRegression({ ...curve, sizes: [] }), 'sizes is empty'],
  ['a curve to no examples', () => nestedRegression({ ...curve, sizes: [0, 2] }), 'sizes[0] is 0'],
  [
    'an order of places that are not there',
    () => nestedRegression({ ...curve, orders: [[0, 7, 1]], sizes: [2] }),
    'orders[0][1] is 7; give places from 0 to 4',
  ],
  [
    'a curve through one example twice',
    () => nestedRegression({ ...curve, orders: [[0, 0]], sizes: [2] }),
    'nestedRegression: the kernel matrix with ridge 0 is not positive definite',
  ],
  ['warnings about no target', () => transferWarnings({ target: [] }), 'transferWarnings: target is empty'],
  ['projection of nothing', () => project(source, zeros(0, 3), zeros(0, 2)), 'project: x is empty'],
  [
    'no ridge to choose',
    () => safeTransfer(source, x, y, { kernel, ridges: [] }),
    'safeTransfer: ridges is empty',
  ],
  ['residuals of other labels', () => leaveOneOutResiduals(kernel.matrix(x), zeros(3, 1), 0), 'y has 3 rows'],
  [
    'tasks of two widths',
    () =>
      linearTransfer({
        source: zeros(1, 3),
        target: zeros(1, 4),
        sourceX: zeros(2, 3),
        targetX: zeros(2, 3),
      }),
    'linearTransfer: target has 4 columns',
  ],
  [
    'more samples than the law knows',
    () => translationRisk({ d: 5, sourceSamples: 1, targetSamples: 6, targetSize: 1, distance: 1 }),
    'translationRisk: targetSamples is 6',
  ],
  ['a law of one point', () => logLaw([5, 5], [1, 2]), 'logLaw: n has 2 values'],
  ['a law of no examples', () => logLaw([0, 5], [1, 2]), 'logLaw: n[0] is 0'],
  ['profiles of two shapes', () => rowMetrics(x, y), 'rowMetrics: truth has 2 columns'],
  [
    'images of another size',
    () => stridedCntk({ channels: 3, side: 4 }).matrix(x),
    'x has 3 columns; 3 planes of 4 x 4',
  ],
  ['no convolution', () => stridedCntk({ channels: 1, side: 4, strides: [] }), 'strides is empty'],
  ['a stride of zero', () => stridedCntk({ channels: 1, side: 4, strides: [0] }), 'strides[0] is 0'],
  ['depth zero', () => releasedReluNtk({ depth: 0 }), 'releasedReluNtk: depth is 0'],
])('%s: refused', (_, call, message) => {
  expect(call).toThrow(message);
});
