import fs from 'node:fs';
import { wishHugePages } from 'agop/linalg/huge-pages';
import { loadKoffi } from 'agop/linalg/koffi';
import { engineInfo } from 'agop/linalg/engine';
import { expect, test } from 'vitest';

const native = engineInfo().engine === 'native';

test('memory below 4 MiB is left as it is, and what is above keeps its content', () => {
  for (const bytes of [0, 8, 2 ** 23 + 8]) {
    const data = new Uint8Array(new SharedArrayBuffer(bytes)).fill(7);
    wishHugePages(data.buffer);
    expect(data.every((value) => value === 7)).toBe(true);
  }
});

test.skipIf(process.platform !== 'linux' || !native)('Linux notes the wish for the whole array', () => {
  const data = new Float64Array(new SharedArrayBuffer(2 ** 25));
  wishHugePages(data.buffer);
  const middle = Number(loadKoffi().address(data)) + 2 ** 24;
  const maps = fs.readFileSync('/proc/self/smaps', 'utf8').split(/\n(?=[0-9a-f]+-[0-9a-f]+ )/);
  const own = maps.find((map) => {
    const [from, to] = map
      .split(' ')[0]
      .split('-')
      .map((address) => parseInt(address, 16));
    return from <= middle && middle < to;
  });
  // A kernel without huge pages has no such flag.
  const possible = fs.existsSync('/sys/kernel/mm/transparent_hugepage/enabled');
  expect(/VmFlags:.* hg/.test(own ?? '')).toBe(possible);
});
