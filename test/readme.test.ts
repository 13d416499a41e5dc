import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(__dirname, '..');

test("the README's example runs as it stands and completes its matrix", () => {
  const [, example] = /```ts\n([\s\S]*?)```/.exec(fs.readFileSync(path.join(root, 'README.md'), 'utf8'))!;
  const output = execFileSync('node', ['--input-type=module', '--eval', example], {
    cwd: root,
    encoding: 'utf8',
  });
  const [iterations, error] = output.trim().split(' ').map(Number);
  expect(iterations).toBeGreaterThan(1);
  // The rule that stops it promises a relative change of 1e-5, not an error; recovery is clear at 1e-2.
  expect(error).toBeLessThan(1e-2);
});
