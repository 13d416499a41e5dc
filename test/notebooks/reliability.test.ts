// What a killed runner, a second runner, damaged caches and a disk that is full or read-only do to a collection.
// A kernel takes seconds to start: it is killed at ten random moments; the runner's own steps, with a stand-in for the
// kernel, before every single change of a file.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Random } from 'agop/linalg/random';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type Cell,
  createCollection,
  killAfter,
  pythonWith,
  type Ran,
  root,
  run,
  runWith,
  state,
  until,
  writeNotebook,
} from './support/jupyter';

const python = pythonWith('nbclient, nbformat, jupyter_client');
const folders: string[] = [];
const mounts: string[] = [];
afterAll(() => {
  for (const mount of mounts) spawnSync('umount', [mount]);
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
});

function collection(notebooks: Record<string, Cell[]>): string {
  const folder = createCollection(notebooks);
  folders.push(folder);
  return folder;
}

const runs = (folder: string): string => path.join(folder, '.cache/runs/quick');
const records = ['00-one.json', '01-two.json'];

/** Variables that bring faults into run.mjs. */
const fault = (faults: Record<string, string>, tool = 'run.mjs'): Record<string, string> => ({
  NODE_OPTIONS: `--require ${path.join(root, 'test/notebooks/support/faults.cjs')}`,
  FAULT_TOOL: tool,
  ...faults,
});

/** A collection whose notebooks the stand-in runs; its results are those of `cells`. */
async function quickCollection(cells: Cell[]): Promise<string> {
  const folder = collection({ '00-one': cells, '01-two': cells });
  fs.rmSync(path.join(folder, '.venv'), { force: true });
  fs.mkdirSync(path.join(folder, '.venv/bin'), { recursive: true });
  const program = `#!/bin/sh\nNODE_OPTIONS= exec "${process.execPath}" "${path.join(root, 'test/notebooks/support/stand-in.cjs')}" "$@"\n`;
  fs.writeFileSync(path.join(folder, '.venv/bin/python'), program, { mode: 0o755 });
  expect(await run(folder)).toMatchObject({ code: 0, err: '' });
  return folder;
}

const edit = (folder: string, cells: Cell[]): void =>
  ['00-one', '01-two'].forEach((name) => writeNotebook(folder, name, cells));
const older: Cell[] = ['1', '2', '3'];
const newer: Cell[] = ['10', '20'];

describe('the steps of the runner itself', () => {
  it('killed before any of its changes of files, it leaves whole files, and the next run ends with the same bytes', async () => {
    const before = await quickCollection(older);
    const wanted = await quickCollection(newer);
    const count = path.join(wanted, 'count');
    edit(wanted, older);
    await run(wanted);
    edit(wanted, newer);
    await runWith(wanted, fault({ FAULT_COUNT: count }));
    const changes = Number(fs.readFileSync(count, 'utf8'));
    expect(changes).toBeGreaterThanOrEqual(40);
    edit(before, newer);
    const [old, fresh] = [state(before), state(wanted)];
    for (let change = 1; change <= changes; change += 1) {
      const folder = `${before}-${change}`;
      folders.push(folder);
      fs.cpSync(before, folder, { recursive: true, verbatimSymlinks: true });
      const killed = await runWith(folder, fault({ FAULT_KILL: String(change) }));
      expect(killed.code).toBe(null);
      for (const [file, text] of Object.entries(state(folder))) expect([old[file], fresh[file]]).toContain(text);
      expect(await run(folder)).toMatchObject({ code: 0, err: '' });
      expect(state(folder)).toEqual(fresh);
      expect(fs.readdirSync(runs(folder))).toEqual(records);
    }
  });

  it('two runs at once both end well, with the bytes of one', async () => {
    const wanted = state(await quickCollection(newer));
    for (let round = 0; round < 3; round += 1) {
      const folder = await quickCollection(older);
      edit(folder, newer);
      const both = await Promise.all([run(folder), run(folder)]);
      for (const ran of both) expect(ran).toMatchObject({ code: 0, err: '' });
      expect(state(folder)).toEqual(wanted);
      expect(fs.readdirSync(runs(folder))).toEqual(records);
      expect((await run(folder)).out).toMatch(/^00-one {2}unchanged .*\n01-two {2}unchanged/);
    }
  });

  it('a damaged record, wherever the damage is, runs its notebook again', async () => {
    const folder = await quickCollection(older);
    const wanted = state(folder);
    const file = path.join(runs(folder), '00-one.json');
    const good = fs.readFileSync(file, 'latin1');
    const random = new Random(1);
    const flips = Array.from({ length: 6 }, () => {
      const at = random.integer(good.length);
      return good.slice(0, at) + String.fromCharCode(good.charCodeAt(at) ^ 1) + good.slice(at + 1);
    });
    for (const damaged of ['', 'null', '{}', good.slice(0, good.length / 2), ...flips]) {
      fs.writeFileSync(file, damaged, 'latin1');
      const { code, out, err } = await run(folder);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(/00-one {2}cell 1[\s\S]*01-two {2}unchanged/);
      expect(state(folder)).toEqual(wanted);
    }
  });

  it('a result that was altered by hand is made again', async () => {
    const folder = await quickCollection(older);
    const wanted = state(folder);
    for (const file of ['figures/00-one/f1.svg', 'figures/00-one/claims.json']) {
      fs.appendFileSync(path.join(folder, file), ' ');
      await run(folder);
      expect(state(folder)).toEqual(wanted);
    }
  });

  it('a full disk is one line that names the file, and with space the next run goes on', async () => {
    const folder = await quickCollection(older);
    edit(folder, newer);
    const full = await runWith(folder, fault({ FAULT_FULL: runs(folder) }));
    expect(full.code).toBe(1);
    expect(full.err).toMatch(
      /^\S+00-one\.json\S* cannot be written \(ENOSPC\): no space is left on its disk; free some\n$/,
    );
    expect((await run(folder)).code).toBe(0);
    expect(fs.readdirSync(runs(folder))).toEqual(records);
  });
});

