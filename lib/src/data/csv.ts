import { parse } from 'csv-parse/sync';
import { DataError } from '../errors.js';

/** The records of delimited text, every field as text; all records must have as many fields as the first. */
export function parseDelimited(
  bytes: Uint8Array,
  what: string,
  { delimiter = ',', quote = '"' }: { delimiter?: string; quote?: string | false } = {},
): string[][] {
  try {
    return parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      bom: true,
      delimiter,
      quote,
      skip_empty_lines: true,
    }) as string[][];
  } catch (error) {
    throw new DataError('format', `${what}: is not delimited text (${(error as Error).message})`);
  }
}

/** Throws unless the first record is `expected`, and returns the others. */
export function afterHeader(records: string[][], expected: readonly string[], what: string): string[][] {
  const header = records[0]?.join(',') ?? '';
  if (header !== expected.join(',')) {
    throw new DataError(
      'format',
      `${what}: begins with ${JSON.stringify(header.slice(0, 80))}; expected ${expected.join(',')}`,
    );
  }
  return records.slice(1);
}

/** A finite number, or an error that names file and line. */
export function toNumber(text: string, what: string, line: number): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(value)) {
    throw new DataError(
      'format',
      `${what}: line ${line} has ${JSON.stringify(text.slice(0, 40))}; expected a number`,
    );
  }
  return value;
}
