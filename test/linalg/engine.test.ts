import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { candidates, cpuFlags } from 'agop/linalg/core-type';
import { eigh } from 'agop/linalg/eigh';
import { engineInfo, setThreads } from 'agop/linalg/engine';
import { gram } from 'agop/linalg/gram';
import { findLibraries } from 'agop/linalg/find-library';
import { matmul } from 'agop/linalg/matmul';
import { norm } from 'agop/linalg/norm';
import { Random } from 'agop/linalg/random';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { distance } from './support.js';

const native = engineInfo().engine === 'native';
const enginePath = createRequire(__filename).resolve('agop/linalg/engine');

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'agop-engine-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** engineInfo of a new process, with the environment and a cache folder of its own. */
function inNewProcess(env: Record<string, string>): {
  info?: ReturnType<typeof engineInfo>;
  set?: string;
  stderr: string;
} {
  const script = `const { engineInfo } = require(${JSON.stringify(enginePath)});
    console.log(JSON.stringify({ info: engineInfo(), set: process.env.OPENBLAS_CORETYPE }));`;
  const inherited = { ...process.env };
  for (const name of ['AGOP_ENGINE', 'AGOP_BLAS', 'OPENBLAS_CORETYPE']) delete inherited[name];
  const child = spawnSync(process.execPath, ['-e', script], {
    cwd: folder,
    env: { ...inherited, AGOP_CACHE: path.join(folder, 'cache'), ...env },
    encoding: 'utf8',
  });
  return { ...(child.status === 0 ? JSON.parse(child.stdout) : {}), stderr: child.stderr };
}

/** Has every node process started below run `code` first: the way to break a part of the machine in a test. */
function withHook(code: string): Record<string, string> {
  const hook = path.join(folder, 'hook.cjs');
  fs.writeFileSync(hook, code);
  return { NODE_OPTIONS: `--require ${hook}` };
}
/** Checks of a library crash where `when` holds in the child; those of chosen core types alone spare their time. */
const crashingCheck = (when: string): Record<string, string> =>
  withHook(
    `if (process.argv[1]?.endsWith('check-library.js') && ${when}) process.kill(process.pid, 'SIGSEGV');`,
  );

const WITHOUT_KOFFI = `const Module = require('node:module');
  const load = Module._load;
  Module._load = (name, ...rest) => {
    if (name === 'koffi') throw new Error("Cannot find module 'koffi'");
    return load(name, ...rest);
  };`;

const remembered = (): string => {
  const cache = path.join(folder, 'cache');
  return path.join(cache, fs.readdirSync(cache)[0]);
};

test('AGOP_ENGINE=portable is obeyed without a word', () => {
  const { info, stderr } = inNewProcess({ AGOP_ENGINE: 'portable' });
  expect(info).toMatchObject({ engine: 'portable', threads: 1 });
  expect(stderr).toBe('');
});

test('an unknown AGOP_ENGINE is an error', () => {
  expect(inNewProcess({ AGOP_ENGINE: 'fast' }).stderr).toContain(
    'InputError: agop: AGOP_ENGINE is fast; set it to',
  );
});

test('AGOP_BLAS that is missing, broken or not BLAS is an error that names it', () => {
  const broken = path.join(folder, 'libopenblas.so.0');
  fs.writeFileSync(broken, 'not a library');
  for (const file of [broken, path.join(folder, 'missing.so'), process.execPath]) {
    expect(inNewProcess({ AGOP_BLAS: file }).stderr).toContain(`InputError: agop: AGOP_BLAS is ${file}: `);
  }
});

test('without koffi the portable engine is used, with one line that says what would help', () => {
  const { info, stderr } = inNewProcess(withHook(WITHOUT_KOFFI));
  expect(info).toMatchObject({ engine: 'portable' });
  expect(stderr).toMatch(/^agop: portable engine \(.*\); .* would make it about ten times faster\n$/);
  const demanded = inNewProcess({ ...withHook(WITHOUT_KOFFI), AGOP_ENGINE: 'native' });
  expect(demanded.stderr).toContain('InputError: agop: AGOP_ENGINE is native: ');
});

