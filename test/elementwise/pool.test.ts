import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { mapLaplace } from 'agop/elementwise/gram-maps';
import { heap } from 'agop/elementwise/heap';
import { mapReluStep } from 'agop/elementwise/map-relu-step';
import { mapSymmetric } from 'agop/elementwise/map-symmetric';
import { mapExp } from 'agop/elementwise/plain-maps';
import { setWorkerThreads, startWorkers, workerThreads } from 'agop/elementwise/pool';
import { turnUpper } from 'agop/elementwise/triangles';
import { allocate, Matrix } from 'agop/linalg/matrix';

const threads = workerThreads();
afterEach(() => setWorkerThreads(threads));

/** Runs a script in a process of its own; it must end by itself within 40 seconds. */
function script(code: string, env: Record<string, string> = {}): string {
  const child = spawnSync(process.execPath, ['-e', code], {
    encoding: 'utf8',
    timeout: 40_000,
    env: { ...process.env, ...env },
  });
  expect(child.signal).toBe(null);
  expect(child.stderr).toBe('');
  expect(child.status).toBe(0);
  return child.stdout.trim();
}

describe('a map gives the same bits', () => {
  const [n, m] = [317, 401];
  const norms = { xNorms: new Float64Array(n).fill(2), zNorms: new Float64Array(m).fill(3) };
  const fill = (data: Float64Array | Float32Array) => data.map((_, k) => Math.sin(k));

  for (const precision of ['float64', 'float32'] as const) {
    test(`on one thread and three, in heap, shared and private memory (${precision})`, async () => {
      const results: (Float64Array | Float32Array)[] = [];
      for (const count of [1, 3]) {
        setWorkerThreads(count);
        await startWorkers();
        const inHeap = heap[precision](n * m);
        const memory = new SharedArrayBuffer(n * m * inHeap.BYTES_PER_ELEMENT);
        const shared = precision === 'float64' ? new Float64Array(memory) : new Float32Array(memory);
        const kept = shared.slice();
        expect([heap.has(inHeap), shared.buffer instanceof SharedArrayBuffer]).toEqual([true, true]);
        expect(kept.buffer instanceof SharedArrayBuffer).toBe(false);
        for (const data of [inHeap, shared, kept]) {
          data.set(fill(kept));
          mapLaplace(new Matrix(n, m, data), { ...norms, bandwidth: 1.5 });
          const theta = new Matrix(n, m, data.slice());
          mapReluStep(new Matrix(n, m, data), theta, { xVariances: norms.xNorms, zVariances: norms.zNorms });
          results.push(data.slice(), theta.data);
        }
        heap.free(inHeap);
      }
      for (let i = 2; i < results.length; i++) expect(results[i]).toEqual(results[i % 2]);
    });
  }

  test('beyond 4 GiB of a buffer, where views do not reach the workers', async () => {
    // Takes no memory but for the pages that are touched.
    const far = new Float64Array(new SharedArrayBuffer(2 ** 32 + 2 ** 23), 2 ** 32, 2 ** 20);
    setWorkerThreads(3);
    await startWorkers();
    const side = 1024;
    const squared = new Float64Array(side).fill(2);
    for (const change of [
      (data: Float64Array) => mapExp(data),
      (data: Float64Array) => turnUpper(data, side),
      (data: Float64Array) =>
        mapSymmetric(new Matrix(side, side, data), { kind: 'laplace', bandwidth: 1.5 }, { norms: squared }),
    ]) {
      far.set(fill(far));
      const near = far.slice();
      change(near);
      change(far);
      expect(far.every((value, k) => value === near[k])).toBe(true);
    }
  });

  test('at every length, whether or not it is a whole number of vectors and tiles', () => {
    for (const length of [1, 2, 3, 5, 7, 16383, 16384, 16385, 40001]) {
      const inputs = allocate(length).map((_, k) => -((k % 97) / 10));
      const whole = inputs.slice();
      mapExp(whole);
      const single = inputs.slice(length - 1);
      mapExp(single);
      expect(whole[length - 1]).toBe(single[0]);
      expect(whole[0]).toBe(1);
    }
  });
});

const prelude = `
  const threads = require('node:worker_threads');
  const made = [];
  const Real = threads.Worker;
  let evil = (file, options) => [file, options];
  threads.Worker = class extends Real {
    constructor(file, options) { super(...evil(file, options)); this.unref(); made.push(this); }
  };
  const { allocate } = require('agop/linalg/matrix');
  const { mapExp } = require('agop/elementwise/plain-maps');
  const pool = require('agop/elementwise/pool');
  const run = () => { const x = allocate(1200000).fill(-1); mapExp(x); return x.every((v) => v === Math.exp(-1)); };
`;

describe('a process', () => {
  test('ends by itself after a parallel call', () => {
    expect(script(`${prelude} console.log(run(), made.length);`, { AGOP_THREADS: '3' })).toBe('true 2');
  });

  test('starts no worker for small arrays, nor with AGOP_THREADS=1', () => {
    const small = `${prelude} mapExp(allocate(16000)); console.log(made.length);`;
    expect(script(small, { AGOP_THREADS: '3' })).toBe('0');
    expect(script(`${prelude} run(); console.log(made.length);`, { AGOP_THREADS: '1' })).toBe('0');
  });

  test('gets right results although its worker is terminated between calls, and a new one is started', () => {
    const code = `${prelude} (async () => {
      await pool.startWorkers();
      const first = run();
      made[0].ref();
      const gone = new Promise((resolve) => made[0].once('exit', resolve));
      void made[0].terminate();
      await gone;
      const second = run();
      await pool.startWorkers();
      console.log(first, second, run(), made.length);
    })();`;
    expect(script(code, { AGOP_THREADS: '2' })).toBe('true true true 2');
  });

  test('gets right results when no worker can start', () => {
    const code = `${prelude} evil = () => ['process.exit(1)', { eval: true }];
      (async () => {
        const got = [];
        for (let i = 0; i < 6; i++) { got.push(run()); await new Promise((r) => setTimeout(r, 300)); }
        console.log(got.every(Boolean), made.length);
      })();`;
    expect(script(code, { AGOP_THREADS: '2' })).toBe('true 3');
  });

  test('gets an error, not a hang, when a worker dies with a tile in hand, and goes on afterwards', () => {
    const taker = `
      const { control } = require('node:worker_threads').workerData;
      Atomics.wait(control, 0, 0);
      Atomics.add(control, 2, 1);
      Atomics.add(control, 3, 1);
      process.exit(0);`;
    const code = `${prelude}
      const { Word } = require('agop/elementwise/tiles');
      if (Word.epoch !== 0 || Word.active !== 2 || Word.next !== 3) throw new Error('the control words have moved');
      evil = (file, options) => [${JSON.stringify(taker)}, { ...options, eval: true }];
      (async () => {
        run();
        await new Promise((resolve) => setTimeout(resolve, 500));
        const x = allocate(60_000_000).fill(-1);
        let message = 'no error';
        try { for (let i = 0; i < 3; i++) mapExp(x); } catch (error) { message = error.message; }
        evil = (file, options) => [file, options];
        console.log(message, run());
      })();`;
    expect(script(code, { AGOP_THREADS: '2' })).toBe(
      'exp64: a worker thread died in the call; its result is not complete, call again true',
    );
  });
});
