import fc from 'fast-check';
import { expect, test } from 'vitest';
import { heap, memory } from 'agop/elementwise/heap';

test('arrays never overlap and all memory comes back, whatever the order', () => {
  const before = heap.used;
  const action = fc.record({ take: fc.boolean(), size: fc.integer({ min: 0, max: 3000 }) });
  fc.assert(
    fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
      const live: Float64Array[] = [];
      actions.forEach(({ take, size }, round) => {
        if (take || live.length === 0) live.push(heap.float64(size).fill(round));
        else heap.free(live.splice(size % live.length, 1)[0]);
      });
      const spans = live.map((a) => [a.byteOffset, a.byteOffset + a.byteLength]).sort((a, b) => a[0] - b[0]);
      for (let i = 1; i < spans.length; i++) expect(spans[i][0]).toBeGreaterThanOrEqual(spans[i - 1][1]);
      for (const array of live) expect(array.every((v) => v === array[0])).toBe(true);
      live.forEach((array) => heap.free(array));
      expect(heap.used).toBe(before);
    }),
  );
});

test('a freed block is used again: allocating and freeing for long does not grow the heap', () => {
  const first = heap.float64(100_000);
  const address = first.byteOffset;
  heap.free(first);
  for (let round = 0; round < 50; round++) {
    const [a, b] = [heap.float32(100_000), heap.int32(100_000)];
    expect(a.byteOffset).toBe(address);
    heap.free(a);
    heap.free(b);
  }
});

test('arrays are known as its own after another thread made the memory renew its buffer object', () => {
  const last = memory.buffer;
  memory.grow(0); // what a worker does whose bounds are out of date
  expect(memory.buffer).not.toBe(last);
  const array = heap.float64(10);
  expect(heap.has(array)).toBe(true);
  heap.free(array);
});

test('views stay valid when the heap grows, and are still known as its own', () => {
  const early = heap.float64(10).fill(7);
  const late = heap.float64(3_000_000).fill(8);
  const buffers = new Set([early.buffer, late.buffer]);
  expect(buffers.size).toBe(2);
  expect(Array.from(early)).toEqual(new Array(10).fill(7));
  expect([heap.has(early), heap.has(late), heap.has(new Float64Array(2))]).toEqual([true, true, false]);
  heap.free(early);
  heap.free(late);
});
