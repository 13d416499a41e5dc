import { expect, test } from 'vitest';
import { cholesky, choleskySolve } from 'agop/linalg/cholesky';
import { gram } from 'agop/linalg/gram';
import { fromRows, identity } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { solveSpd, solveSpdAsync } from 'agop/linalg/solve-spd';

const a = gram(new Random(0).normalMatrix(60, 80));
const b = new Random(1).normalMatrix(60, 3);

test('solves as the checked routines do, in both forms, over the storage of A', async () => {
  const want = choleskySolve(cholesky(a), b);
  const storage = a.clone();
  expect(solveSpd(storage, b)!.data).toEqual(want.data);
  expect(storage.data).not.toEqual(a.data);
  expect((await solveSpdAsync(a.clone(), b))!.data).toEqual(want.data);
});

test('reads the lower triangle alone', () => {
  const lower = a.clone();
  for (let i = 0; i < 60; i++) lower.row(i).fill(7, i + 1);
  expect(solveSpd(lower, b)!.data).toEqual(solveSpd(a.clone(), b)!.data);
});

test('a matrix without factor gives undefined', () => {
  expect(
    solveSpd(
      fromRows([
        [1, 0],
        [2, 1],
      ]),
      identity(2),
    ),
  ).toBeUndefined();
});

test('wrong shapes and precisions are errors that name them', () => {
  expect(() => solveSpd(a.clone(), identity(3))).toThrow('solveSpd: b has 3 rows');
  expect(() => solveSpd(identity(3, 'float32'), identity(3))).toThrow('solveSpd: b is float64');
});
