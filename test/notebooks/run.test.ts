import fs from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type Cell,
  createCollection,
  killWhen,
  pythonWith,
  run,
  runProfile,
  state,
  until,
  writeNotebook,
} from './support/jupyter';

const python = pythonWith('nbclient, nbformat, jupyter_client');

// A notebook that writes a figure and claims, as the library does.
const figure = (holds = true): Cell[] => [
  `import fs from 'node:fs';\nconst folder = process.env.FIGURES_DIR + '/00-one';`,
  `fs.mkdirSync(folder, { recursive: true });\nfs.writeFileSync(folder + '/f1.svg', '<svg/>');`,
  `const claim = { id: 'C1', says: 'two is two', holds: ${holds}, status: 'established' };\n` +
    `fs.writeFileSync(folder + '/claims.json', JSON.stringify([claim, { id: 'C2', holds: false, status: 'open' }]));`,
  `console.log('a');\nconsole.log('b');`,
];
const small: Cell[] = ['const x = 2;', 'x + 1'];

const folders: string[] = [];
function collection(notebooks: Record<string, Cell[]>): string {
  const folder = createCollection(notebooks);
  folders.push(folder);
  return folder;
}
const at = (folder: string, file: string): string => path.join(folder, file);
const text = (folder: string, file: string): string => fs.readFileSync(at(folder, file), 'utf8');
afterAll(() => folders.forEach((folder) => fs.rmSync(folder, { recursive: true, force: true })));

