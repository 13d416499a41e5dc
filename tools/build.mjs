// Builds lib/dist from lib/src (tsc) and lib/assembly (asc), and does nothing when neither has changed.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesBelow } from './keys.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const lib = path.join(root, 'lib');
const dist = path.join(lib, 'dist');
const stampFile = path.join(dist, '.stamp');

function stamp() {
  const hash = createHash('sha256');
  const inputs = [
    ...filesBelow(path.join(lib, 'src')),
    ...filesBelow(path.join(lib, 'assembly')),
    ...[
      'lib/tsconfig.json',
      'lib/asconfig.json',
      'tsconfig.base.json',
      'package-lock.json',
      'tools/build.mjs',
    ].map((file) => path.join(root, file)),
  ].filter((file) => fs.existsSync(file));
  for (const file of inputs) hash.update(path.relative(root, file)).update(fs.readFileSync(file));
  return hash.digest('hex');
}

function run(script, args) {
  const { status } = spawnSync(process.execPath, [path.join(root, 'node_modules', script), ...args], {
    cwd: lib,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}

const wanted = stamp();
if (!fs.existsSync(stampFile) || fs.readFileSync(stampFile, 'utf8') !== wanted) {
  fs.rmSync(dist, { recursive: true, force: true });
  // node_modules/.bin/tsc is tslab's own TypeScript 5.0; the project's compiler is called by its path.
  run('typescript/bin/tsc', ['-p', 'tsconfig.json']);
  const config = path.join(lib, 'asconfig.json');
  const targets = fs.existsSync(config)
    ? Object.keys(JSON.parse(fs.readFileSync(config, 'utf8')).targets)
    : [];
  for (const target of targets) {
    run('assemblyscript/bin/asc.js', [
      `assembly/${target}.ts`,
      '--config',
      'asconfig.json',
      '--target',
      target,
    ]);
  }
  fs.writeFileSync(stampFile, wanted);
  console.log(`lib built (${wanted.slice(0, 12)})`);
}
