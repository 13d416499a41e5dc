import fs from 'node:fs';
import path from 'node:path';
import { InputError } from '../errors.js';
import type { Provenance } from './provenance.js';
import { checkRows, type Row } from './row.js';
import { contentKey } from './store.js';
import { writeResult } from './write-result.js';

/** A table that was made once, with all that tells how. */
export interface KeptTable<R extends Row> {
  provenance: Omit<Provenance, 'measured'>;
  rows: readonly R[];
}

/** Writes the table, a line a row, and returns it as a reader will find it. */
export function writeKeptTable<R extends Row>(file: string, table: KeptTable<R>): KeptTable<R> {
  checkRows('keep', table.rows);
  const rows = table.rows.map((row) => JSON.stringify(row)).join(',\n');
  const check = contentKey(JSON.parse(`[${rows}]`));
  writeResult(
    'keep',
    'rows',
    file,
    `{"provenance": ${JSON.stringify(table.provenance)},\n"check": "${check}",\n"rows": [\n${rows}\n]}\n`,
  );
  return keptTable<R>([file])!;
}

/**
 * The table in the first of these files that is there.
 * @throws InputError if that one is no such table.
 */
export function keptTable<R extends Row>(files: readonly string[]): KeptTable<R> | undefined {
  const file = files.find((candidate) => fs.existsSync(candidate));
  if (file === undefined) return undefined;
  try {
    const { check, ...table } = JSON.parse(fs.readFileSync(file, 'utf8')) as KeptTable<R> & {
      check?: string;
    };
    checkRows('keep', table.rows);
    // Tables made before there was a check get theirs when they are next written.
    if (check !== undefined && check !== contentKey(table.rows)) throw new Error('its checksum differs');
    return table;
  } catch (error) {
    const problem = `cannot be read from ${path.basename(file)}: ${(error as Error).message}`;
    throw new InputError('keep', 'the table', problem, 'make it again with PROFILE=paper');
  }
}
