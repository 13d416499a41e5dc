import { expect, test } from 'vitest';
import { matmul } from 'agop/linalg/matmul';
import { fromRows, Matrix } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { symmetricProduct } from 'agop/linalg/symmetric-product';
import { mirrorLower } from 'agop/elementwise/triangles';
import { distance, onEachEngine } from './support.js';

onEachEngine((precision, epsilon) => {
  test.each([1, 40, 150, 300])('any rows of S B are those of the whole product, %i rows', (n) => {
    const full = new Random(n).normalMatrix(n, n, precision);
    const lower = full.clone();
    for (let i = 0; i < n; i++) lower.row(i).fill(NaN, i + 1);
    mirrorLower(full.data, n);
    const b = new Random(1).normalMatrix(n, 7, precision);
    const want = matmul(full, b);
    for (const [from, to] of [
      [0, n],
      [0, Math.ceil(n / 3)],
      [Math.floor(n / 3), n],
      [Math.floor(n / 4), Math.ceil(n / 2)],
    ]) {
      const rows = new Matrix(to - from, 7, want.data.slice(from * 7, to * 7));
      // n products of standard normals, |x| < 6 all but surely, in two orders.
      expect(distance(symmetricProduct(lower, b, { from, to }), rows)).toBeLessThan(
        36 * n * (n + 2) * epsilon,
      );
    }
    expect(symmetricProduct(lower, b).data).toEqual(
      symmetricProduct(lower, b, { out: new Random(2).normalMatrix(n, 7, precision) }).data,
    );
    expect(symmetricProduct(lower, b, { from: 1, to: 1 }).rows).toBe(0);
  });

  test('wrong shapes and rows are errors that name them', () => {
    const s = new Random(0).normalMatrix(4, 4, precision);
    expect(() => symmetricProduct(s, fromRows([[1]], precision))).toThrow(
      'symmetricProduct: b has 1 rows; 4 are needed',
    );
    expect(() => symmetricProduct(s, s, { to: 5 })).toThrow('symmetricProduct: to is 5');
    expect(() => symmetricProduct(s, s, { from: 3, to: 2 })).toThrow(
      'symmetricProduct: to is 2 after from = 3',
    );
  });
});
