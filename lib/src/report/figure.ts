import path from 'node:path';
import type * as Resvgjs from '@resvg/resvg-js';
import type * as Vega from 'vega';
import type * as VegaLite from 'vega-lite';
import { InputError } from '../errors.js';
import { importPackage, loadPackage } from '../load-package.js';
import { displayable } from './display.js';
import { encodePng } from './encode-png.js';
import { fewerColours } from './fewer-colours.js';
import { escapeHtml } from './html.js';
import { indexedPicture } from './indexed-picture.js';
import { inlineData } from './inline-data.js';
import type { Provenance } from './provenance.js';
import { checkRows, columnsOf, type Row } from './row.js';
import { fontFamily, themeConfig } from './theme.js';
import { textWidth } from './text-width.js';
import { writeResult } from './write-result.js';

/** A Vega-Lite 5 spec without data. */
export type Spec = Record<string, unknown>;

export interface FigureInput {
  /** File name in `figures/<notebook>/`, such as `f2-completion`. */
  id: string;
  title: string;
  /** What the figure asks. */
  question: string;
  /** What the reader sees in it; shown under the title. */
  see: string;
  /** What a reader who cannot see it should know. */
  alt: string;
  /** Tidy rows, bound as the spec's data. */
  rows: readonly Row[];
  spec: Spec;
}

/** What `figures/<notebook>/<id>.json` records. */
export interface Figure {
  id: string;
  title: string;
  question: string;
  see: string;
  alt: string;
  claims: string[];
  provenance: Provenance;
  spec: Spec;
  rows: Row[];
}

const MOST_ROWS = 5000;
const MOST_BYTES = 1_000_000;
// Enough for any screen; the rest is rounding noise that would differ from machine to machine.
const DIGITS = 6;

function checkFigure({ id, title, question, see, alt, rows, spec }: FigureInput): void {
  if (typeof id !== 'string' || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
    const advice = 'give small letters, digits and single hyphens, such as f2-completion';
    throw new InputError('figure', 'id', `is ${JSON.stringify(id)}`, advice);
  }
  for (const [argument, text] of Object.entries({ title, question, see, alt })) {
    if (typeof text !== 'string' || text.trim() === '') {
      throw new InputError('figure', `${argument} of "${id}"`, 'is empty', 'give a sentence');
    }
  }
  checkRows('figure', rows);
  if (rows.length > MOST_ROWS) {
    const problem = `has ${rows.length} rows`;
    throw new InputError('figure', `rows of "${id}"`, problem, `aggregate them to at most ${MOST_ROWS}`);
  }
  if (spec === null || typeof spec !== 'object' || Array.isArray(spec)) {
    throw new InputError(
      'figure',
      `spec of "${id}"`,
      `is ${JSON.stringify(spec)}`,
      'give a Vega-Lite 5 spec',
    );
  }
  if ('data' in spec) {
    throw new InputError('figure', `spec of "${id}"`, 'has its own data', 'give them as rows');
  }
  checkFields(id, spec, columnsOf(rows));
}

// A misspelt field draws an empty chart without a word: name it instead.
function checkFields(id: string, spec: Spec, columns: string[]): void {
  const used = new Set<string>();
  const made = new Set<string>();
  (function visit(node: unknown): void {
    if (node === null || typeof node !== 'object' || (!Array.isArray(node) && 'data' in node)) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === 'field' && typeof value === 'string') used.add(value);
      else if (key === 'as') [value].flat().forEach((name) => made.add(String(name)));
      else if (key === 'fold' || key === 'density')
        ['key', 'value', 'density'].forEach((name) => made.add(name));
      else if (key === 'pivot') return;
      visit(value);
    }
  })(spec);
  if (JSON.stringify(spec).includes('"pivot":')) return; // makes columns from values
  // A path such as a.b or a field that an aggregate made is beyond this check.
  const unknown = [...used].find((f) => !columns.includes(f) && !made.has(f) && !/[.[\\]/.test(f));
  if (unknown !== undefined) {
    throw new InputError(
      'figure',
      `spec of "${id}"`,
      `uses the field "${unknown}"`,
      `rows have ${columns.join(', ')}`,
    );
  }
}

function rounded(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      if (typeof value !== 'number') return [column, value];
      return [column, Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : null];
    }),
  );
}

// Without the columns that the spec does not name: a notebook carries its figures' rows.
function drawn(spec: Spec, rows: readonly Row[]): Row[] {
  const text = JSON.stringify(spec);
  const columns = columnsOf(rows).filter((column) => text.includes(column));
  return rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));
}

