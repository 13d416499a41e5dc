import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const bench = path.resolve(__dirname, '../../bench/bench.mjs');

test('every benchmark loads, and a group that there is not is named beside those that there are', () => {
  const { status, stderr } = spawnSync(process.execPath, [bench, 'speed'], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^bench: no group "speed"; give some of linalg, .*tfjs\n$/);
});
