// Files that were damaged on disk, or whose writer was killed: found out and made again, or refused in one line.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { notebook } from 'agop/report/notebook';
import { Random } from 'agop/linalg/random';
import { expect, test, vi } from 'vitest';
import { workspace } from './workspace.js';

const { folder } = workspace();
const root = path.resolve(__dirname, '../..');
const settings = { quick: { n: 3 }, paper: { n: 3 } };
const file = (name: string): string => path.join(folder(), 'figures', '01-test', name);

/** The text with one bit flipped, at 30 random places and at every one of `parts`. */
function* flipped(text: string, parts: readonly string[]): Generator<string> {
  const random = new Random(3);
  const places = [
    ...Array.from({ length: 30 }, () => random.integer(text.length)),
    ...parts.map((part) => text.indexOf(part)),
  ];
  for (const at of places)
    yield text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
}

test('a damaged wall time, or a file of them cut short, is measured again', async () => {
  const seconds = (): { ms: number }[] => [{ ms: 12345 }, { ms: 67891 }];
  await notebook('01-test').run(seconds, settings, { measured: true });
  const good = fs.readFileSync(file('timings.json'), 'utf8');
  for (const damaged of [
    '',
    'null',
    '[]',
    good.slice(0, 40),
    ...flipped(good, ['12345', '67891', 'check']),
  ]) {
    fs.writeFileSync(file('timings.json'), damaged);
    expect(await notebook('01-test').run(seconds, settings, { measured: true })).toEqual([
      { ms: 12345, seed: 0 },
      { ms: 67891, seed: 0 },
    ]);
    expect(JSON.parse(fs.readFileSync(file('timings.json'), 'utf8'))).toMatchObject(JSON.parse(good));
  }
});

test('a kept table with a damaged number is refused, and says how to make it again', () => {
  vi.stubEnv('PROFILE', 'paper');
  const rows = [
    { set: 'iris', accuracy: 95.3 },
    { set: 'wine', accuracy: 98.1 },
  ];
  notebook('01-test').keep('t1', rows);
  vi.stubEnv('PROFILE', 'quick');
  const good = fs.readFileSync(file('t1.json'), 'utf8');
  for (const part of ['5.3', '8.1', 'iris', 'accuracy', '"rows', 'check": "']) {
    const at = good.indexOf(part) + (part.startsWith('check') ? part.length : 0);
    const damaged = good.slice(0, at) + String.fromCharCode(good.charCodeAt(at) ^ 1) + good.slice(at + 1);
    fs.writeFileSync(file('t1.json'), damaged);
    expect(() => notebook('01-test').keep('t1', rows), part).toThrow(/t1\.json.*PROFILE=paper/);
  }
  fs.writeFileSync(file('t1.json'), good);
  expect(notebook('01-test').keep('t1', [])?.rows).toEqual(rows);
});

test('a writer killed before any change of a file leaves the old bytes or the new ones', () => {
  const script = path.join(folder(), 'writer.cjs');
  const target = path.join(folder(), 'result.json');
  const writeAtomic = JSON.stringify(path.join(root, 'lib/dist/report/write-atomic.js'));
  fs.writeFileSync(
    script,
    `require(${writeAtomic}).writeAtomic(${JSON.stringify(target)}, 'new'.repeat(1000));`,
  );
  let changes = 0;
  for (let killed = true; killed; changes += 1) {
    fs.writeFileSync(target, 'old');
    const preload = path.join(root, 'test/notebooks/support/faults.cjs');
    const env = { ...process.env, FAULT_TOOL: 'writer.cjs', FAULT_KILL: String(changes + 1) };
    const { signal } = spawnSync(process.execPath, ['--require', preload, script], { env });
    killed = signal === 'SIGKILL';
    expect(['old', 'new'.repeat(1000)]).toContain(fs.readFileSync(target, 'utf8'));
  }
  expect(changes).toBeGreaterThan(3);
  expect(fs.readFileSync(target, 'utf8')).toBe('new'.repeat(1000));
});
