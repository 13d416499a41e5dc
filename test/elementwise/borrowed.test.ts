import { borrowed } from 'agop/elementwise/borrowed';
import { heap } from 'agop/elementwise/heap';
import { type Matrix } from 'agop/linalg/matrix';
import { expect, test } from 'vitest';

test('borrowed storage lies in the heap and is given back, also after an error', () => {
  const before = heap.used;
  for (const precision of ['float64', 'float32'] as const) {
    const shape = (m: Matrix): unknown[] => [m.rows, m.cols, m.precision, heap.has(m.data)];
    expect(borrowed(3, 5, precision, shape)).toEqual([3, 5, precision, true]);
    const fails = (): never => {
      throw new Error('inside');
    };
    expect(() => borrowed(3, 5, precision, fails)).toThrow('inside');
  }
  expect(heap.used).toBe(before);
});

test('what is so large that the heap should not keep it is a new matrix', () => {
  expect(borrowed(2 ** 13, 2 ** 11 + 1, 'float32', ({ data }) => heap.has(data))).toBe(false);
});
