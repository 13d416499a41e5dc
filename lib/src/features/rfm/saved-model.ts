import { createHash } from 'node:crypto';
import { DataError } from '../../errors.js';
import { Matrix, type Real } from '../../linalg/matrix.js';

/*
 * A saved model is bytes: SHA-256 of all that follows, the length of a JSON text in 8 digits, the text, and the numbers
 * of its arrays one after another. The text is the model's plain data, with { $array: i, ... } where an array stands.
 */

const DIGEST = 32;
const LENGTH = 8;

/** Plain data, and arrays of numbers in it. */
export type Saved =
  | null
  | boolean
  | number
  | string
  | Matrix
  | Real
  | readonly Saved[]
  | { readonly [key: string]: Saved | undefined };

type Stored = { $array: number; float: 32 | 64; rows?: number; cols?: number };

/** The bytes of plain data; every number comes back to the bit. */
export function toBytes(data: Saved): Uint8Array {
  const arrays: Buffer[] = [];
  const store = (real: Real): Stored => {
    arrays.push(Buffer.from(real.buffer, real.byteOffset, real.byteLength));
    return { $array: real.length, float: real instanceof Float64Array ? 64 : 32 };
  };
  const text = Buffer.from(
    JSON.stringify(data, (_, value: unknown) => {
      if (value instanceof Matrix) return { ...store(value.data), rows: value.rows, cols: value.cols };
      if (value instanceof Float64Array || value instanceof Float32Array) return store(value);
      // JSON has no infinity: a time limit or an early stop may be one.
      return value === Infinity ? { $infinity: true } : value;
    }),
  );
  const body = Buffer.concat([Buffer.from(String(text.length).padStart(LENGTH)), text, ...arrays]);
  return Buffer.concat([digest(body), body]);
}

/** @throws DataError `corrupt` on bytes that are not what `toBytes` gave. */
export function fromBytes(bytes: Uint8Array): Saved {
  const all = Buffer.from(bytes);
  const body = all.subarray(DIGEST);
  if (body.length < LENGTH || !digest(body).equals(all.subarray(0, DIGEST))) {
    throw new DataError(
      'corrupt',
      'a saved model fails its checksum: the file was cut off or changed; save it again',
    );
  }
  const length = Number(body.subarray(0, LENGTH).toString());
  let at = LENGTH + length;
  const take = ({ $array, float }: Stored): Real => {
    const size = $array * (float / 8);
    const copy = new Uint8Array(body.subarray(at, (at += size))).buffer;
    return float === 64 ? new Float64Array(copy) : new Float32Array(copy);
  };
  return JSON.parse(body.subarray(LENGTH, LENGTH + length).toString(), (_, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$infinity' in value) return Infinity;
    if (!('$array' in value)) return value;
    const stored = value as Stored;
    const data = take(stored);
    return stored.rows === undefined ? data : new Matrix(stored.rows, stored.cols!, data);
  }) as Saved;
}

function digest(body: Buffer): Buffer {
  return createHash('sha256').update(body).digest();
}
