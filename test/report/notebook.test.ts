import fs from 'node:fs';
import path from 'node:path';
import { Interrupted } from 'agop/errors';
import { claimBundle, type Claim } from 'agop/report/claim';
import { displaySymbol } from 'agop/report/display';
import { notebook } from 'agop/report/notebook';
import type { Step } from 'agop/step';
import { expect, test, vi } from 'vitest';
import { workspace } from './workspace.js';

const { folder } = workspace();
const settings = { quick: { n: 3 }, paper: { n: 100 } };
const file = (name: string): string => path.join(folder(), 'figures', '01-test', name);
const read = (name: string): string => fs.readFileSync(file(name), 'utf8');
const text = { title: 'T', question: 'Q?', see: 'S.', alt: 'A' };
const spec = {
  mark: 'point',
  encoding: { x: { field: 'i', type: 'quantitative' }, y: { field: 'value', type: 'quantitative' } },
};

let calls = 0;
function squares({ n }: { n: number }, seed: number): { i: number; value: number }[] {
  calls += 1;
  return Array.from({ length: n }, (_, i) => ({ i, value: i * i + seed }));
}

test('run appends the seed and computes each seed once', async () => {
  calls = 0;
  const rows = await notebook('01-test').run(squares, settings, { seeds: [4, 7] });
  expect(rows.filter((row) => row.i === 2)).toEqual([
    { i: 2, value: 8, seed: 4 },
    { i: 2, value: 11, seed: 7 },
  ]);
  await notebook('01-test').run(squares, settings, { seeds: [7, 4, 5] });
  expect(calls).toBe(3);
});

test('another setting or another data set is another result', async () => {
  calls = 0;
  const nb = notebook('01-test');
  await nb.run(squares, settings);
  await nb.run(squares, { ...settings, quick: { n: 4 } });
  await nb.run(squares, settings, { data: [{ name: 'mnist', files: [{ path: 'a', sha256: '1' }] }] });
  await nb.run(squares, settings, { data: [{ name: 'mnist', files: [{ path: 'a', sha256: '2' }] }] });
  expect(calls).toBe(4);
});

test('a run that was stopped continues with the seeds that are missing', async () => {
  let stop = true;
  const seen: number[] = [];
  async function stoppable(_: { n: number }, seed: number, step: Step): Promise<{ seed2: number }[]> {
    seen.push(seed);
    if (seed === 2 && stop)
      Object.assign(globalThis, { [Symbol.for('agop.interrupt')]: { requested: true } });
    await step(1, 1);
    return [{ seed2: seed * seed }];
  }
  const nb = notebook('01-test');
  await expect(nb.run(stoppable, settings, { seeds: 4 })).rejects.toThrow(Interrupted);
  Object.assign(globalThis, { [Symbol.for('agop.interrupt')]: { requested: false } });
  stop = false;
  const rows = await nb.run(stoppable, settings, { seeds: 4 });
  expect(rows.map((row) => row.seed2)).toEqual([0, 1, 4, 9]);
  expect(seen).toEqual([0, 1, 2, 2, 3]);
});

test('wall times are measured once a machine, and again when FRESH=1', async () => {
  let measurements = 0;
  const timing = (): { ms: number }[] => [{ ms: ++measurements }];
  const run = () => notebook('01-test').run(timing, settings, { measured: true });
  await run();
  const bytes = read('timings.json');
  expect(await run()).toEqual([{ ms: 1, seed: 0 }]);
  expect(read('timings.json')).toBe(bytes);
  vi.stubEnv('FRESH', '1');
  expect(await run()).toEqual([{ ms: 2, seed: 0 }]);
});

test('progress goes to the file that make reads', async () => {
  const progress = path.join(folder(), 'progress.jsonl');
  vi.stubEnv('AGOP_PROGRESS', progress);
  async function slow(_: { n: number }, _seed: number, step: Step): Promise<object[]> {
    for (let i = 1; i <= 8; i++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await step(i, 8, 'pieces');
    }
    return [{ a: 1 }];
  }
  await notebook('01-test').run(slow, settings);
  const lines = fs
    .readFileSync(progress, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines[0]).toMatchObject({ what: 'slow, pieces', total: 1 });
  // 0.8 s at no more than two lines a second; a slow machine may add some.
  expect(lines.length).toBeLessThanOrEqual(8);
  expect(lines[0].remaining).toBeGreaterThan(0);
});

test('claims are kept in natural order, complete and the same bytes when made again', () => {
  const make = (): string => {
    const nb = notebook('01-test');
    nb.claim('C10', { says: 'ten', got: 2, atLeast: 1 });
    nb.claim('C2', { says: 'two', paper: 0.5, got: 1 / 3, between: [0, 1], ours: true });
    return read('claims.json');
  };
  const bytes = make();
  expect(JSON.parse(bytes)).toEqual([
    { id: 'C2', says: 'two', paper: 0.5, got: 0.333333, bound: 'in [0, 1]', holds: true, status: 'established', profile: 'quick', why: null, ours: true },
    { id: 'C10', says: 'ten', paper: null, got: 2, bound: '≥ 1', holds: true, status: 'established', profile: 'quick', why: null, ours: false },
  ]); // prettier-ignore
  expect(make()).toBe(bytes);
});

