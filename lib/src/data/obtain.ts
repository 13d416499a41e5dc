import fs from 'node:fs/promises';
import path from 'node:path';
import { DataError } from '../errors.js';
import { writeCacheFile } from './cache-file.js';
import { httpBody } from './http.js';
import { isRemote, type Places } from './places.js';
import { projectFolder, type DataFile, type RegistryEntry, type Source, type Variant } from './registry.js';
import { untarGz } from './tar.js';
import { verified, type Verified } from './verified.js';
import { unzip } from './zip.js';

/** A variant whose files are all there, each with an accepted checksum. */
export interface Obtained {
  variant: Variant;
  /** The last place that was needed. */
  from: 'cache' | 'mirror' | 'publisher';
  files: Map<string, Uint8Array>;
}

/**
 * The files of a data set: from the cache, else the mirror, else the publisher. The bytes returned are the bytes whose
 * checksum was compared; the first variant of the entry that is complete wins. Files of a mirror folder are read in
 * place; what comes over the network is stored in the cache.
 */
export async function obtain(name: string, entry: RegistryEntry, places: Places): Promise<Obtained> {
  const search = new Search(name, entry, places);
  const stages = {
    cache: () => search.folder(places.cache, true),
    mirror: () => search.mirror(),
    publisher: () => search.publisher(),
  };
  for (const from of ['cache', 'mirror', 'publisher'] as const) {
    await stages[from]();
    const variant = search.complete();
    if (variant) {
      const files = variant.files.map((file): [string, Uint8Array] => [file.path, search.found(file)!.bytes]);
      return { variant, from, files: new Map(files) };
    }
  }
  throw search.failure();
}

class Search {
  readonly #found = new Map<string, Verified>();
  readonly #archives = new Map<string, Promise<Uint8Array>>();
  readonly #problems: DataError[] = [];

  constructor(
    readonly name: string,
    readonly entry: RegistryEntry,
    readonly places: Places,
  ) {}

  found(file: DataFile): Verified | undefined {
    const found = this.#found.get(file.path);
    return found?.sha256 === file.sha256 ? found : undefined;
  }

  complete(): Variant | undefined {
    return this.entry.variants.find((variant) => variant.files.every((file) => this.found(file)));
  }

  /** Reads what is there; in the cache a file with a wrong checksum is discarded. */
  async folder(folder: string, isCache: boolean): Promise<void> {
    for (const [file, versions] of this.#missing()) {
      if (versions.length === 0) continue;
      const full = path.join(folder, this.name, file);
      const bytes = await readIfThere(full, `${this.name}: ${file}`);
      if (!bytes) continue;
      try {
        this.#found.set(file, verified(bytes, versions, `${this.name}: ${shown(full)}`));
      } catch (error) {
        this.#problems.push(error as DataError);
        this.places.note(`${(error as DataError).message}; ${isCache ? 'discarded' : 'passed over'}`);
        if (isCache) await discard(full, this.name);
      }
    }
  }

