import fs from 'node:fs';
import { expect, test } from 'vitest';
import { nearest, registry } from 'agop/data/registry';

test('every file of the registry has a lower-case sha256 and a size, or is marked as unknown', () => {
  for (const [name, { variants }] of Object.entries(registry())) {
    for (const { path, sha256, bytes } of variants.flatMap(({ files }) => files)) {
      if (sha256 === null) continue;
      expect(sha256, `${name}/${path}`).toMatch(/^[0-9a-f]{64}$/);
      expect(bytes, `${name}/${path}`).toBeGreaterThan(0);
    }
  }
});

test('a data set whose licence is unknown is not marked as showable', () => {
  for (const [name, { licence, showable }] of Object.entries(registry())) {
    if (/^unknown|states none|unverified/.test(licence)) expect(showable, name).toBe(false);
  }
});

test('the README names every data set with its licence', () => {
  const readme = fs.readFileSync('data/README.md', 'utf8');
  for (const [name, { licence }] of Object.entries(registry())) {
    const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\``));
    expect(row, name).toContain(licence);
  }
});

test.each([
  ['mnsit', 'mnist'],
  ['CIFAR10', 'cifar-10'],
  ['movielens-latest-smal', undefined],
  ['analogy', 'word-analogy'],
])('the nearest name to %s is %s', (name, expected) => {
  expect(nearest(name, Object.keys(registry()))).toBe(expected);
});
