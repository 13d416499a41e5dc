import type { Foreign, ForeignLibrary } from './foreign.js';

// CBLAS's own constants.
export const ROW_MAJOR = 101;
export const NO_TRANS = 111;
export const TRANS = 112;
export const UPPER = 121;
export const LOWER = 122;
export const NON_UNIT = 131;
export const LEFT = 141;

type Declare = (name: string, args: string, result?: string) => Foreign;

/**
 * Functions of CBLAS and LAPACK in double (d) or single (s) precision. One letter an argument: i = int, r = real, p =
 * pointer, a = address, c = character (and its hidden length, z, at the end); the result, by default none, has a letter
 * too.
 */
export function routinesOf(lib: ForeignLibrary, prefix: 'd' | 's'): { blas: Declare; lapack: Declare } {
  const types: Record<string, string> = {
    ...{ i: 'int', r: prefix === 'd' ? 'double' : 'float', p: 'void *', a: 'uintptr_t' },
    ...{ c: 'const char *', z: 'size_t', v: 'void' },
  };
  const declare: Declare = (name, args, result = 'v') =>
    lib.func(
      name,
      types[result],
      [...args].map((letter) => types[letter]),
    );
  return {
    blas: (name, args, result) => declare(`cblas_${prefix}${name}`, args, result),
    lapack: (name, args, result) => declare(`${prefix}${name}_`, args, result),
  };
}