  /** Reads a mirror folder in place, or downloads from an http(s) mirror; a variant that it lacks is passed over. */
  async mirror(): Promise<void> {
    const { mirror } = this.places;
    if (mirror === undefined) return;
    if (!isRemote(mirror)) return this.folder(mirror, false);
    if (this.#offline()) return;
    await this.#variants(async (file) => {
      const url = mirror + [this.name, ...file.path.split('/')].map(encodeURIComponent).join('/');
      const versions = this.#missing().get(file.path) ?? [];
      if (versions.length > 0) this.#found.set(file.path, await this.#download(url, file.path, versions));
    });
  }

  /** Downloads from the publisher, who has the variants whose files have sources and known checksums. */
  async publisher(): Promise<void> {
    if (this.#offline()) return;
    await this.#variants(async (file) => {
      const what = `${this.name}: ${file.path}`;
      if (!file.sources?.length) {
        throw new DataError(
          'missing',
          `${what} is not published in this form; set DATA_MIRROR to a copy of it`,
        );
      }
      if (file.sha256 === null) {
        throw new DataError(
          'unverifiable',
          `${what} is published at ${file.sources[0].url}, but its checksum is not known here and nothing is loaded unverified; ` +
            'if you have it from a source you trust, write its sha256 and size into data/registry.json',
        );
      }
      const failures: DataError[] = [];
      for (const source of file.sources) {
        try {
          this.#found.set(file.path, await this.#fromSource(source, file));
          return;
        } catch (error) {
          failures.push(passing(error));
        }
      }
      this.#problems.push(...failures.slice(0, -1));
      throw failures.at(-1);
    });
  }

  /** One error for the data set: what happened in each place, and what to do. */
  failure(): DataError {
    const { cache, mirror } = this.places;
    const nowhere = [...this.#missing().keys()];
    const quiet = new Set(['missing', 'offline', 'unverifiable']);
    const main = this.#problems.findLast((problem) => !quiet.has(problem.code)) ?? this.#problems.at(-1);
    const files = nowhere.length > 3 ? `${nowhere.slice(0, 3).join(', ')} ...` : nowhere.join(', ');
    return new DataError(
      main?.code ?? 'missing',
      [
        `dataset: '${this.name}' cannot be had: ${files} not in the cache (${shown(cache)}), ` +
          (mirror ? `not in the mirror (${shown(mirror)})` : 'DATA_MIRROR is not set') +
          ', not from the publisher',
        ...new Set(this.#problems.map((problem) => `  ${problem.message}`)),
        `  About the data: ${this.entry.home.join(', ')}`,
      ].join('\n'),
    );
  }

  /** Tries the files of each variant in turn until one variant is complete. */
  async #variants(fetchFile: (file: DataFile) => Promise<void>): Promise<void> {
    for (const variant of this.entry.variants) {
      try {
        for (const file of variant.files) if (!this.found(file)) await fetchFile(file);
        if (this.complete()) return;
      } catch (error) {
        this.#problems.push(passing(error));
        // A server that does not answer will not answer for the next variant either.
        if (['timeout', 'unreachable'].includes((error as DataError).code)) return;
      }
    }
  }

  #offline(): boolean {
    if (!this.places.offline) return false;
    this.#problems.push(
      new DataError(
        'offline',
        `${this.name}: DATA_OFFLINE=1 forbids downloads; unset it, or set DATA_MIRROR to a folder`,
      ),
    );
    return true;
  }

  /** The accepted versions of each file that no variant has yet. */
  #missing(): Map<string, DataFile[]> {
    const missing = new Map<string, DataFile[]>();
    for (const { files } of this.entry.variants) {
      for (const file of files) {
        const versions = missing.get(file.path) ?? [];
        if (file.sha256 !== null) versions.push(file);
        missing.set(file.path, versions);
      }
    }
    for (const [file] of this.#found) missing.delete(file);
    return missing;
  }

  async #fromSource(source: Source, file: DataFile): Promise<Verified> {
    if (source.member === undefined) return this.#download(source.url, file.path, [file]);
    const what = `${this.name}: ${file.path}`;
    const archive = await this.#archive(source, what);
    const wanted = (member: string) => member === source.member;
    const members = source.url.endsWith('.zip')
      ? unzip(archive, `${what}: ${source.url}`, wanted)
      : await untarGz(archive, `${what}: ${source.url}`, wanted);
    const bytes = members.get(source.member);
    if (!bytes) throw new DataError('missing', `${what}: ${source.url} has no member ${source.member}`);
    const found = verified(bytes, [file], `${what}: ${source.member} of ${source.url}`);
    await writeCacheFile(this.#cached(file.path), what, [bytes]);
    return found;
  }

  /** The whole archive, downloaded once for all its members. */
  #archive(source: Source, what: string): Promise<Uint8Array> {
    const { url, bytes = 0 } = source;
    if (!this.#archives.has(url)) {
      this.#archives.set(
        url,
        (async () => {
          const pieces: Uint8Array[] = [];
          for await (const piece of httpBody(url, what, bytes, this.places.patience)) pieces.push(piece);
          return Buffer.concat(pieces);
        })(),
      );
    }
    return this.#archives.get(url)!;
  }

  async #download(url: string, file: string, versions: DataFile[]): Promise<Verified> {
    const what = `${this.name}: ${file}`;
    const largest = Math.max(...versions.map((version) => version.bytes));
    const pieces: Uint8Array[] = [];
    const { patience } = this.places;
    const kept = async function* () {
      for await (const piece of httpBody(url, what, largest, patience)) {
        pieces.push(piece);
        yield piece;
      }
    };
    let found: Verified | undefined;
    await writeCacheFile(this.#cached(file), what, kept(), () => {
      found = verified(Buffer.concat(pieces), versions, `${what}: ${url}`);
    });
    return found!;
  }

  #cached(file: string): string {
    return path.join(this.places.cache, this.name, file);
  }
}

/** The file's bytes, or undefined where there is none. */
async function readIfThere(file: string, what: string): Promise<Uint8Array | undefined> {
  try {
    return await fs.readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new DataError(
      'missing',
      `${what}: ${shown(file)} cannot be read (${code ?? message}); remove it or make it readable`,
    );
  }
}

async function discard(file: string, name: string): Promise<void> {
  try {
    await fs.rm(file, { force: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new DataError(
      'read-only',
      `${name}: corrupt ${shown(file)} cannot be removed (${code}); remove it by hand`,
    );
  }
}

/** The error itself if another place may still help; one of the local disk ends the search. */
function passing(error: unknown): DataError {
  if (error instanceof DataError && error.code !== 'read-only' && error.code !== 'disk-full') return error;
  throw error;
}

/** A folder of the project without the part that differs from machine to machine. */
function shown(place: string): string {
  if (isRemote(place)) return place;
  const relative = path.relative(projectFolder, place);
  return relative.startsWith('..') ? place : relative;
}
