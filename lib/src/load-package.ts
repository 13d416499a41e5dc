import { createRequire } from 'node:module';
import { InputError } from './errors.js';

const MISSING = new Set(['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND']);

/** What to throw when loading the package `name` failed: only its own absence is the caller's to mend. */
function failure(fn: string, name: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (!MISSING.has(code ?? '') || !message.includes(`'${name}'`)) return error;
  const advice = `it is loaded at first use; npm install ${name}`;
  return Object.assign(new InputError(fn, `the package ${name}`, 'is not installed', advice), {
    cause: error,
  });
}

/**
 * A package that is loaded when `fn` first needs it, so that `import 'agop'` stays quick and does without it.
 * @throws InputError that says what to install where it is absent.
 */
export function loadPackage<T>(fn: string, name: string): T {
  try {
    return createRequire(__filename)(name) as T;
  } catch (error) {
    throw failure(fn, name, error);
  }
}

/** The same for packages that are ECMAScript modules. */
export async function importPackage<T>(fn: string, name: string): Promise<T> {
  try {
    return (await import(name)) as T;
  } catch (error) {
    throw failure(fn, name, error);
  }
}
