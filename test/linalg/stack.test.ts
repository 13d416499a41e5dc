import { cholesky, choleskyAsync, choleskySolve } from 'agop/linalg/cholesky';
import { eigh, eighAsync } from 'agop/linalg/eigh';
import { gram } from 'agop/linalg/gram';
import { luSolve } from 'agop/linalg/lu-solve';
import { matmul } from 'agop/linalg/matmul';
import { Random } from 'agop/linalg/random';
import { svd, svdAsync } from 'agop/linalg/svd';
import { expect, test } from 'vitest';

// Large enough for every routine to use its threads, whose work space lies on the stack of the foreign call.
const n = 400;

test('threaded factorisations have the stack that they need, at once and in another thread', async () => {
  const random = new Random(7);
  const [a, b] = [random.normalMatrix(n, n), random.normalMatrix(n, 2)];
  const product = matmul(a, luSolve(a, b));
  // Condition numbers of random matrices of this size are some thousands.
  product.data.forEach((value: number, i: number) => expect(value).toBeCloseTo(b.data[i], 8));
  const s = gram(a, { alpha: 1 / n });
  for (let i = 0; i < n; i++) s.set(i, i, s.get(i, i) + 1);
  expect((await eighAsync(s)).values).toEqual(eigh(s).values);
  expect((await svdAsync(a)).s).toEqual(svd(a).s);
  expect(choleskySolve(await choleskyAsync(s), b)).toEqual(choleskySolve(cholesky(s), b));
});
