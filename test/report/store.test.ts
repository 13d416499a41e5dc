import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { cached, contentKey, storeFile } from 'agop/report/store';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { workspace } from './workspace.js';

const { folder, printed } = workspace();

test('a stored result is read, not computed again', async () => {
  const key = contentKey({ a: 1 });
  await cached(key, () => [1, 2]);
  expect(await cached(key, () => expect.unreachable())).toEqual([1, 2]);
});

test('every number survives the round trip, NaN, infinities and -0 included', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.double()), async (values) => {
      const key = contentKey({ values });
      await cached(key, () => values);
      const back = await cached<number[]>(key, () => expect.unreachable());
      expect(back.length).toBe(values.length);
      back.forEach((value, i) => expect(Object.is(value, values[i])).toBe(true));
    }),
    { numRuns: 50 },
  );
});

test('a first run and a later one see the same object', async () => {
  const first = await cached(contentKey('u'), () => ({ a: undefined, b: 1 }));
  expect(await cached(contentKey('u'), () => expect.unreachable())).toStrictEqual(first);
});

test('the key depends on values, not on the order of keys', () => {
  expect(contentKey({ a: 1, b: [NaN] })).toBe(contentKey({ b: [NaN], a: 1 }));
  expect(contentKey({ a: NaN })).not.toBe(contentKey({ a: null }));
  expect(contentKey({ a: [1, 2] })).not.toBe(contentKey({ a: [2, 1] }));
});

test('a flipped bit or a cut tail, wherever it is, never gives a wrong result', async () => {
  const key = contentKey('damage');
  await cached(key, () => ({ rows: [1.5, 2.5, 3.5] }));
  const good = fs.readFileSync(storeFile(key));
  // The gzip header has bytes that carry nothing (time, system): from 10 on every byte counts.
  for (let i = 10; i < good.length; i++) {
    fs.writeFileSync(storeFile(key), good.subarray(0, i));
    expect(await cached(key, () => ({ rows: [1.5, 2.5, 3.5] }))).toEqual({ rows: [1.5, 2.5, 3.5] });
    expect(fs.readFileSync(storeFile(key)).equals(good)).toBe(true);
    // A bit that pads the stream may change without harm; any other is found.
    fs.writeFileSync(storeFile(key), flipped(good, i));
    expect(await cached(key, () => ({ rows: [1.5, 2.5, 3.5] }))).toEqual({ rows: [1.5, 2.5, 3.5] });
  }
  expect(printed()).toContain('is damaged');
});

function flipped(bytes: Buffer, i: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[i] ^= 0x10;
  return copy;
}

test('a store that cannot be written costs one warning and no result', async () => {
  fs.writeFileSync(path.join(folder(), 'store'), 'a file where the folder should be');
  expect(await cached(contentKey(1), () => 1)).toBe(1);
  expect(await cached(contentKey(2), () => 2)).toBe(2);
  expect(printed().match(/results are not kept/g)).toHaveLength(1);
});

test('processes that write the same key at once leave one good file and no debris', async () => {
  const key = contentKey('race');
  const script = `require('agop/report/store').cached('${key}', () => Array(2000).fill(1.5)).then((v) => console.log(v.length))`;
  const runs = `for i in 1 2 3 4; do "${process.execPath}" -e "${script}" & done; wait`;
  expect(execFileSync('sh', ['-c', runs], { encoding: 'utf8' })).toBe('2000\n'.repeat(4));
  expect(fs.readdirSync(path.dirname(storeFile(key)))).toEqual([path.basename(storeFile(key))]);
  expect(await cached<number[]>(key, () => expect.unreachable())).toHaveLength(2000);
});
