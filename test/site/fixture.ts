// A small collection with typical outputs, made by the library itself, and the site built from it.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { claimBundle, type Claim } from 'agop/report/claim';
import { displaySymbol, type Bundle } from 'agop/report/display';
import { logScale } from 'agop/report/log-scale';
import { notebook } from 'agop/report/notebook';
import { seedBand } from 'agop/report/seed-band';
import { colorScale } from 'agop/report/theme';
import { statusBundle } from 'agop/report/status-box';

const root = path.resolve(__dirname, '..', '..');

export interface Fixture {
  folder: string;
  env: NodeJS.ProcessEnv;
  /** Runs a tool on the fixture and gives its exit status and what it printed. */
  tool(file: string, ...args: string[]): { status: number; text: string };
  writeNotebook(name: string, cells: object[]): void;
}

export const markdown = (source: string): object => ({ cell_type: 'markdown', metadata: {}, source });

export function code(source: string, bundles: Bundle[] = [], stdout = ''): object {
  const outputs: object[] = bundles.map((data) => ({ output_type: 'display_data', data, metadata: {} }));
  if (stdout) outputs.unshift({ output_type: 'stream', name: 'stdout', text: stdout });
  return { cell_type: 'code', metadata: {}, execution_count: 1, source, outputs };
}

const bundleOf = (shown: object): Bundle =>
  (shown as unknown as Record<symbol, () => Bundle>)[displaySymbol as never]();

const methods = ['lin-RFM, α = 1/2', 'nuclear norm', 'deep linear, L = 3'];
const settings = { quick: { entries: [200, 300, 400, 500, 600, 800] }, paper: { entries: [1000] } };

function completion({ entries }: { entries: number[] }, seed: number): object[] {
  const rate = [0.02, 0.004, 0.009];
  return entries.flatMap((observed) =>
    methods.map((method, i) => ({
      method,
      observed,
      error: Math.exp(-rate[i] * (observed - 150)) * (1 + 0.4 * Math.sin(3 * seed + observed)),
    })),
  );
}

