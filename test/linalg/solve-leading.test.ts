import { expect, test } from 'vitest';
import { heap } from 'agop/elementwise/heap';
import { startWorkers } from 'agop/elementwise/pool';
import { engineInfo, useEngine } from 'agop/linalg/engine';
import { gram } from 'agop/linalg/gram';
import { identity, Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { solveLeading } from 'agop/linalg/solve-leading';
import { solveSpd } from 'agop/linalg/solve-spd';

const a = gram(new Random(0).normalMatrix(30, 50));
const b = new Random(1).normalMatrix(30, 2);

/** Solutions of leading blocks of these sizes in new storage; A and B are not changed. */
function solved(a: Matrix, b: Matrix, sizes: number[]): Matrix[] | undefined {
  const x = sizes.map((size) => zeros(size, b.cols, a.precision));
  return solveLeading([{ a: a.clone(), b: b.clone(), x }]) ? x : undefined;
}

test('solves each leading block as if it were alone', () => {
  const sizes = [1, 30, 12];
  solved(a, b, sizes)!.forEach((x, s) => {
    const size = sizes[s];
    const block = zeros(size, size);
    for (let i = 0; i < size; i++) block.row(i).set(a.row(i).subarray(0, size));
    const alone = solveSpd(block, new Matrix(size, 2, b.data.slice(0, 2 * size)))!;
    alone.data.forEach((value, i) => expect(x.data[i]).toBeCloseTo(value, 12));
  });
});

const engines =
  engineInfo().engine === 'native' ? (['native', 'portable'] as const) : (['portable'] as const);
for (const engine of engines) {
  for (const precision of ['float64', 'float32'] as const) {
    test.each([1, 3])(
      `systems in the heap are solved at once, %i right-hand sides, ${engine}, ${precision}`,
      async (k) => {
        await startWorkers();
        const before = heap.used;
        const own = engineInfo().engine;
        useEngine(engine);
        // Beyond the base of the native factor's halves.
        const n = 130;
        const sizes = [60, 1, n];
        const inHeap = (matrix: Matrix): Matrix => {
          const data = heap[precision](matrix.data.length);
          data.set(matrix.data);
          return new Matrix(matrix.rows, matrix.cols, data);
        };
        const given = [1, 2, 3].map((seed) => {
          const random = new Random(seed);
          const a = gram(random.normalMatrix(n, 2 * n, precision));
          return { a, b: random.normalMatrix(n, k, precision) };
        });
        const systems = given.map(({ a, b }) => {
          return { a: inHeap(a), b: inHeap(b), x: sizes.map((size) => inHeap(zeros(size, k))) };
        });
        expect(solveLeading(systems)).toBe(true);
        given.forEach(({ a, b }, s) => {
          solved(a, b, sizes)!.forEach((alone, t) => {
            const found = systems[s].x[t].data;
            const most = Math.max(...found.map((value, i) => Math.abs(value - alone.data[i])));
            // Condition numbers of about 30, solutions of about 1e-2.
            expect(most).toBeLessThan(precision === 'float64' ? 1e-15 : 1e-6);
          });
          systems[s].a.data.set(a.data);
        });
        systems[1].a.data.fill(0);
        expect(solveLeading(systems)).toBe(false);
        for (const { a, b, x } of systems) for (const { data } of [a, b, ...x]) heap.free(data);
        useEngine(own);
        expect(heap.used).toBe(before);
      },
    );
  }
}

test('reads the upper triangle alone, and says where there is no factor', () => {
  const upper = a.clone();
  for (let i = 0; i < 30; i++) upper.row(i).fill(7, 0, i);
  expect(solved(upper, b, [9])).toEqual(solved(a, b, [9]));
  expect(solved(zeros(3, 3), identity(3), [2])).toBeUndefined();
});

test('wrong shapes and precisions are errors that name them', () => {
  expect(() => solved(a, identity(3), [2])).toThrow('solveLeading: b has 3 rows');
  expect(() => solved(identity(3, 'float32'), identity(3), [2])).toThrow('solveLeading: b is float64');
  expect(() => solved(a, b, [2, 31])).toThrow('solveLeading: x[1] has 31 rows; a has 30');
  const wide = { a: identity(3), b: identity(3), x: [zeros(2, 2)] };
  expect(() => solveLeading([wide])).toThrow('solveLeading: x[0] has 2 columns');
});
