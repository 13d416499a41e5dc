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

test('its example of a recursive feature machine runs on a small table', () => {
  const blocks = [...fs.readFileSync(path.join(root, 'README.md'), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)];
  const table = `
    import { Random } from 'agop';
    const random = new Random(0);
    const points = (n) => random.uniformMatrix(n, 3).toRows();
    const target = (rows) => rows.map(([a, b]) => Math.sin(6 * a) + b);
    const [x, xHeld, xTest] = [points(200), points(50), points(50)];
    const [y, yHeld, yTest] = [x, xHeld, xTest].map(target);`;
  const check = 'console.log(featureImportance(model.fitted)[2].importance, bytes.length > 0);';
  const output = execFileSync('node', ['--input-type=module', '--eval', table + blocks[1][1] + check], {
    cwd: root,
    encoding: 'utf8',
  });
  const [least, saved] = output.trim().split(' ');
  // The third column has nothing to do with the target.
  expect(Number(least)).toBeLessThan(0.5);
  expect(saved).toBe('true');
});