/** Writes notebooks 01 and 02 with their figures into a fresh folder. */
export async function makeFixture(): Promise<Fixture> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'site-'));
  const env = {
    ...process.env,
    NOTEBOOKS_DIR: path.join(folder, 'notebooks'),
    FIGURES_DIR: path.join(folder, 'figures'),
    SITE_DIR: path.join(folder, 'site'),
    STORE_DIR: path.join(folder, 'store'),
  };
  fs.mkdirSync(env.NOTEBOOKS_DIR);
  fs.mkdirSync(path.join(folder, 'lib'));
  fs.writeFileSync(path.join(folder, 'lib', 'source.ts'), 'export const answer = 42;\n');
  Object.assign(process.env, { FIGURES_DIR: env.FIGURES_DIR, STORE_DIR: env.STORE_DIR });

  const fixture: Fixture = {
    folder,
    env,
    tool(file, ...args) {
      try {
        const text = execFileSync(process.execPath, [path.join(root, 'tools', file), ...args], {
          cwd: root,
          env,
          encoding: 'utf8',
          stdio: 'pipe',
        });
        return { status: 0, text };
      } catch (error) {
        const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
        return { status, text: stdout + stderr };
      }
    },
    writeNotebook(name, cells) {
      const file = path.join(env.NOTEBOOKS_DIR, `${name}.ipynb`);
      fs.writeFileSync(file, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    },
  };

  const nb = notebook('01-fixture');
  const rows = await nb.run(completion as never, settings, { seeds: 5 });
  nb.claim('C4', {
    says: 'α = 1/2 completes where the nuclear norm does not',
    paper: 'qualitative',
    parts: [
      { name: 'α = 1/2', got: 9.4e-5, atMost: 1e-3 },
      { name: 'nuclear norm', got: 0.12, atLeast: 0.05 },
    ],
  });
  nb.claim('C5', {
    says: 'lin-RFM <strictly> beats deep linear networks',
    got: 0.4,
    atLeast: 1,
    status: 'open',
    why: 'Two seeds only at this size.',
  });
  nb.claim('C7', {
    says: 'It scales | to films',
    parts: [
      { name: 'hours', got: 3.5 },
      { name: 'films', got: 1682 },
    ],
    status: 'report',
  });
  nb.claim('C16', {
    says: 'The alternating variant needs far fewer iterations',
    got: 85,
    atLeast: 20,
    ours: true,
  });
  const x = { field: 'observed', type: 'quantitative', title: 'observed entries' };
  const y = {
    field: 'error',
    type: 'quantitative',
    title: 'relative error of the hidden entries',
    ...logScale,
  };
  const color = { field: 'method', title: null, scale: colorScale(methods) };
  const text = {
    title: 'Completion error against observed entries',
    question: 'How many entries does each method need?',
    see: 'lin-RFM with α = 1/2 reaches 0.1 % with half the entries; the nuclear norm stays above 5 % throughout.',
    alt: 'Three falling curves on a log axis; lin-RFM falls fastest.',
  };
  const band = await nb.figure({
    id: 'f2-completion',
    ...text,
    rows: rows as never,
    spec: { layer: seedBand({ x, y, color }) },
    claims: ['C4', 'C5'],
    settings,
  });
  const facets = await nb.figure({
    id: 'f3-facets',
    ...text,
    title: 'Each method on its own, with a seed to choose',
    rows: rows as never,
    spec: {
      params: [{ name: 'chosen', value: 0, bind: { input: 'range', min: 0, max: 4, step: 1, name: 'seed' } }],
      transform: [{ filter: 'datum.seed == chosen' }],
      mark: { type: 'line', point: true, tooltip: true },
      width: 240,
      height: 200,
      encoding: { x, y, color: { ...color, legend: null }, column: { field: 'method', title: null } },
    },
  });
  const claims = JSON.parse(
    fs.readFileSync(path.join(env.FIGURES_DIR, '01-fixture', 'claims.json'), 'utf8'),
  ) as Claim[];
  const wide = nb.table(
    rows.slice(0, 6).map((row) => ({
      ...row,
      'a long column of words': 'words that do not wrap well',
      'another one': 12345.678,
    })) as never,
    { caption: 'The first rows' },
  );

  fixture.writeNotebook('01-fixture', [
    markdown(
      '# Linear recursive feature machines\n\nA. Author, *A paper*, 2024. See also [the tour](02-other.ipynb#second-part).',
    ),
    code("const nb = notebook('01-fixture');\nnb.status();", [statusBundle('01-fixture', 'quick', claims)]),
    markdown(
      '## In one minute\n\nThe loop alternates regression and $M = (W^\\top W)^{\\alpha}$ for $\\alpha = \\tfrac12$:\n\n' +
        '$$W_{t+1} = \\arg\\min_W \\sum_{(i,j) \\in \\Omega} \\left( (W M_t^{1/2})_{ij} - y_{ij} \\right)^2 + \\rho \\lVert W \\rVert_F^2, \\qquad M_{t+1} = (W_{t+1}^\\top W_{t+1} + \\varepsilon I)^{\\alpha}$$\n\n' +
        '| symbol | meaning |\n| --- | --- |\n| $\\alpha$ | the power |\n\nInline `code` and a [source](../lib/source.ts).',
    ),
    markdown(
      '## How many entries are needed?\n\nText before the figure, of the length that a reader meets: a few lines that say what is asked, and how the answer was got.',
    ),
    code(
      'const rows = await nb.run(completion, settings, { seeds: 5 });\nnb.claim("C4", { says: `...`, got: 9.4e-5, atMost: 1e-3 }); // f2-completion',
      claims.map(claimBundle),
      'ready\n',
    ),
    code("await nb.figure({ id: 'f2-completion', rows, spec });", [bundleOf(band)]),
    markdown('## Method by method'),
    code("await nb.figure({ id: 'f3-facets', rows, spec });", [bundleOf(facets)]),
    code('nb.table(rows.slice(0, 6))', [bundleOf(wide)]),
  ]);
  fixture.writeNotebook('02-other', [
    markdown('# The other notebook\n\n[Back](01-fixture.ipynb).\n\n## Second part\n\nText.'),
  ]);
  return fixture;
}