// Lines of about this many characters fill the width of a default figure.
function wrap(text: string, width = 88): string[] {
  const lines = [''];
  for (const word of text.trim().split(/\s+/)) {
    const line = lines[lines.length - 1];
    if (line && line.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}

/** The spec as it is shown: title, alt text, theme and data filled in. */
function completeSpec({ id, title, see, alt, spec, rows }: FigureInput): Spec {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    description: alt,
    title: { text: title, subtitle: wrap(see) },
    ...spec,
    data: inlineData(drawn(spec, rows).map(rounded)),
    config: { ...themeConfig, ...(spec.config as object | undefined) },
    usermeta: { figure: id, embedOptions: { actions: false } },
  };
}

interface TextItem {
  fontSize?: number;
  fontWeight?: number | string;
}

/** Draws a complete spec as SVG; layout does not depend on the machine, since text widths come from a table. */
async function drawSvg(id: string, spec: Spec): Promise<string> {
  const vega = await importPackage<typeof Vega>('figure', 'vega');
  const vegaLite = await importPackage<typeof VegaLite>('figure', 'vega-lite');
  // Exported for this purpose, though absent from the types.
  const { textMetrics } = vega as unknown as {
    textMetrics: { width: (item: TextItem, text: unknown) => number };
  };
  textMetrics.width = (item, text) =>
    text == null ? 0 : textWidth(String(text), item.fontSize ?? 11, Number(item.fontWeight) >= 600);
  try {
    const { spec: compiled } = vegaLite.compile(spec as never);
    const view = new vega.View(vega.parse(compiled), { renderer: 'none', logLevel: vega.Error });
    try {
      return await view.toSVG();
    } finally {
      view.finalize();
    }
  } catch (error) {
    throw new InputError('figure', `spec of "${id}"`, 'is not valid Vega-Lite', (error as Error).message);
  }
}

// The font comes with a package where it is installed, so that PNGs are the same everywhere.
function fonts(): object {
  const family = fontFamily.split(',')[0];
  const named = { defaultFontFamily: family, sansSerifFamily: family };
  try {
    const folder = path.join(path.dirname(require.resolve('dejavu-fonts-ttf/package.json')), 'ttf');
    const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) => path.join(folder, file));
    return { ...named, loadSystemFonts: false, fontFiles };
  } catch {
    return { ...named, loadSystemFonts: true };
  }
}

// A palette of 256 colours and one and a half pixels a point: sharp enough to read, a sixth of the bytes.
function drawPng(svg: string): Buffer {
  const { Resvg } = loadPackage<typeof Resvgjs>('figure', '@resvg/resvg-js');
  const options = { background: 'white', fitTo: { mode: 'zoom' as const, value: 1.5 }, font: fonts() };
  const { pixels, width } = new Resvg(svg, options).render();
  const picture = indexedPicture(new Uint32Array(Uint8Array.from(pixels).buffer));
  return encodePng(fewerColours(picture, 256), width);
}

/** JSON with one row of the figure a line, so that a change reads well in a diff. */
function sidecar({ rows, ...rest }: Figure): string {
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  return `${JSON.stringify(rest, null, 2).slice(0, -2)},\n  "rows": [\n${lines}\n  ]\n}\n`;
}

/**
 * Draws a figure and writes `<folder>/<id>.svg`, `.png` and `.json`. As a cell's last expression it shows the
 * interactive Vega-Lite spec with the PNG beside it for readers that draw none.
 */
export async function figure(
  input: FigureInput,
  { folder, claims, provenance }: { folder: string; claims: readonly string[]; provenance: Provenance },
): Promise<Figure> {
  checkFigure(input);
  const { id, title, question, see, alt, spec } = input;
  const complete = completeSpec(input);
  const label = `<svg role="img" aria-label="${escapeHtml(alt)}" `;
  const svg = (await drawSvg(id, complete)).replace('<svg ', label);
  const png = drawPng(svg);
  const rows = input.rows.map(rounded);
  const made: Figure = { id, title, question, see, alt, claims: [...claims], provenance, spec, rows };
  const files: Record<string, string | Buffer> = { svg: `${svg}\n`, png, json: sidecar(made) };
  for (const [kind, content] of Object.entries(files)) {
    const bytes = Buffer.byteLength(content);
    if (bytes > MOST_BYTES) {
      const problem = `would be ${bytes} bytes as ${kind}`;
      throw new InputError('figure', `"${id}"`, problem, `aggregate the rows to stay below ${MOST_BYTES}`);
    }
  }
  for (const [kind, content] of Object.entries(files)) {
    writeResult('figure', `"${id}"`, path.join(folder, `${id}.${kind}`), content);
  }
  return displayable(made, () => ({
    'application/vnd.vegalite.v5+json': complete,
    'image/png': png.toString('base64'),
    'text/plain': `${title}. ${alt}`,
  }));
}