describe.skipIf(!python)('with the kernel (needs a Python with nbclient)', () => {
  const imported = (name: string): string =>
    `import { notebook } from 'agop/report/notebook';\nconst nb = notebook('${name}');`;
  const experiment = [
    'async function squares({ n }: { n: number }, seed: number) {',
    '  return Array.from({ length: n }, (_, i) => ({ i, value: i * i + seed }));\n}',
    'const settings = { quick: { n: 4 }, paper: { n: 9 } };',
    'const rows = await nb.run(squares, settings, { seeds: 2 });',
    `nb.claim('C1', { says: 'squares grow', got: rows[3].value, atLeast: 9 });`,
  ].join('\n');
  const figure = [
    `const encoding = { x: { field: 'i', type: 'quantitative' }, y: { field: 'value', type: 'quantitative' } };`,
    `const text = { title: 'Squares', question: 'How?', see: 'So.', alt: 'Rising points.' };`,
    `await nb.figure({ id: 'f1', ...text, rows, claims: ['C1'], settings, spec: { mark: 'point', encoding } });`,
  ].join('\n');
  const notebooks: Record<string, Cell[]> = {
    '00-one': [imported('00-one'), experiment, figure],
    '01-two': [imported('01-two'), experiment],
  };
  const own = (folder: string): Record<string, string> => ({ STORE_DIR: path.join(folder, '.cache/store') });

  it('killed at ten random moments, it goes on each time and ends with the same bytes', async () => {
    const reference = collection(notebooks);
    const began = performance.now();
    expect(await runWith(reference, own(reference))).toMatchObject({ code: 0, err: '' });
    const seconds = (performance.now() - began) / 1000;
    const folder = collection(notebooks);
    const random = new Random(2);
    for (let kill = 0; kill < 10; kill += 1) {
      const ran = await killAfter(folder, seconds * random.uniform(), own(folder));
      // Done before its moment came: there is work again for the next.
      if (ran.code !== null) fs.rmSync(runs(folder), { recursive: true });
    }
    expect(await runWith(folder, own(folder))).toMatchObject({ code: 0, err: '' });
    expect(state(folder)).toEqual(state(reference));
    await until(() => fs.readdirSync(runs(folder)).join() === records.join());
  }, 240_000);

  it('two runs at once both end well, with the bytes of one', async () => {
    const folder = collection({ '00-one': notebooks['00-one'] });
    const both: Ran[] = await Promise.all([runWith(folder, own(folder)), runWith(folder, own(folder))]);
    for (const ran of both) expect(ran).toMatchObject({ code: 0, err: '' });
    const once = state(folder);
    fs.rmSync(path.join(folder, '.cache'), { recursive: true });
    await runWith(folder, own(folder));
    expect(state(folder)).toEqual(once);
  });

  /** A disk of its own in place of `folder`, or undefined where none can be mounted. */
  function mount(folder: string, options: string): string | undefined {
    fs.mkdirSync(folder, { recursive: true });
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status !== 0) return undefined;
    mounts.push(folder);
    return folder;
  }
  const probe = fs.mkdtempSync(path.join(os.tmpdir(), 'mount-'));
  const canMount = mount(probe, 'size=8k') !== undefined;
  spawnSync('umount', [probe]);
  fs.rmdirSync(probe);

  it.skipIf(!canMount)('on a small disk the cell says so, and with space it goes on (needs to mount)', async () => {
    const folder = collection({ '00-one': [...notebooks['00-one'], `console.log('x'.repeat(200_000));`] });
    const disk = mount(path.join(folder, '.cache'), 'size=16k')!;
    const figureFails = await runWith(folder, own(folder));
    expect(figureFails.code).toBe(1);
    expect(figureFails.err).toMatch(/cell \d failed[\s\S]*cannot be written: ENOSPC.*free some space/);
    spawnSync('mount', ['-o', 'remount,size=160k', disk]);
    const notebookFails = await runWith(folder, own(folder));
    expect(notebookFails.err).toMatch(/00-one\.ipynb cannot be written: No space left on device; free some space/);
    expect(notebookFails.err).not.toContain('Traceback');
    spawnSync('mount', ['-o', 'remount,size=8m', disk]);
    fs.rmSync(path.join(folder, 'figures'), { recursive: true, force: true });
    // The results are renamed from one disk to another, which cannot be done in one step.
    expect((await runWith(folder, own(folder))).err).toMatch(/figures\S* cannot be written \(EXDEV\): it lies on another disk/);
  });

  it.skipIf(!canMount)('a read-only folder is one line that names it (needs to mount)', async () => {
    const folder = collection({ '00-one': notebooks['00-one'] });
    mount(path.join(folder, '.cache'), 'ro');
    const { code, err } = await runWith(folder, own(folder));
    expect(code).toBe(1);
        expect(err).toMatch(/^\S+\.cache\/runs\S* cannot be written \((EROFS|ENOENT)\): .*writable\n$/);
  });
});
