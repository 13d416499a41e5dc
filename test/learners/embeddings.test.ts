import { multidimensionalScaling, procrustes } from 'agop/learners/embeddings/multidimensional-scaling';
import { pairCosines, referenceOrigin } from 'agop/learners/embeddings/similarity';
import { analogyAnswers, type Quadruple, translationCosines } from 'agop/learners/embeddings/translations';
import { spearman } from 'agop/experiments/summary';
import { matmul } from 'agop/linalg/matmul';
import { fromRows, zeros } from 'agop/linalg/matrix';
import { qr } from 'agop/linalg/qr';
import { Random } from 'agop/linalg/random';
import { svd } from 'agop/linalg/svd';
import { expect, test } from 'vitest';

const square = fromRows([
  [0, 0.1],
  [1, 0.1],
  [0, 2],
  [1, 2],
]);

test('a relation that is one translation has cosine 1, its reverse -1', () => {
  const cosines = translationCosines(square, [
    [0, 1, 2, 3],
    [0, 1, 3, 2],
    [0, 1, 0, 2],
  ]);
  [1, -1, 0].forEach((value, i) => expect(cosines[i]).toBeCloseTo(value, 15));
});

test('an analogy is answered by the fourth corner, and blocks of questions do not matter', () => {
  const random = new Random(0);
  const x = random.normalMatrix(40, 12);
  for (let i = 0; i < 10; i++) {
    for (let k = 0; k < 12; k++) x.set(30 + i, k, x.get(i, k) + x.get(21, k) - x.get(20, k));
  }
  const questions = Array.from({ length: 600 }, (_, q): Quadruple => [20, 21, q % 10, 30 + (q % 10)]);
  expect([...analogyAnswers(x, questions)]).toEqual(questions.map(([, , , d]) => d));
  const itself: Quadruple[] = [[5, 5, 7, 7]];
  expect(analogyAnswers(x, itself)[0]).toBe(7);
  expect(analogyAnswers(x, itself, { excludeQuestion: true })[0]).not.toBe(7);
});

test('from the reference origin pairs are ranked by their distance across the top direction', () => {
  const random = new Random(1);
  const x = random.normalMatrix(3000, 4);
  for (let i = 0; i < x.rows; i++) x.set(i, 0, 8 + 2 * x.get(i, 0));
  const o = referenceOrigin(x);
  expect(Math.hypot(...o)).toBeCloseTo(svd(x).s[0], 8);
  const unit = Array.from(o, (value) => value / Math.hypot(...o));
  const pairs = Array.from({ length: 300 }, (_, k) => [k, k + 300] as const);
  const across = pairs.map(([i, j]) => {
    const gap = Array.from(x.row(i), (value, k) => value - x.get(j, k));
    const along = gap.reduce((sum, value, k) => sum + value * unit[k], 0);
    return -Math.hypot(...gap.map((value, k) => value - along * unit[k]));
  });
  expect(spearman(Array.from(pairCosines(x, pairs, o)), across)).toBeGreaterThan(0.999);
});

test('points of a plane are mapped without stress, and Procrustes turns the map back', () => {
  const random = new Random(2);
  const flat = random.normalMatrix(12, 2);
  for (let k = 0; k < 2; k++) {
    const mean = Array.from({ length: 12 }, (_, i) => flat.get(i, k)).reduce((a, b) => a + b) / 12;
    for (let i = 0; i < 12; i++) flat.set(i, k, flat.get(i, k) - mean);
  }
  const basis = zeros(2, 7);
  basis.data.set(qr(random.normalMatrix(7, 7)).q.data.subarray(0, 14));
  const { map, stress } = multidimensionalScaling(matmul(flat, basis));
  expect(stress).toBeLessThan(1e-20);
  const back = procrustes(map, flat);
  back.data.forEach((value: number, i: number) => expect(value).toBeCloseTo(flat.data[i], 10));
});

test('majorisation lowers the stress of what does not fit the plane', () => {
  const x = new Random(3).normalMatrix(20, 6);
  const stress = [0, 10, 300].map((rounds) => multidimensionalScaling(x, { rounds }).stress);
  expect(stress[1]).toBeLessThan(stress[0]);
  expect(stress[2]).toBeLessThan(stress[1]);
});

test('rank correlation shares the ranks of equal values', () => {
  // By hand: ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4.
  expect(spearman([1, 5, 5, 9], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 14);
  expect(spearman([3, 1, 2], [30, 10, 20])).toBeCloseTo(1, 14);
});
