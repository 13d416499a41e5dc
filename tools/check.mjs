// Runs every notebook from scratch into a temporary folder and compares its figures and claims with the committed ones.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { differences } from './differences.mjs';
import { folders, root } from './collection.mjs';
import { findPython } from './python.mjs';

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'figures-'));
process.on('exit', () => fs.rmSync(temporary, { recursive: true, force: true }));

function regenerate(name) {
  const python = findPython(root, ['nbclient', 'nbformat', 'jupyter_client']);
  if (!python) throw new Error('no Python with nbclient is installed; run: sh tools/setup.sh');
  const source = path.join(folders.notebooks, `${name}.ipynb`);
  const target = path.join(temporary, `${name}.ipynb`);
  const args = [path.join(root, 'tools', 'execute.py'), source, target, folders.notebooks];
  const env = {
    ...process.env,
    JUPYTER_PATH: path.join(root, '.jupyter'),
    FIGURES_DIR: path.join(temporary, 'figures'),
    // An empty store: nothing that an earlier run computed may stand in for this one.
    STORE_DIR: path.join(temporary, 'store'),
    AGOP_PROGRESS: path.join(temporary, 'progress.jsonl'),
  };
  const { status, stdout, stderr } = spawnSync(python, args, { env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${name} does not run: ${(stderr || stdout).trim().slice(-2000)}`);
}

function committed(name) {
  const list = spawnSync('git', ['ls-files', '-z', '--', path.join(folders.figures, name)], {
    cwd: root,
    encoding: 'utf8',
  });
  if (list.status !== 0) throw new Error(`git cannot list the committed figures: ${list.stderr.trim()}`);
  const show = (file) =>
    spawnSync('git', ['show', `HEAD:${file}`], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 }).stdout;
  const files = list.stdout
    .split('\0')
    .filter((file) => file.endsWith('.json') && !file.endsWith('timings.json'));
  return Object.fromEntries(files.map((file) => [path.basename(file), JSON.parse(show(file))]));
}

function regenerated(name) {
  const folder = path.join(temporary, 'figures', name);
  const files = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return Object.fromEntries(
    files
      .filter((file) => file.endsWith('.json') && file !== 'timings.json')
      .map((file) => [file, JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'))]),
  );
}

const wanted = process.argv.slice(2);
const names = fs
  .readdirSync(folders.notebooks)
  .filter((file) => /^\d\d-.*\.ipynb$/.test(file))
  .map((file) => path.basename(file, '.ipynb'))
  .filter((name) => wanted.length === 0 || wanted.includes(name));
if (names.length === 0) throw new Error(`no notebook ${wanted.join(', ')} in ${folders.notebooks}`);

let moved = 0;
for (const name of names) {
  regenerate(name);
  const found = differences(committed(name), regenerated(name));
  for (const { where, text, measured } of found) {
    console.log(`${name}/${where}: ${text}${measured ? ' (a wall time; not counted)' : ''}`);
  }
  const counted = found.filter(({ measured }) => !measured).length;
  moved += counted;
  console.log(`${name}: ${counted === 0 ? 'nothing moved' : `${counted} moved`}`);
}
process.exitCode = moved > 0 ? 1 : 0;
