import { spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { CheckReport } from './check-library.js';
import type { Library } from './find-library.js';

/** What is known of a library on this processor: the core type to load it with, or why it must not be used. */
export type Verdict = { coreType: string | null } | { refused: string };

// A check takes about a second; a library that hangs or a crowded machine must not hold the session.
const CHECK_MS = 20_000;
const PROBE_MS = 30_000;

// A core type has to be this much faster than the best before it, or noise would choose between near equals.
const WORTH_CHANGING = 1.1;

/**
 * The core type with which OpenBLAS is fastest and right on this processor; null is the library's own choice.
 *
 * Old releases do not know new processors and fall back to kernels several times slower, without a word. Kernels
 * chosen by hand can be wrong or crash: each is checked in a child process. The verdict is remembered per library
 * file and processor, a refusal is not: it may be the machine's passing trouble. A core type that the user has
 * set is checked alone.
 */
export function coreType(library: Library): Verdict {
  const own = process.env.OPENBLAS_CORETYPE;
  const file = cacheFile(library, own ?? '');
  const known = readCoreType(file, own);
  if (known !== undefined) return { coreType: known };
  const verdict = probe(library, own);
  if ('coreType' in verdict) writeCoreType(file, verdict.coreType);
  return verdict;
}

function probe(library: Library, set: string | undefined): Verdict {
  const start = performance.now();
  const first = check(library, set ?? null);
  if (set !== undefined || first.kind === 'not loaded' || (first.kind === 'right' && !first.openblas)) {
    return first.kind === 'right' ? { coreType: set ?? null } : { refused: first.why };
  }
  let best = first.kind === 'right' ? { coreType: null as string | null, speed: first.speed } : undefined;
  for (const candidate of candidates(cpuFlags())) {
    if (performance.now() - start > PROBE_MS) break;
    const report = check(library, candidate);
    // A library that does not know the name uses another core, and says which.
    if (report.kind !== 'right' || report.core.toLowerCase() !== candidate.toLowerCase()) continue;
    if (best !== undefined && report.speed > best.speed * WORTH_CHANGING) {
      // The machine may have been busy when the best so far had its turn: a second one before it is given up.
      const again = check(library, best.coreType);
      if (again.kind === 'right') best.speed = Math.max(best.speed, again.speed);
    }
    if (best === undefined || report.speed > best.speed * WORTH_CHANGING) {
      best = { coreType: candidate, speed: report.speed };
    }
  }
  if (best !== undefined) return { coreType: best.coreType };
  return { refused: first.kind === 'right' ? '' : first.why };
}

/** OpenBLAS core types that a processor with these flags can execute; of those that share their kernels, one. */
export function candidates(flags: ReadonlySet<string>): string[] {
  const has = (...names: string[]): boolean => names.every((name) => flags.has(name));
  const avx512 = has('avx512f', 'avx512cd', 'avx512bw', 'avx512dq', 'avx512vl');
  const types: [string, boolean][] = [
    ['Haswell', has('avx2', 'fma')],
    ['SkylakeX', avx512],
    ['Cooperlake', avx512 && has('avx512_bf16')],
    ['SapphireRapids', avx512 && has('avx512_bf16', 'amx_bf16')],
    ['NEOVERSEN1', has('asimd', 'asimddp')],
    ['NEOVERSEV1', has('asimd', 'sve')],
  ];
  return types.filter(([, possible]) => possible).map(([name]) => name);
}

/** Flags of the processor as Linux lists them; none elsewhere. */
export function cpuFlags(): ReadonlySet<string> {
  try {
    const flags = /^(?:flags|Features)\s*:(.*)$/m.exec(fs.readFileSync('/proc/cpuinfo', 'utf8'));
    return new Set(flags?.[1].trim().split(/\s+/));
  } catch {
    return new Set();
  }
}

/** Loads the library in a child process, with the given core type, and has it checked and timed there. */
function check(library: Library, core: string | null): CheckReport {
  const env = { ...process.env };
  if (core === null) delete env.OPENBLAS_CORETYPE;
  else env.OPENBLAS_CORETYPE = core;
  const script = path.join(__dirname, 'check-library.js');
  const child = spawnSync(process.execPath, [script, library.file, ...library.dependencies], {
    env,
    timeout: CHECK_MS,
    killSignal: 'SIGKILL',
    encoding: 'utf8',
  });
  try {
    return JSON.parse(child.stdout.trim().split('\n').at(-1) ?? '') as CheckReport;
  } catch {
    const end =
      child.error?.message ?? (child.signal ? `signal ${child.signal}` : `exit code ${child.status}`);
    return { kind: 'wrong', why: `the check of ${library.file} ended with ${end}` };
  }
}

function cacheFile(library: Library, set: string): string {
  const folder =
    process.env.AGOP_CACHE ||
    path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'agop');
  let identity = library.file;
  try {
    const real = fs.realpathSync(library.file);
    const { size, mtimeMs } = fs.statSync(real);
    identity = `${real} ${size} ${mtimeMs}`;
  } catch {
    // Not a file that can be seen, such as a bare soname or macOS's own framework: its name is all there is.
  }
  const key = JSON.stringify([identity, os.arch(), os.cpus()[0]?.model, [...cpuFlags()].join(' '), set]);
  const hash = crypto.createHash('sha256').update(key).digest('hex').slice(0, 16);
  return path.join(folder, `blas-${hash}.json`);
}

function readCoreType(file: string, own: string | undefined): string | null | undefined {
  try {
    const { coreType } = JSON.parse(fs.readFileSync(file, 'utf8')) as { coreType?: unknown };
    // OpenBLAS takes a name that it does not know for none, and says so on every start.
    const possible = [null, own, ...candidates(cpuFlags())];
    return possible.find((name) => name === coreType);
  } catch {
    // Absent or corrupt: probe again.
  }
  return undefined;
}

function writeCoreType(file: string, coreType: string | null): void {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    // Renamed into place, so that a reader never sees half a file.
    const draft = `${file}.${process.pid}`;
    fs.writeFileSync(draft, JSON.stringify({ coreType }));
    fs.renameSync(draft, file);
  } catch {
    // A cache that cannot be written costs the next session a probe, no more.
  }
}
