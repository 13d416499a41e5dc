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
  if (named)
    throw new InputError('agop', 'AGOP_BLAS', `is ${named}: ${why}`, 'name a BLAS and LAPACK library');
  if (wanted === 'native') {
    throw new InputError('agop', 'AGOP_ENGINE', `is native: ${why}`, `install ${install}`);
  }
  process.stderr.write(`agop: portable engine (${why}); ${install} would make it about ten times faster\n`);
  return portable;
}

function open(library: Library): Backend {
  const verdict = coreType(library);
  if ('refused' in verdict) throw new NumericalError(verdict.refused);
  if (verdict.coreType === null) return loadNative(library.file, library.dependencies);
  // OpenBLAS reads the variable while it is loaded; other programs started from here make their own choice.
  const before = process.env.OPENBLAS_CORETYPE;
  process.env.OPENBLAS_CORETYPE = verdict.coreType;
  try {
    return loadNative(library.file, library.dependencies);
  } finally {
    if (before === undefined) delete process.env.OPENBLAS_CORETYPE;
    else process.env.OPENBLAS_CORETYPE = before;
  }
}
