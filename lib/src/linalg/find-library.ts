import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A shared library with BLAS and LAPACK, and what has to be loaded before it. */
export interface Library {
  file: string;
  dependencies: string[];
}

const NAMES: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: ['libopenblas.so.0', 'libopenblas.so', 'libmkl_rt.so.2', 'libmkl_rt.so'],
  darwin: ['libopenblas.0.dylib', 'libopenblas.dylib', 'libmkl_rt.2.dylib'],
  win32: ['libopenblas.dll', 'openblas.dll', 'mkl_rt.2.dll'],
};

// Part of every macOS; the file itself lies in the system's cache of libraries and cannot be seen by fs.
const ACCELERATE = '/System/Library/Frameworks/Accelerate.framework/Accelerate';

/**
 * The BLAS libraries of this machine, the most wanted first: a project's own `.blas` folder, the system's, Accelerate.
 */
export function findLibraries(): Library[] {
  const found = [...unpacked(), ...installed()];
  if (process.platform === 'darwin') found.push({ file: ACCELERATE, dependencies: [] });
  return found;
}

/** OpenBLAS unpacked without installing it, in a folder `.blas` beside or above the library or the working folder. */
function unpacked(): Library[] {
  const folder = [__dirname, process.cwd()].map(findUp).find((candidate) => candidate !== undefined);
  if (folder === undefined) return [];
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const named = (name: string): string[] =>
    files.filter((file) => path.basename(file) === name).map((file) => path.join(folder, file));
  // Loaded in this order, the loader finds each by its soname when the next one asks for it.
  const dependencies = ['libquadmath.so.0', 'libgfortran.so.5'].flatMap((name) => named(name).slice(0, 1));
  return (NAMES[process.platform] ?? []).flatMap(named).map((file) => ({ file, dependencies }));
}

function findUp(from: string): string | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, '.blas');
    if (fs.existsSync(candidate)) return candidate;
    if (folder === path.dirname(folder)) return undefined;
  }
}

function installed(): Library[] {
  const triplet = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }[os.arch() as 'x64' | 'arm64'];
  const folders = [
    ...(process.env.LD_LIBRARY_PATH ?? '').split(path.delimiter),
    process.env.CONDA_PREFIX && path.join(process.env.CONDA_PREFIX, 'lib'),
    '/usr/local/lib',
    triplet && `/usr/lib/${triplet}`,
    '/usr/lib64',
    '/usr/lib',
    '/opt/intel/oneapi/mkl/latest/lib',
    '/opt/homebrew/opt/openblas/lib',
    '/usr/local/opt/openblas/lib',
    ...(process.platform === 'win32' ? (process.env.PATH ?? '').split(path.delimiter) : []),
  ].filter((folder) => folder !== undefined && folder !== '') as string[];
  return (NAMES[process.platform] ?? []).flatMap((name) =>
    folders
      .map((folder) => path.join(folder, name))
      .filter((file) => fs.existsSync(file))
      .map((file) => ({ file, dependencies: [] })),
  );
}
