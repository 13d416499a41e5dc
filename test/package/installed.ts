// The library as its users get it: packed by npm and unpacked in an empty folder, beside exactly what it declares.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const root = path.resolve(__dirname, '../..');

export interface Manifest {
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  peerDependenciesMeta: Record<string, { optional?: boolean }>;
}

export interface Installed {
  folder: string;
  manifest: Manifest;
  /** Of the packed file. */
  bytes: number;
  files: string[];
  /** Runs a program in the folder and gives what it prints. */
  node(file: string, program: string): string;
  remove(): void;
}

/** Links stand in for the downloads, so that no network is needed and what is not declared is not found. */
export function installPacked(): Installed {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'agop-')));
  const modules = path.join(folder, 'node_modules');
  const library = path.join(modules, 'agop');
  fs.mkdirSync(library, { recursive: true });
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
    cwd: path.join(root, 'lib'),
  });
  const archive = fs.readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
  execFileSync('tar', ['-xzf', path.join(folder, archive), '-C', library, '--strip-components=1']);
  const manifest = JSON.parse(fs.readFileSync(path.join(library, 'package.json'), 'utf8')) as Manifest;
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
    const target = path.join(root, 'node_modules', name);
    if (!fs.existsSync(target) && name in manifest.optionalDependencies) continue;
    fs.mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
    fs.symlinkSync(target, path.join(modules, name), 'dir');
  }
  return {
    folder,
    manifest,
    bytes: fs.statSync(path.join(folder, archive)).size,
    files: fs.readdirSync(library, { recursive: true, encoding: 'utf8' }),
    node(file, program) {
      fs.writeFileSync(path.join(folder, file), program);
      return execFileSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' }).trim();
    },
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
}
