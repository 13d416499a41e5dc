import fs from 'node:fs';
import path from 'node:path';
import { hashBuild, libHash } from 'agop/report/lib-hash';
import { expect, test } from 'vitest';
import { workspace } from './workspace.js';

const { folder } = workspace();

test('the hash sees code and file names, and nothing else', () => {
  const write = (name: string, text: string): string => {
    fs.mkdirSync(path.dirname(path.join(folder(), name)), { recursive: true });
    fs.writeFileSync(path.join(folder(), name), text);
    return hashBuild(folder());
  };
  const hashes = [write('a.js', '1'), write('a.js', '2'), write('deep/b.wasm', ''), write('c.js', '')];
  expect(new Set(hashes).size).toBe(4);
  expect(write('a.d.ts', 'types')).toBe(hashes[3]);
  expect(write('a.js.map', 'maps')).toBe(hashes[3]);
});

test('the library has one hash in a process', () => {
  expect(libHash()).toBe(libHash());
  expect(libHash()).toMatch(/^[0-9a-f]{64}$/);
});
