import fs from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Cell, createCollection, pythonWith, run } from './support/jupyter';

const python = pythonWith('nbclient, nbformat, jupyter_client');
let folder = '';
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

async function failure(prepare: (notebook: string) => void, ...names: string[]): Promise<string> {
  folder = createCollection({ '00-one': ['1'] satisfies Cell[] });
  prepare(path.join(folder, 'notebooks/00-one.ipynb'));
  const { code, err } = await run(folder, ...names);
  expect(code).not.toBe(0);
  expect(err).not.toMatch(/Traceback|node:internal/);
  return err;
}
const empty = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
const write = (content: unknown) => (notebook: string) =>
  fs.writeFileSync(notebook, typeof content === 'string' ? content : JSON.stringify(content));

describe.skipIf(!python)('runner, given what it cannot run', () => {
  it('a name without a notebook: names those that exist', async () => {
    expect(await failure(() => {}, '07-nothing')).toMatch(/no notebook 07-nothing; there are: 00-one/);
  });

  it('a file cut short: names it and says what to do', async () => {
    const err = await failure(write('{"cells": [{"cell_ty'));
    expect(err).toMatch(/notebooks\/00-one\.ipynb is not a valid notebook: .*restore it with git/);
  });

  it('JSON that is no notebook', async () => {
    expect(await failure(write([1, 2]))).toMatch(/00-one\.ipynb is not a valid notebook/);
  });

  it('a cell of a kind that does not exist', async () => {
    const cells = [{ cell_type: 'coed', id: 'a', metadata: {}, source: '1' }];
    expect(await failure(write({ ...empty, cells }))).toMatch(/00-one\.ipynb is not a valid notebook/);
  });

  it('a notebook of a format that is not known yet', async () => {
    expect(await failure(write({ ...empty, nbformat: 7 }))).toMatch(/is not a valid notebook/);
  });

  it('no kernel: names it and the file to restore', async () => {
    const err = await failure((notebook) => {
      fs.rmSync(path.join(path.dirname(notebook), '../.jupyter'));
    });
    expect(err).toMatch(/no Jupyter kernel named tslab.*restore \.jupyter\/kernels\/tslab\/kernel\.json/);
  });

  it('a kernel that does not start: says what to run', async () => {
    const err = await failure((notebook) => {
      const link = path.join(path.dirname(notebook), '../.jupyter');
      fs.rmSync(link);
      fs.mkdirSync(path.join(link, 'kernels/tslab'), { recursive: true });
      const spec = { argv: ['node', '-e', '1'], display_name: 'TypeScript', language: 'typescript' };
      fs.writeFileSync(path.join(link, 'kernels/tslab/kernel.json'), JSON.stringify(spec));
    });
    expect(err).toMatch(/the kernel did not start: .*run make/);
  });

  it('a cell that ends the kernel: names the cell', async () => {
    const cells = [{ cell_type: 'code', execution_count: null, id: 'a', metadata: {}, outputs: [], source: 'process.exit(3)' }];
    const err = await failure(write({ ...empty, cells }));
    expect(err).toContain('00-one: cell 1 failed');
    expect(err).toContain('The kernel died');
  });
});