describe.skipIf(!native)('with a library', () => {
  // The first found; where there is none, nothing here runs.
  const library = findLibraries()[0]?.file;
  const name = engineInfo().library;

  test('a project folder .blas comes before the system, and a broken library in it is passed over', () => {
    const local = path.join(folder, '.blas', 'usr', 'lib', 'libopenblas.so');
    fs.mkdirSync(path.dirname(local), { recursive: true });
    fs.copyFileSync(fs.realpathSync(library), local);
    expect(inNewProcess(crashingCheck('process.env.OPENBLAS_CORETYPE')).info).toMatchObject({
      engine: 'native',
      // Another name than the system's, by which it is known here.
      library: path.basename(local),
    });
    fs.writeFileSync(local, 'not a library');
    expect(inNewProcess(crashingCheck('process.env.OPENBLAS_CORETYPE')).info).toMatchObject({
      engine: 'native',
      library: name,
    });
  });

  test('a core type whose check crashes is passed over; if all crash, so is the library', () => {
    const chosen = inNewProcess({ AGOP_BLAS: library, ...crashingCheck('process.env.OPENBLAS_CORETYPE') });
    expect(chosen.info).toMatchObject({ engine: 'native' });
    expect(JSON.parse(fs.readFileSync(remembered(), 'utf8'))).toEqual({ coreType: null });
    fs.rmSync(remembered());
    expect(inNewProcess({ AGOP_BLAS: library, ...crashingCheck('true') }).stderr).toContain(
      'ended with signal SIGSEGV',
    );
  });

  test.skipIf(!engineInfo().version.startsWith('OpenBLAS') || !candidates(cpuFlags()).includes('Haswell'))(
    'a library that takes this processor for an old one is given a faster core type',
    () => {
      const old = `if (process.argv[1]?.endsWith('check-library.js')) process.env.OPENBLAS_CORETYPE ??= 'Prescott';`;
      const { info } = inNewProcess({ AGOP_BLAS: library, ...withHook(old) });
      expect(info?.core).not.toBe('Prescott');
      const { coreType } = JSON.parse(fs.readFileSync(remembered(), 'utf8')) as { coreType: string };
      expect(candidates(cpuFlags())).toContain(coreType);
    },
  );

  test('its core type is probed once, remembered, and probed anew if the memory is corrupt', () => {
    const { info } = inNewProcess({ AGOP_BLAS: library, ...crashingCheck('process.env.OPENBLAS_CORETYPE') });
    expect(info).toMatchObject({ engine: 'native', library: name });
    const file = remembered();
    const text = fs.readFileSync(file, 'utf8');
    expect(Object.keys(JSON.parse(text) as object)).toEqual(['coreType']);
    const { mtimeMs } = fs.statSync(file);
    inNewProcess({ AGOP_BLAS: library, ...crashingCheck('process.env.OPENBLAS_CORETYPE') });
    expect(fs.statSync(file).mtimeMs).toBe(mtimeMs);
    for (const damaged of [text.slice(0, 7), '{"coreType":"Haswelm"}']) {
      fs.writeFileSync(file, damaged);
      expect(
        inNewProcess({ AGOP_BLAS: library, ...crashingCheck('process.env.OPENBLAS_CORETYPE') }).info,
      ).toMatchObject({ engine: 'native' });
      expect(fs.readFileSync(file, 'utf8')).toBe(text);
    }
  });

  test('a cache that cannot be written is no obstacle', () => {
    const file = path.join(folder, 'cache');
    fs.writeFileSync(file, 'a file where the folder should be');
    expect(
      inNewProcess({ AGOP_BLAS: library, ...crashingCheck('process.env.OPENBLAS_CORETYPE') }).info,
    ).toMatchObject({ engine: 'native' });
  });

  test.skipIf(!engineInfo().version.startsWith('OpenBLAS') || !candidates(cpuFlags()).includes('Haswell'))(
    'a core type that the user has set is kept, one that we chose does not leak to other programs',
    () => {
      const user = inNewProcess({ AGOP_BLAS: library, OPENBLAS_CORETYPE: 'Nehalem' });
      expect(user.info?.core).toBe('Nehalem');
      expect(user.set).toBe('Nehalem');
      inNewProcess({ AGOP_BLAS: library, ...crashingCheck('process.env.OPENBLAS_CORETYPE') });
      fs.readdirSync(path.join(folder, 'cache')).forEach((name) =>
        fs.writeFileSync(path.join(folder, 'cache', name), JSON.stringify({ coreType: 'Haswell' })),
      );
      const ours = inNewProcess({ AGOP_BLAS: library, ...crashingCheck('process.env.OPENBLAS_CORETYPE') });
      expect(ours.info?.core).toBe('Haswell');
      expect(ours.set).toBeUndefined();
    },
  );

  test('the number of threads can be set, and changes results at rounding level only', () => {
    const { threads } = engineInfo();
    const a = new Random(1).normalMatrix(300, 200);
    const results = [1, threads].map((count) => {
      setThreads(count);
      expect(engineInfo().threads).toBe(count);
      const k = gram(a);
      return { k, product: matmul(a, a, { transB: true }), values: eigh(k).values };
    });
    setThreads(threads);
    // Sums of 200 products of standard normals split in another way; eigenvalues move by that times the norm.
    const bound = 200 * 36 * 2 ** -52;
    expect(distance(results[0].k, results[1].k)).toBeLessThanOrEqual(bound);
    expect(distance(results[0].product, results[1].product)).toBeLessThanOrEqual(bound);
    const values = results.map(({ values: data }) => ({ data }));
    expect(distance(values[0], values[1])).toBeLessThanOrEqual(300 * 2 ** -52 * norm(results[0].k));
  });
});

test('core types follow the flags of the processor', () => {
  expect(candidates(new Set())).toEqual([]);
  expect(candidates(new Set(['avx2', 'fma']))).toEqual(['Haswell']);
  const avx512 = ['avx2', 'fma', 'avx512f', 'avx512cd', 'avx512bw', 'avx512dq', 'avx512vl'];
  expect(candidates(new Set(avx512))).toEqual(['Haswell', 'SkylakeX']);
  expect(candidates(new Set([...avx512, 'avx512_bf16']))).toContain('Cooperlake');
  expect(candidates(new Set(avx512.slice(0, 3)))).not.toContain('SkylakeX');
});