test('a report has numbers and neither bound nor outcome', () => {
  notebook('01-test').claim('C1', { says: 'how many', got: 3, status: 'report' });
  const [claim] = JSON.parse(read('claims.json')) as Claim[];
  expect(claim).toMatchObject({ got: 3, bound: null, holds: null, status: 'report' });
  expect(claimBundle(claim)['text/plain']).toBe('○ C1, reported. how many\n  ours 3');
});

test('a claim that the notebook no longer makes vanishes', () => {
  notebook('01-test').claim('C1', { says: 'old', got: 1, atLeast: 0 });
  notebook('01-test').claim('C2', { says: 'new', got: 1, atLeast: 0 });
  expect(JSON.parse(read('claims.json')).map(({ id }: { id: string }) => id)).toEqual(['C2']);
});

test('a figure writes SVG, PNG and sidecar, the same bytes each time, and shows spec and picture', async () => {
  const nb = notebook('01-test');
  const rows = await nb.run(squares, settings, { seeds: 2 });
  nb.claim('C1', { says: 'c', got: 1, atLeast: 0 });
  const data = [{ name: 'mnist', files: [{ path: 'a.gz', sha256: 'abc' }] }];
  const make = () => nb.figure({ id: 'f1-squares', ...text, rows, spec, claims: ['C1'], settings, data });
  const shown = await make();
  const bytes = ['svg', 'png', 'json'].map((kind) => fs.readFileSync(file(`f1-squares.${kind}`)));
  await make();
  ['svg', 'png', 'json'].forEach((kind, i) =>
    expect(fs.readFileSync(file(`f1-squares.${kind}`)).equals(bytes[i])).toBe(true),
  );
  expect(bytes[1].subarray(1, 4).toString()).toBe('PNG');
  expect(bytes[0].toString()).toContain('aria-label="A"');
  const { provenance, claims, rows: kept } = JSON.parse(bytes[2].toString());
  expect(claims).toEqual(['C1']);
  expect(kept).toHaveLength(6);
  expect(provenance).toMatchObject({
    settings: { n: 3 },
    seeds: [0, 1],
    profile: 'quick',
    dataHashes: { 'mnist/a.gz': 'abc' },
  });
  expect(provenance.libHash).toMatch(/^[0-9a-f]{64}$/);
  const bundle = (shown as never as Record<symbol, () => Record<string, unknown>>)[displaySymbol as never]();
  expect(Object.keys(bundle)).toEqual(['application/vnd.vegalite.v5+json', 'image/png', 'text/plain']);
  const drawn = bundle['application/vnd.vegalite.v5+json'] as { data: { values: string } };
  expect(kept[0]).toHaveProperty('seed');
  // The spec does not name the seed.
  expect(drawn.data.values.split('\n')[0]).not.toContain('seed');
});

test('the profile paper takes its own settings', async () => {
  vi.stubEnv('PROFILE', 'paper');
  expect(await notebook('01-test').run(squares, settings)).toHaveLength(100);
});

test('a run in parts computes those that are not kept yet', async () => {
  calls = 0;
  const nb = notebook('01-test');
  const parts = ({ n }: { n: number }): { n: number }[] =>
    Array.from({ length: n }, (_, i) => ({ n: i + 1 }));
  const rows = await nb.run(squares, settings, { parts, seeds: 2 });
  expect(rows.map(({ value, seed }) => `${value} of ${seed}`)).toEqual(
    [0, 1].flatMap((seed) => [0, 0, 1, 0, 1, 4].map((square) => `${square + seed} of ${seed}`)),
  );
  expect(calls).toBe(6);
  await nb.run(squares, { ...settings, quick: { n: 4 } }, { parts, seeds: 2 });
  expect(calls).toBe(8);
});

test('a kept table is written in the paper profile and read in the quick one', () => {
  const rows = [{ set: 'iris', accuracy: 95.3, seed: 0 }];
  expect(notebook('01-test').keep('t1', rows)).toBeUndefined();
  vi.stubEnv('PROFILE', 'paper');
  const made = notebook('01-test').keep('t1', rows, { settings });
  expect(made).toMatchObject({ rows, provenance: { profile: 'paper', seeds: [0], settings: { n: 100 } } });
  vi.stubEnv('PROFILE', 'quick');
  expect(notebook('01-test').keep('t1', [{ ...rows[0], accuracy: 0 }])).toEqual(made);
  fs.writeFileSync(file('t1.json'), '{');
  expect(() => notebook('01-test').keep('t1', rows)).toThrow(/t1\.json.*PROFILE=paper/);
});

test('seeds of an experiment that works elsewhere are begun at once, and stand in their order', async () => {
  const begun: number[] = [];
  let open: (() => void)[] = [];
  async function elsewhere(_: { n: number }, seed: number): Promise<{ value: number }[]> {
    begun.push(seed);
    await new Promise<void>((resolve) => {
      open.push(resolve);
      if (open.length === 3) for (const one of open.reverse()) one();
    });
    return [{ value: 10 * seed }];
  }
  const marked = Object.assign(elsewhere, { elsewhere: true });
  const rows = await notebook('01-test').run(marked, settings, { seeds: 3 });
  expect(begun).toEqual([0, 1, 2]);
  expect(rows).toEqual([0, 1, 2].map((seed) => ({ value: 10 * seed, seed })));
  open = [];
});
