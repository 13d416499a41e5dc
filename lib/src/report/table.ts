import { InputError } from '../errors.js';
import { displayable } from './display.js';
import { formatNumber } from './format-number.js';
import { escapeHtml } from './html.js';
import { checkRows, columnsOf, type Row } from './row.js';

/** The part of a danfojs DataFrame that a table needs. */
export interface Frame {
  columns: string[];
  values: unknown[] | unknown[][];
}

export interface TableOptions {
  caption?: string;
  /** Columns to show, in this order; all by default. */
  columns?: readonly string[];
}

export interface Table {
  caption: string;
  columns: string[];
  rows: Row[];
}

// A longer table is data, not something to read.
const MOST_ROWS = 200;

function isFrame(value: unknown): value is Frame {
  return value !== null && typeof value === 'object' && 'columns' in value && 'values' in value;
}

/** Tidy rows of a danfojs DataFrame. */
export function fromFrame({ columns, values }: Frame): Row[] {
  return (values as Row[string][][]).map((row) =>
    Object.fromEntries(columns.map((c, j) => [c, row[j] ?? null])),
  );
}

/** A readable table of tidy rows or of a danfojs DataFrame: numbers aligned right, four significant digits. */
export function table(source: readonly Row[] | Frame, { caption = '', columns }: TableOptions = {}): Table {
  const rows = isFrame(source) ? fromFrame(source) : source;
  checkRows('table', rows);
  if (rows.length > MOST_ROWS) {
    throw new InputError(
      'table',
      'rows',
      `has ${rows.length} rows`,
      `aggregate them to at most ${MOST_ROWS}`,
    );
  }
  const known = columnsOf(rows);
  const unknown = columns?.find((column) => !known.includes(column));
  if (unknown !== undefined) {
    throw new InputError('table', 'columns', `names "${unknown}"`, `the rows have ${known.join(', ')}`);
  }
  const shown: Table = { caption, columns: [...(columns ?? known)], rows: [...rows] };
  return displayable(shown, () => ({ 'text/plain': tableText(shown), 'text/html': tableHtml(shown) }));
}

function cell(value: Row[string] | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'number' ? formatNumber(value) : String(value);
}

function numeric({ rows }: Table, column: string): boolean {
  return rows.every((row) => typeof row[column] === 'number' || row[column] == null);
}

/** The table as HTML that scrolls inside its own box. */
export function tableHtml(shown: Table): string {
  const align = shown.columns.map((column) => (numeric(shown, column) ? 'right' : 'left'));
  const styled = (tag: string, j: number, text: string): string =>
    `<${tag}${tag === 'th' ? ' scope="col"' : ''} style="text-align: ${align[j]}">${escapeHtml(text)}</${tag}>`;
  const head = shown.columns.map((column, j) => styled('th', j, column)).join('');
  const body = shown.rows
    .map((row) => `<tr>${shown.columns.map((c, j) => styled('td', j, cell(row[c]))).join('')}</tr>`)
    .join('\n');
  const caption = shown.caption && `<caption>${escapeHtml(shown.caption)}</caption>`;
  return (
    `<div style="overflow-x: auto"><table style="font-variant-numeric: tabular-nums">${caption}` +
    `<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody></table></div>`
  );
}

/** The table as aligned text. */
export function tableText(shown: Table): string {
  const lines = [shown.columns, ...shown.rows.map((row) => shown.columns.map((column) => cell(row[column])))];
  const widths = shown.columns.map((_, j) => Math.max(...lines.map((line) => line[j].length)));
  const pad = (text: string, j: number): string =>
    numeric(shown, shown.columns[j]) ? text.padStart(widths[j]) : text.padEnd(widths[j]);
  const text = lines.map((line) => line.map(pad).join('  ').trimEnd());
  return [...(shown.caption ? [shown.caption] : []), ...text].join('\n');
}
