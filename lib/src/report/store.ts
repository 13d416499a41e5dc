import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { storeFolder } from './paths.js';
import { writeAtomic } from './write-atomic.js';

// JSON has no NaN, no infinities and no -0; results may hold each of them.
function encode(value: unknown): string {
  return JSON.stringify(value, (_key, v) =>
    typeof v === 'number' && (!Number.isFinite(v) || Object.is(v, -0))
      ? { $number: Object.is(v, -0) ? '-0' : String(v) }
      : v,
  );
}

function decode(text: string): unknown {
  return JSON.parse(text, (_key, v) =>
    v !== null && typeof v === 'object' && typeof v.$number === 'string' ? Number(v.$number) : v,
  );
}

/** sha256 of a value; the order of an object's keys does not matter. */
export function contentKey(value: unknown): string {
  const sorted = (v: unknown): unknown => {
    if (Array.isArray(v)) return v.map(sorted);
    if (v === null || typeof v !== 'object') return v;
    return Object.fromEntries(
      Object.entries(v)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([k, x]) => [k, sorted(x)]),
    );
  };
  return createHash('sha256')
    .update(encode(sorted(value)))
    .digest('hex');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The file that holds the result of this key. */
export function storeFile(key: string): string {
  return path.join(storeFolder(), key.slice(0, 2), `${key}.json.gz`);
}

function read(file: string): { value: unknown } | undefined {
  let packed: Buffer;
  try {
    packed = fs.readFileSync(file);
  } catch {
    return undefined;
  }
  try {
    const text = gunzipSync(packed).toString();
    const checksum = text.slice(0, 64);
    const payload = text.slice(65);
    if (sha256(payload) !== checksum) throw new Error('checksum differs');
    return { value: decode(payload) };
  } catch (error) {
    console.log(`store: ${path.basename(file)} is damaged (${(error as Error).message}); computing it again`);
    return undefined;
  }
}

let warned = false;

/**
 * The value stored under `key`, else what `compute` gives, which is then stored. A damaged file is computed again;
 * a store that cannot be written costs one warning and no result.
 */
export async function cached<T>(key: string, compute: () => Promise<T> | T): Promise<T> {
  const file = storeFile(key);
  const found = read(file);
  if (found) return found.value as T;
  const value = await compute();
  const payload = encode(value);
  try {
    writeAtomic(file, gzipSync(`${sha256(payload)}\n${payload}`));
  } catch (error) {
    if (!warned) console.log(`store: results are not kept, ${(error as Error).message}`);
    warned = true;
  }
  // What was stored, not what was computed: a first run and a later one see the same object.
  return decode(payload) as T;
}
