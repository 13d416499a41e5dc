import { permutedUpper } from 'agop/elementwise/permuted-upper';
import { heap } from 'agop/elementwise/heap';
import { zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { expect, test } from 'vitest';

test('the upper triangle is that of rows and columns in their order, and the rest is left', () => {
  const before = heap.used;
  for (const precision of ['float64', 'float32'] as const) {
    const random = new Random(2);
    const a = zeros(9, 9, precision);
    a.data.set(random.normalMatrix(9, 9).data);
    const order = random.permutation(9);
    const out = zeros(6, 6, precision);
    out.data.fill(7);
    permutedUpper(a, order, out);
    for (let i = 0; i < 6; i++) {
      for (let j = 0; j < 6; j++) expect(out.get(i, j)).toBe(j < i ? 7 : a.get(order[i], order[j]));
    }
  }
  expect(heap.used).toBe(before);
});
