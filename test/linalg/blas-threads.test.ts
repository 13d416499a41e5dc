import { runLater, runNow, type Routine } from 'agop/linalg/backend';
import { blasThreads } from 'agop/linalg/blas-threads';
import { eigh, eighAsync } from 'agop/linalg/eigh';
import { engineInfo, setThreads } from 'agop/linalg/engine';
import { gram } from 'agop/linalg/gram';
import { Random } from 'agop/linalg/random';
import { expect, test } from 'vitest';

/** A library of which only the number of threads is there. */
function fake(threads: number) {
  const func = (name: string): never =>
    ((count: number) => (name.includes('set') ? void (threads = count) : threads)) as never;
  return { library: { func }, now: () => threads };
}

function* pieces(count: number, seen: number[], now: () => number): Routine<string> {
  for (let k = 0; k < count; k++) {
    yield {
      now: () => void seen.push(now()),
      later: () => new Promise((resolve) => setImmediate(() => resolve(void seen.push(now())))),
    };
  }
  return 'done';
}

test('each piece runs on one thread, and the number comes back after it, also after a failure', () => {
  const { library, now } = fake(4);
  const { alone, threads } = blasThreads(library);
  const seen: number[] = [];
  expect(runNow(alone(pieces(3, seen, now)))).toBe('done');
  expect(seen).toEqual([1, 1, 1]);
  expect(threads()).toBe(4);
  const failing = function* (): Routine<void> {
    yield { now: () => expect.unreachable('meant to fail'), later: () => Promise.resolve() };
  };
  expect(() => runNow(alone(failing()))).toThrow();
  expect(now()).toBe(4);
});

test('of several at once the last brings the number back, and what is set meanwhile counts then', async () => {
  const { library, now } = fake(4);
  const { alone, threads, setThreads: set } = blasThreads(library);
  const seen: number[] = [];
  const both = Promise.all([5, 2].map((count) => runLater(alone(pieces(count, seen, now)))));
  expect([threads(), now()]).toEqual([4, 1]);
  set(3);
  expect([threads(), now()]).toEqual([3, 1]);
  await both;
  expect(seen).toEqual(Array(7).fill(1));
  expect(now()).toBe(3);
});

test('small factorisations leave the number of threads as it was', async () => {
  const { threads } = engineInfo();
  const a = gram(new Random(1).normalMatrix(30, 30));
  const pending = eighAsync(a);
  expect(engineInfo().threads).toBe(threads);
  expect(eigh(a).values).toEqual((await pending).values);
  expect(engineInfo().threads).toBe(threads);
  setThreads(Math.max(threads, 1));
});
