import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pythonWith, root } from './support/jupyter';

let folder = '';
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'setup-'));
  for (const part of ['tools', 'bin', 'node_modules']) fs.mkdirSync(path.join(folder, part));
  fs.copyFileSync(path.join(root, 'tools/setup.sh'), path.join(folder, 'tools/setup.sh'));
  fs.writeFileSync(path.join(folder, 'package-lock.json'), '{}');
  program('npm', 'echo "npm $*"');
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** A program of this name that stands before the real one. */
function program(name: string, script: string): void {
  fs.writeFileSync(path.join(folder, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

function setup(): { status: number | null; stdout: string; stderr: string } {
  // A BLAS that is named is not looked for: nothing is installed by these tests.
  const env = {
    ...process.env,
    PATH: `${path.join(folder, 'bin')}:${process.env.PATH}`,
    AGOP_BLAS: 'named',
  };
  return spawnSync('sh', [path.join(folder, 'tools/setup.sh')], { env, encoding: 'utf8' });
}

describe.skipIf(!pythonWith('nbclient, nbformat, jupyter_client, notebook'))(
  'setup.sh (needs a Jupyter that is already there)',
  () => {
    it('installs the packages once, and again only when package-lock.json has changed', () => {
      expect(setup().stdout).toMatch(/^setup: npm ci .*\nnpm ci /);
      expect(setup()).toMatchObject({ status: 0, stdout: '', stderr: '' });
      fs.writeFileSync(path.join(folder, 'package-lock.json'), '{ "name": "changed" }');
      expect(setup().stdout).toMatch(/npm ci/);
    });

    it('a failed installation is an error, says what to do, and is tried again', () => {
      program('npm', 'exit 7');
      const { status, stderr } = setup();
      expect(status).toBe(1);
      expect(stderr).toMatch(/npm ci failed .* check the network/);
      program('npm', 'echo "npm $*"');
      expect(setup().stdout).toMatch(/npm ci/);
    });

    it('a Node that is too old is named', () => {
      program('node', 'case "$1" in -p) echo 18 ;; *) echo v18.19.0 ;; esac');
      const { status, stderr } = setup();
      expect(status).toBe(1);
      expect(stderr).toBe('setup: Node v18.19.0 is too old; install Node 20 or newer\n');
    });
  },
);
