import { multidimensionalScaling, procrustes } from 'agop/learners/embeddings/multidimensional-scaling';
import { pairCosines, referenceOrigin } from 'agop/learners/embeddings/similarity';
import { analogyAnswers, translationCosines } from 'agop/learners/embeddings/translations';
import { fromRows, zeros } from 'agop/linalg/matrix';
import { expect, test } from 'vitest';

const x = fromRows([
  [1, 0],
  [0, 1],
]);

test.each([
  [
    'a row beyond the vocabulary',
    () => translationCosines(x, [[0, 1, 0, 2]]),
    'quadruples[0] names row 2; there are 2',
  ],
  ['a row that is no number', () => analogyAnswers(x, [[0, NaN, 0, 1]]), 'quadruples[0][1] is NaN'],
  ['embeddings with NaN', () => pairCosines(fromRows([[NaN]]), [[0, 0]]), 'embeddings has NaN'],
  ['an origin of another width', () => pairCosines(x, [[0, 1]], new Float64Array(3)), 'origin has 3 numbers'],
  ['an empty matrix', () => referenceOrigin(zeros(0, 2)), 'referenceOrigin: x is empty'],
  ['one point to map', () => multidimensionalScaling(zeros(1, 3)), 'multidimensionalScaling: x has 1 rows'],
  ['maps of two shapes', () => procrustes(x, zeros(2, 3)), 'procrustes: target has 3 columns'],
])('%s is refused', (_, call, message) => {
  expect(call).toThrow(message);
});
