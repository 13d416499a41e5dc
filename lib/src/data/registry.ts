import fs from 'node:fs';
import path from 'node:path';
import { DataError } from '../errors.js';

/** Where a file can be had: `url` itself, or its archive (`member` in a zip or tar.gz of at most `bytes` bytes). */
export interface Source {
  url: string;
  member?: string;
  bytes?: number;
}

/** One file of a data set; `path` is relative to the folder `<cache or mirror>/<data set>/`. */
export interface DataFile {
  path: string;
  /** Its size; 0 where that and the checksum are not known. */
  bytes: number;
  /** null: the publisher's checksum is not known, so the file cannot be verified and is refused. */
  sha256: string | null;
  sources?: Source[];
  rows?: number;
  task?: 'regression' | 'classification';
}

/** The publisher's files, a part of them, or the same data in another format. */
export type VariantName = 'official' | 'subset' | 'converted';

/** A set of files that is accepted as the data set; no other bytes ever are. */
export interface Variant {
  name: VariantName;
  says: string;
  rows: Record<string, number>;
  files: DataFile[];
}

export interface RegistryEntry {
  title: string;
  licence: string;
  citation: string;
  home: string[];
  /** Whether its licence is stated and lets pictures of it be shown. */
  showable: boolean;
  variants: Variant[];
}

export type Registry = Record<string, RegistryEntry>;

/** The project's folder: the library is used in place, from lib/dist/data. */
export const projectFolder: string = path.resolve(__dirname, '..', '..', '..');

let cached: Registry | undefined;

/** data/registry.json. */
export function registry(): Registry {
  if (!cached) {
    const file = path.join(projectFolder, 'data', 'registry.json');
    try {
      cached = JSON.parse(fs.readFileSync(file, 'utf8')) as Registry;
    } catch (error) {
      throw new DataError(
        error instanceof SyntaxError ? 'format' : 'missing',
        `registry: data/registry.json cannot be read (${(error as Error).message}); restore it from git`,
      );
    }
  }
  return cached;
}

/** The registry's entry of a data set. */
export function registryEntry(name: string, entries: Registry = registry()): RegistryEntry {
  if (typeof name === 'string' && Object.hasOwn(entries, name)) return entries[name];
  const names = Object.keys(entries);
  const near = typeof name === 'string' ? nearest(name, names) : undefined;
  throw new DataError(
    'unknown',
    `dataset: name is ${JSON.stringify(name) ?? String(name)}, which is not in the registry; ` +
      (near ? `did you mean '${near}'? ` : '') +
      `It has ${names.join(', ')}`,
  );
}

/** The entry of `names` closest to `name`, if it is close at all. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  if (best && best.distance <= Math.max(2, name.length / 3)) return best.candidate;
  return names.find((candidate) => name.length >= 3 && candidate.toLowerCase().includes(name.toLowerCase()));
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}
