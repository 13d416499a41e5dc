import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { filesBelow, temporaryFolder } from './lying-server';

function makeData(names: string[], env: NodeJS.ProcessEnv): { lines: string[]; status: number | null } {
  const { stdout, status } = spawnSync(process.execPath, ['tools/data.mjs', ...names], {
    env: { ...process.env, DATA_MIRROR: '', ...env },
    encoding: 'utf8',
  });
  return { lines: stdout.trimEnd().split('\n'), status };
}

test('make data reports every data set that cannot be had, and its exit code says so', () => {
  const { lines, status } = makeData(['dtd', 'mnsit'], { DATA_OFFLINE: '1', DATA_CACHE: temporaryFolder() });
  expect(status).toBe(1);
  expect(lines.find((line) => line.startsWith('dtd '))).toMatch(/FAILED +dataset: 'dtd' cannot be had/);
  expect(lines.find((line) => line.startsWith('mnsit '))).toMatch(/did you mean 'mnist'\?/);
  expect(lines.at(-1)).toBe('2 of 2 data sets could not be had');
});

test.skipIf(!process.env.DATA_MIRROR)('make data verifies what the mirror has', () => {
  const { lines, status } = makeData(['word-analogy'], { DATA_MIRROR: process.env.DATA_MIRROR });
  expect(lines).toEqual(['word-analogy  converted  1 file, 0.6 MB, verified in the mirror']);
  expect(status).toBe(0);
});

test('make data removes what killed downloads left behind, but not what may still be running', () => {
  const cache = temporaryFolder();
  const [old, recent] = ['.old.part', '.recent.part'].map((name) => path.join(cache, 'set', name));
  fs.mkdirSync(path.dirname(old));
  for (const file of [old, recent]) fs.writeFileSync(file, 'x');
  const twoHoursAgo = Date.now() / 1000 - 7200;
  fs.utimesSync(old, twoHoursAgo, twoHoursAgo);
  makeData(['mnsit'], { DATA_CACHE: cache, DATA_OFFLINE: '1' });
  expect(filesBelow(cache)).toEqual(['set/.recent.part']);
});
