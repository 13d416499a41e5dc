import { backend } from 'agop/linalg/engine';
import { onOneThread } from 'agop/nets/on-one-thread';
import { expect, test } from 'vitest';

test('small work runs on one thread of BLAS, large work on all, and what was is put back', () => {
  const before = backend().threads();
  expect(onOneThread(1000, () => backend().threads())).toBe(1);
  expect(onOneThread(1e9, () => backend().threads())).toBe(before);
  expect(backend().threads()).toBe(before);
  const failing = (): never => {
    throw new Error('stopped');
  };
  expect(() => onOneThread(1000, failing)).toThrow('stopped');
  expect(backend().threads()).toBe(before);
});
