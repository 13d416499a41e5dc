import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { heap, memory } from 'agop/elementwise/heap';
import { POWERS, powers } from 'agop/elementwise/powers';
import { big, double, ulps } from './exact.js';

test('adding k 2^41 to an entry gives 2^(k / 2048), correctly rounded', () => {
  const bits = powers().map((entry, j) => entry + (BigInt(j) << 41n));
  const values = new Float64Array(bits.buffer);
  let power = big('1');
  const root = big('2').pow(big('1').div(2048));
  for (const value of values) {
    expect(ulps(value, power, double)).toBeLessThanOrEqual(0.5);
    power = power.mul(root);
  }
  expect(values.length).toBe(2048);
});

test('the table stays in the memory, below all arrays', () => {
  const array = heap.float64(10);
  expect(new BigInt64Array(memory.buffer, POWERS, 2048)).toEqual(powers());
  expect(POWERS + 2048 * 8).toBeLessThanOrEqual(array.byteOffset);
  heap.free(array);
});

test('every module that uses exp is one for the heap alone', () => {
  const lib = path.resolve(__dirname, '../../lib');
  const pool = fs.readFileSync(path.join(lib, 'src', 'elementwise', 'pool.ts'), 'utf8');
  const listed = /HEAP_MODULES = \[(.*?)\]/s.exec(pool)![1].match(/[a-z-]+/g);
  const using = fs
    .readdirSync(path.join(lib, 'assembly'))
    .filter((file) => {
      const source = fs.readFileSync(path.join(lib, 'assembly', file), 'utf8');
      return /import \{[^}]*\bexp\b[^}]*\} from '\.\/math'/.test(source);
    })
    .map((file) => path.basename(file, '.ts'));
  expect(using.sort()).toEqual([...listed!].sort());
});
