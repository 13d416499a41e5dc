import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DataError } from '../errors.js';
import { defaultPatience, type Patience } from './http.js';
import { projectFolder } from './registry.js';

/** Where data sets are looked for. */
export interface Places {
  /** Folder of downloads, `<cache>/<data set>/<file>`. */
  cache: string;
  /** A folder or an http(s) URL laid out in the same way. */
  mirror?: string;
  offline: boolean;
  patience: Patience;
  /** Takes one line when something was put right on the way, a corrupt file discarded say. */
  note: (line: string) => void;
}

/**
 * DATA_CACHE (default data/cache), DATA_MIRROR (a folder, file: or http(s): URL) and DATA_OFFLINE=1.
 * Relative folders are relative to the project, wherever a notebook runs.
 */
export function placesFromEnvironment(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Places {
  return {
    cache: path.resolve(projectFolder, env.DATA_CACHE || 'data/cache'),
    mirror: env.DATA_MIRROR ? mirrorPlace(env.DATA_MIRROR) : undefined,
    offline: env.DATA_OFFLINE === '1',
    patience: defaultPatience,
    note: (line) => process.stderr.write(`${line}\n`),
  };
}

export function isRemote(mirror: string): boolean {
  return /^https?:\/\//.test(mirror);
}

function mirrorPlace(value: string): string {
  if (isRemote(value)) return value.endsWith('/') ? value : `${value}/`;
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(value) && !value.startsWith('file://')) {
    throw new DataError(
      'unknown',
      `dataset: DATA_MIRROR is ${value}; give a folder, or a URL that begins with file:, http: or https:`,
    );
  }
  return value.startsWith('file://') ? fileURLToPath(value) : path.resolve(projectFolder, value);
}
