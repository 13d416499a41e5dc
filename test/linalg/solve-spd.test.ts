import { expect, test } from 'vitest';
import { gram } from 'agop/linalg/gram';
import { matmul } from 'agop/linalg/matmul';
import { fromRows, identity } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { solveSpd, solveSpdAsync } from 'agop/linalg/solve-spd';
import { distance, onEachEngine } from './support.js';

onEachEngine((precision, epsilon) => {
  // Around the pieces of 64 rows and their halves.
  test.each([1, 2, 63, 64, 65, 128, 129, 200, 321])('A X = B for %i rows, in both forms', async (n) => {
    const a = gram(new Random(n).normalMatrix(n, 2 * n, precision));
    for (const k of [1, 3]) {
      const b = new Random(1).normalMatrix(n, k, precision);
      const x = solveSpd(a.clone(), b)!;
      // Cholesky is backward stable: n roundings of |A| |X|; entries of A are below 3 n, those of X below 1.
      expect(distance(matmul(a, x), b)).toBeLessThan(10 * n * n * epsilon);
      expect((await solveSpdAsync(a.clone(), b))!.data).toEqual(x.data);
    }
  });

  test('reads and writes the upper triangle alone', () => {
    const n = 150;
    const a = gram(new Random(0).normalMatrix(n, n + 20, precision));
    const b = new Random(1).normalMatrix(n, 3, precision);
    const upper = a.clone();
    for (let i = 0; i < n; i++) upper.row(i).fill(7, 0, i);
    expect(solveSpd(upper, b)!.data).toEqual(solveSpd(a.clone(), b)!.data);
    for (let i = 1; i < n; i++) expect(new Set(upper.row(i).subarray(0, i))).toEqual(new Set([7]));
  });

  test('a matrix without factor gives undefined, wherever the pivot fails', () => {
    const indefinite = fromRows(
      [
        [1, 2],
        [0, 1],
      ],
      precision,
    );
    expect(solveSpd(indefinite, identity(2, precision))).toBeUndefined();
    for (const at of [0, 40, 100, 199]) {
      const a = identity(200, precision);
      a.set(at, at, -1);
      expect(solveSpd(a, identity(200, precision))).toBeUndefined();
    }
  });

  test('wrong shapes and precisions are errors that name them', () => {
    const other = precision === 'float64' ? 'float32' : 'float64';
    expect(() => solveSpd(identity(5, precision), identity(3, precision))).toThrow('solveSpd: b has 3 rows');
    expect(() => solveSpd(identity(3, precision), identity(3, other))).toThrow(`solveSpd: b is ${other}`);
  });
});
