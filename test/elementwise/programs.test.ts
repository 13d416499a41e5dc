import { afterEach, describe, expect, it } from 'vitest';
import { heap } from 'agop/elementwise/heap';
import { setWorkerThreads, startWorkers, workerThreads } from 'agop/elementwise/pool';
import { Programs } from 'agop/elementwise/programs';
import { engineInfo, useEngine } from 'agop/linalg/engine';
import { gram } from 'agop/linalg/gram';
import { matmul } from 'agop/linalg/matmul';
import { Matrix } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';

const threads = workerThreads();
const { engine } = engineInfo();
afterEach(() => {
  setWorkerThreads(threads);
  useEngine(engine);
});

for (const name of engine === 'native' ? (['native', 'portable'] as const) : (['portable'] as const)) {
  for (const precision of ['float64', 'float32'] as const) {
    describe(`programs of products and kernels, ${name}, ${precision}`, () => {
      const count = 6;
      const [m, n, k] = [9, 5, 7];
      const random = new Random(1);
      const of = (rows: number, cols: number): Matrix => {
        const matrix = new Matrix(rows, cols, heap[precision](rows * cols));
        matrix.data.set(random.normalMatrix(rows, cols, precision).data);
        return matrix;
      };
      const [a, at, b, bt] = [of(m, k), of(k, m), of(k, n), of(n, k)];
      const order = heap.int32(m);
      order.forEach((_, i) => (order[i] = i));

      /** Program p: p + 1 times A B, then the transposes, then a ReLU of it all. */
      const run = (some = count): Matrix[] => {
        useEngine(name);
        const programs = new Programs(precision);
        const out = Array.from({ length: count }, () => [of(m, n), of(m, n)]);
        out.forEach(([z, h], p) => {
          h.data.fill(0);
          programs.product([a.data, b.data, z.data], [m, n, k]);
          for (let i = 0; i < p; i++) programs.product([a.data, b.data, z.data], [m, n, k], { add: true });
          const both = { transA: true, transB: true, add: true };
          programs.product([at.data, bt.data, z.data], [m, n, k], both);
          programs.kernel('convRelu', [z.data, order, h.data, order], [n, m, 0]);
          programs.end();
        });
        programs.run(some);
        programs.run(some);
        programs.free();
        const results = out.map(([, h]) => new Matrix(m, n, h.data.slice()));
        out.flat().forEach(({ data }) => heap.free(data));
        return results;
      };

      it('are what the same calls are, one by one', () => {
        const [once, turned] = [matmul(a, b), matmul(at, bt, { transA: true, transB: true })];
        run().forEach((found, p) => {
          found.data.forEach((value, i) => {
            const want = Math.max(0, (p + 1) * once.data[i] + turned.data[i]);
            // Sums of at most 7 · 7 products of order one.
            expect(value).toBeCloseTo(want, precision === 'float64' ? 12 : 4);
          });
        });
      });

      it('take products of arrays that are steps apart as one', () => {
        useEngine(name);
        const [times, gap] = [4, 3];
        const left = of(times, m * k + gap);
        const right = of(times, k * n);
        const out = of(times, m * n + gap);
        const given = out.data.slice();
        const programs = new Programs(precision);
        const steps = [m * k + gap, 0, m * n + gap] as const;
        programs.product([left.data, right.data, out.data], [m, n, k], { add: true, times, steps });
        programs.end();
        programs.run();
        programs.free();
        const shared = new Matrix(k, n, right.data.slice(0, k * n));
        for (let i = 0; i < times; i++) {
          const want = matmul(new Matrix(m, k, left.row(i).slice(0, m * k)), shared);
          // What lies between two results is left alone.
          out.row(i).forEach((value, j) => {
            const before = given[i * out.cols + j];
            expect(value).toBeCloseTo(before + (want.data[j] ?? 0), precision === 'float64' ? 12 : 4);
          });
        }
        [left, right, out].forEach(({ data }) => heap.free(data));
      });

      it('factor and solve, and name the pivot where there is no factor', () => {
        useEngine(name);
        const size = 70;
        const given = gram(random.normalMatrix(size, 2 * size, precision));
        const [factor, x] = [of(size, size), of(size, 3)];
        const want = matmul(given, x);
        factor.data.set(given.data);
        const right = of(size, 3);
        right.data.set(want.data);
        const programs = new Programs(precision);
        programs.factor(factor.data, size);
        programs.solve([factor.data, right.data], [size, 3], { trans: true });
        programs.solve([factor.data, right.data], [size, 3]);
        programs.end();
        expect(programs.run()).toBe(0);
        // A condition number of about 30.
        right.data.forEach((value, i) =>
          expect(value).toBeCloseTo(x.data[i], precision === 'float64' ? 11 : 3),
        );
        factor.data.set(given.data);
        factor.data[3 * size + 3] = -1;
        expect(programs.run()).toBe(4);
        programs.free();
        [factor, x, right].forEach(({ data }) => heap.free(data));
      });

      it('take and write rows that are strides apart', () => {
        useEngine(name);
        const strides = [m + 2, n + 3, n + 1] as const;
        // Columns of wider matrices: Aᵀ, B and C.
        const [left, right, out] = strides.map((cols, i) => of(i === 2 ? m : k, cols));
        const given = out.data.slice();
        const programs = new Programs(precision);
        const options = { transA: true, add: true, strides };
        programs.product([left.data, right.data, out.data], [m, n, k], options);
        programs.end();
        programs.run();
        programs.free();
        const columns = (from: Matrix, count: number): Matrix => {
          const part = new Matrix(from.rows, count, from.data.slice(0, from.rows * count));
          for (let i = 0; i < from.rows; i++) part.row(i).set(from.row(i).subarray(0, count));
          return part;
        };
        const want = matmul(columns(left, m), columns(right, n), { transA: true });
        for (let i = 0; i < m; i++) {
          out.row(i).forEach((value, j) => {
            const added = j < n ? want.get(i, j) : 0;
            expect(value).toBeCloseTo(given[i * out.cols + j] + added, precision === 'float64' ? 12 : 4);
          });
        }
        [left, right, out].forEach(({ data }) => heap.free(data));
      });

      it('give the same bits on one thread and on three', async () => {
        const found: Matrix[][] = [];
        for (const used of [1, 3]) {
          setWorkerThreads(used);
          await startWorkers();
          found.push(run());
        }
        expect(found[1]).toEqual(found[0]);
      });

      it('leave those out that are not asked for, and the engine as it was', () => {
        useEngine(name);
        const before = engineInfo().threads;
        const found = run(2);
        found.forEach(({ data }, p) => expect(data.some((value) => value !== 0)).toBe(p < 2));
        expect(engineInfo().threads).toBe(before);
      });
    });
  }
}
