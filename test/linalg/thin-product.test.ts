import { expect, test } from 'vitest';
import { engineInfo, setThreads } from 'agop/linalg/engine';
import { matmul } from 'agop/linalg/matmul';
import { zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { thinProduct } from 'agop/linalg/thin-product';
import { distance, onEachEngine, product } from './support.js';

onEachEngine((precision, epsilon) => {
  // 130 rows are two bands and a half, 5000 columns leave none.
  test.each([
    [130, 40, 3],
    [130, 300, 1],
    [96, 200, 26],
    [20, 5000, 30],
    [7, 3, 2],
  ])('is the product by its definition, %i by %i times %i columns', (rows, cols, c) => {
    const random = new Random(rows);
    const a = random.normalMatrix(rows, cols, precision);
    const { threads } = engineInfo();
    for (const count of [1, 2, 3]) {
      if (threads > 0) setThreads(count);
      for (const transA of [false, true]) {
        const b = random.normalMatrix(transA ? rows : cols, c, precision);
        const want = product(a, b, transA);
        const inner = b.rows;
        // Products of standard normals, |x| < 6 all but surely.
        const bound = 36 * inner * (inner + 2) * epsilon;
        expect(distance(thinProduct(a, b, { transA }), want)).toBeLessThan(bound);
        const out = random.normalMatrix(want.rows, c, precision);
        want.data.forEach((value: number, k: number) => (want.data[k] = 0.5 * value - 2 * out.data[k]));
        expect(thinProduct(a, b, { transA, alpha: 0.5, beta: -2, out })).toBe(out);
        expect(distance(out, want)).toBeLessThan(bound);
      }
    }
    if (threads > 0) setThreads(threads);
  });

  test('says what does not fit as matmul does', () => {
    const a = zeros(130, 40, precision);
    const wrong: [Parameters<typeof thinProduct>[1], object][] = [
      [zeros(41, 1, precision), {}],
      [zeros(40, 1, precision), { beta: 1 }],
      [zeros(40, 1, precision), { out: zeros(129, 1, precision) }],
      [zeros(40, 1, precision === 'float64' ? 'float32' : 'float64'), {}],
    ];
    for (const [b, options] of wrong) {
      let message = '';
      try {
        matmul(a, b, options);
      } catch (error) {
        ({ message } = error as Error);
      }
      expect(message).not.toBe('');
      expect(() => thinProduct(a, b, options)).toThrow(message);
    }
  });
});
