import { columnsOf, type Row } from './row.js';

type ColumnType = 'number' | 'string' | 'boolean';

/** Data of a Vega-Lite spec, as they stand in it. */
export type InlineData =
  { values: readonly Row[] } | { values: string; format: { type: 'csv'; parse: Record<string, ColumnType> } };

/**
 * Rows as the data of a spec: as CSV, which names each column once and is about a third of the JSON. Rows that CSV
 * cannot tell, with an empty text or a column of two types, stay as they are.
 */
export function inlineData(rows: readonly Row[]): InlineData {
  const columns = columnsOf(rows);
  const types = columns.map((column) => typesOf(rows, column));
  // An empty field reads as null.
  const empty = rows.some((row) => Object.values(row).includes(''));
  if (empty || types.some((found) => found.length > 1)) return { values: rows };
  const lines = rows.map((row) => columns.map((column) => field(row[column] ?? null)).join(','));
  return {
    values: [columns.map(field).join(','), ...lines].join('\n'),
    format: {
      type: 'csv',
      parse: Object.fromEntries(columns.map((column, k) => [column, types[k][0] ?? 'string'])),
    },
  };
}

function typesOf(rows: readonly Row[], column: string): ColumnType[] {
  const known = rows.map((row) => row[column] ?? null).filter((value) => value !== null);
  return [...new Set(known.map((value) => typeof value as ColumnType))];
}

function field(value: Row[string]): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
