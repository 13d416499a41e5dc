import { permutedUpper } from 'agop/elementwise/permuted-upper';
import { heap } from 'agop/elementwise/heap';
import { startWorkers } from 'agop/elementwise/pool';
import { Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { expect, test } from 'vitest';

test('rows are shared by threads where the matrices are large, in the heap or not', async () => {
  await startWorkers();
  const random = new Random(3);
  const a = random.normalMatrix(150, 150);
  const order = random.permutation(150);
  const outs = [zeros(140, 140), new Matrix(140, 140, heap.float64(140 * 140))];
  for (const out of outs) {
    permutedUpper(a, order, out);
    for (let i = 0; i < 140; i++)
      for (let j = i; j < 140; j++) expect(out.get(i, j)).toBe(a.get(order[i], order[j]));
  }
  heap.free(outs[1].data);
});

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
