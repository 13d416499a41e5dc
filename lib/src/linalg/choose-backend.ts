import { InputError, NumericalError } from '../errors.js';
import type { Backend } from './backend.js';
import { coreType } from './core-type.js';
import { findLibraries, type Library } from './find-library.js';
import { loadNative } from './native.js';
import { portable } from './portable.js';

const INSTALL: Partial<Record<NodeJS.Platform, string>> = {
  linux: "OpenBLAS (Debian, Ubuntu: 'apt-get install libopenblas0')",
  darwin: "koffi ('npm install koffi'): Accelerate is there already",
};

/**
 * The engine of this process. `AGOP_ENGINE=portable` or `native` forces one, `AGOP_BLAS=path` names the library;
 * what they demand and cannot have is an error. Without them, no library means the portable engine and one line.
 */
export function chooseBackend(): Backend {
  const { AGOP_ENGINE: wanted, AGOP_BLAS: named } = process.env;
  if (wanted && wanted !== 'native' && wanted !== 'portable') {
    throw new InputError(
      'agop',
      'AGOP_ENGINE',
      `is ${wanted}`,
      'set it to native or portable, or not at all',
    );
  }
  if (wanted === 'portable') return portable;
  const libraries = named ? [{ file: named, dependencies: [] }] : findLibraries();
  const reasons: string[] = [];
  for (const library of libraries) {
    try {
      return open(library);
    } catch (error) {
      reasons.push((error as Error).message);
    }
  }
  const why = reasons.length > 0 ? reasons.join('; ') : 'no BLAS library was found';
  const install = INSTALL[process.platform] ?? 'OpenBLAS';
  if (named) {
    throw new InputError('agop', 'AGOP_BLAS', `is ${named}: ${why}`, 'name a BLAS and LAPACK library');
  }
  if (wanted === 'native') {
    throw new InputError('agop', 'AGOP_ENGINE', `is native: ${why}`, `install ${install}`);
  }
  process.stderr.write(`agop: portable engine (${why}); ${install} would make it about ten times faster\n`);
  return portable;
}

function open(library: Library): Backend {
  const verdict = coreType(library);
  if ('refused' in verdict) throw new NumericalError(verdict.refused);
  return withVariables(
    {
      ...(verdict.coreType === null ? {} : { OPENBLAS_CORETYPE: verdict.coreType }),
      // Its threads spin for 2^26 cycles after a call by default, on the cores that the worker pool needs next.
      OPENBLAS_THREAD_TIMEOUT: process.env.OPENBLAS_THREAD_TIMEOUT ?? '20',
    },
    () => loadNative(library.file, library.dependencies),
  );
}

// OpenBLAS reads its variables while it is loaded; other programs started from here make their own choice.
function withVariables<T>(variables: Record<string, string>, use: () => T): T {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  try {
    return use();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