describe.skipIf(!python)('runner (needs a Python with nbclient)', () => {
  it.skipIf(!fs.existsSync('/proc/self/statm'))(
    'counts the memory of child processes too (needs /proc)',
    async () => {
      const held = `const held = Buffer.alloc(500 * 2 ** 20, 1); setTimeout(() => held, 1500);`;
      const folder = collection({
        '00-children': [
          `import { execFileSync } from 'node:child_process';`,
          `execFileSync(process.execPath, ['-e', ${JSON.stringify(held)}]);`,
        ],
      });
      const { out } = await run(folder);
      expect(Number(/, (\d+) MB/.exec(out)?.[1])).toBeGreaterThan(500);
    },
  );

  it('executes every notebook, then nothing, then only what was edited or restored', async () => {
    const folder = collection({ '00-one': figure(), '01-two': small });
    const first = await run(folder);
    expect(first.err).toBe('');
    expect(first.code).toBe(0);
    expect(first.out).toMatch(/00-one {2}cell 1\/4 .*import fs/);
    expect(first.out).toMatch(/00-one {2}[\d.]+ s, \d+ MB {2}claims 1\/2\n/);
    expect(text(folder, 'figures/00-one/f1.svg')).toBe('<svg/>');
    const done = state(folder);

    const second = await run(folder);
    expect(second.out).toMatch(/^00-one {2}unchanged .*\n01-two {2}unchanged .*\n$/);
    expect(state(folder)).toEqual(done);

    writeNotebook(folder, '01-two', [...small, '"more"']);
    const edited = await run(folder);
    expect(edited.out).toMatch(/00-one {2}unchanged/);
    expect(edited.out).toMatch(/01-two {2}cell 3\/3/);

    fs.rmSync(at(folder, 'figures/00-one/f1.svg'));
    const restored = await run(folder, '00-one');
    expect(restored.out).not.toMatch(/01-two/);
    expect(text(folder, 'figures/00-one/f1.svg')).toBe('<svg/>');
    expect(text(folder, 'notebooks/00-one.ipynb')).toBe(done['notebooks/00-one.ipynb']);
  });

  it('writes notebooks without traces of time or machine, the same bytes in every run', async () => {
    const folder = collection({ '00-one': figure() });
    await run(folder);
    const once = text(folder, 'notebooks/00-one.ipynb');
    fs.rmSync(at(folder, '.cache'), { recursive: true });
    await run(folder);
    expect(text(folder, 'notebooks/00-one.ipynb')).toBe(once);
    const { cells, metadata } = JSON.parse(once);
    expect(Object.keys(metadata)).toEqual(['kernelspec', 'language_info']);
    expect(cells.map((cell: { metadata: object }) => cell.metadata)).toEqual([{}, {}, {}, {}]);
    expect(cells[3].outputs).toEqual([
      { name: 'stdout', output_type: 'stream', text: ['a\n', 'b\n'] },
    ]);
    expect(cells[3].execution_count).toBe(4);
  });

  it("writes a figure's spec on one line, and what it says is the same", async () => {
    const kind = 'application/vnd.vegalite.v5+json';
    const spec = { mark: 'point', data: { values: [{ 'é "x"': 1 }, { 'é "x"': 2 }] } };
    const bundle = `{ [Symbol.for('Jupyter.display')]: () => ({ '${kind}': ${JSON.stringify(spec)} }) }`;
    const folder = collection({ '00-one': [`const shown = ${bundle};\nshown`] });
    await run(folder);
    const written = text(folder, 'notebooks/00-one.ipynb');
    expect(written).toContain(JSON.stringify(spec));
    expect(JSON.parse(written).cells[0].outputs[0].data[kind]).toEqual(spec);
  });

  it('removes a figure that the notebook no longer draws', async () => {
    const folder = collection({ '00-one': figure() });
    fs.mkdirSync(at(folder, 'figures/00-one'), { recursive: true });
    fs.writeFileSync(at(folder, 'figures/00-one/old.svg'), '<svg/>');
    await run(folder);
    expect(fs.readdirSync(at(folder, 'figures/00-one')).sort()).toEqual(['claims.json', 'f1.svg']);
  });

  it('shows the failing cell with its line, keeps the old results, runs the others, ends with 1', async () => {
    const failing = [...figure(), 'const ok = 1;\n\nthrow new RangeError("too far");'];
    const folder = collection({ '00-one': failing, '01-two': small });
    const before = text(folder, 'notebooks/00-one.ipynb');
    const { code, out, err } = await run(folder);
    expect(code).toBe(1);
    expect(err).toContain('00-one: cell 5 failed');
    expect(err).toContain('    3  throw new RangeError("too far");');
    expect(err).toContain('RangeError: too far');
    expect(err).toContain('cell [5], line 3');
    expect(out).toMatch(/00-one {2}FAILED\n01-two .* claims 0\/0/);
    expect(text(folder, 'notebooks/00-one.ipynb')).toBe(before);
    expect(fs.existsSync(at(folder, 'figures/00-one'))).toBe(false);
    expect(text(folder, '.cache/runs/quick/00-one.failed.ipynb')).toContain('RangeError');
  });

  it('goes on after a cell that is tagged raises-exception', async () => {
    const folder = collection({
      '00-one': [{ source: 'throw new Error("meant");', tags: ['raises-exception'] }, '"after"'],
    });
    expect((await run(folder)).code).toBe(0);
    const { cells } = JSON.parse(text(folder, 'notebooks/00-one.ipynb'));
    expect(cells[0].outputs[0]).toMatchObject({ output_type: 'error', evalue: 'meant' });
    expect(cells[1].outputs[0].text).toEqual(['after\n']);
    expect(text(folder, 'notebooks/00-one.ipynb')).not.toContain(folder);
  });

  it('fails a notebook that leaves a rejection or a throwing timer behind its last cell', async () => {
    const folder = collection({
      '00-one': ['Promise.reject(new Error("lost"));\n1'],
      '01-two': ['setTimeout(() => { throw new Error("late"); }, 20);\n1'],
    });
    const { code, err } = await run(folder);
    expect(code).toBe(1);
    expect(err).toContain('Error: lost');
    expect(err).toContain('Error: late');
  });

  it('fails when an established claim does not hold', async () => {
    const folder = collection({ '00-one': figure(false) });
    const { code, out } = await run(folder);
    expect(code).toBe(1);
    expect(out).toContain('C1 is established and does not hold: two is two');
  });

  it('runs again when results of another profile are asked for, and leaves the committed ones alone', async () => {
    const folder = collection({ '00-one': figure() });
    await run(folder);
    const quick = state(folder);
    const { code } = await runProfile(folder, 'paper');
    expect(code).toBe(0);
    expect(state(folder)).toEqual(quick);
    expect(text(folder, '.cache/paper/figures/00-one/f1.svg')).toBe('<svg/>');
  });

  it('killed without warning, it leaves no kernel, and the next run ends with the same bytes', async () => {
    const cells = [
      ...figure(),
      `fs.writeFileSync('pid', String(process.pid));`,
      `await new Promise((resolve) => setTimeout(resolve, 3000));`,
      `fs.rmSync('pid');`,
    ];
    const reference = collection({ '00-one': cells });
    const folder = collection({ '00-one': cells });
    await run(reference);
    await killWhen(folder, at(folder, 'notebooks/pid'));
    const pid = Number(text(folder, 'notebooks/pid'));
    expect(fs.existsSync(at(folder, 'figures'))).toBe(false);
    await until(() => {
      try {
        process.kill(pid, 0);
        return false;
      } catch {
        return true;
      }
    });
    const resumed = await run(folder);
    expect(resumed.code).toBe(0);
    expect(state(folder)).toEqual(state(reference));
    expect(fs.readdirSync(at(folder, '.cache/runs/quick'))).toEqual(['00-one.json']);
  });
});
