import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonWith, root, until, writeNotebook } from './support/jupyter';

const python = pythonWith('notebook') ?? pythonWith('jupyterlab');
const classic = pythonWith('jupyterlab') === undefined;
const browser = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) =>
  fs.existsSync(file),
);
const token = 'test';

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const spec = {
  $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
  data: { values: [1, 2, 3].map((a) => ({ a, b: a * a })) },
  mark: 'point',
  encoding: { x: { field: 'a', type: 'quantitative' }, y: { field: 'b', type: 'quantitative' } },
};
// As a figure is: the specification for a session, a picture for everything else.
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const figureCell = `({ [Symbol.for('Jupyter.display')]: () => (${JSON.stringify({
  'application/vnd.vegalite.v5+json': spec,
  'image/png': png,
  'text/plain': 'three points',
})}) })`;

describe.skipIf(!python)('make lab (needs a Python with notebook or jupyterlab)', () => {
  let server: ChildProcess;
  let url = '';
  let log = '';
  let folder = '';
  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    fs.mkdirSync(path.join(root, '.cache'), { recursive: true });
    // Inside the project, so that the library is found.
    folder = fs.mkdtempSync(path.join(root, '.cache/lab-test-'));
    fs.mkdirSync(path.join(folder, 'notebooks'));
    writeNotebook(folder, '00-figure', [figureCell]);
    const program = classic ? 'NotebookApp' : 'ServerApp';
    server = spawn(
      process.execPath,
      [
        path.join(root, 'tools/lab.mjs'),
        '--no-browser',
        `--port=${port}`,
        `--${program}.token=${token}`,
        `--notebook-dir=${path.join(folder, 'notebooks')}`,
      ],
      { env: { ...process.env, HOME: path.join(folder, 'home') }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    for (const stream of [server.stdout, server.stderr]) stream?.on('data', (chunk) => (log += chunk));
    await until(() => log.includes('is running at') || server.exitCode !== null);
    if (server.exitCode !== null) throw new Error(`the server has not started: ${log}`);
  });
  afterAll(async () => {
    if (server?.exitCode === null) {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
    }
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('runs a cell that uses the library through the REST and WebSocket interface', () => {
    const code = `import { zeros } from 'agop/linalg/matrix';\nzeros(2, 3).cols`;
    const { stdout, stderr } = spawnSync(
      python!,
      [path.join(root, 'test/notebooks/support/run_cell.py'), url, token, code],
      { encoding: 'utf8', timeout: 100_000 },
    );
    expect(stderr).toBe('');
    const messages = JSON.parse(stdout) as { type: string; content: Record<string, unknown> }[];
    const stream = messages.find(({ type }) => type === 'stream');
    expect(stream?.content).toEqual({ name: 'stdout', text: '3\n' });
    expect(messages.at(-1)).toMatchObject({ type: 'execute_reply', content: { status: 'ok' } });
  });

  it('writes nothing to the home of the user', () => {
    expect(fs.existsSync(path.join(folder, 'home'))).toBe(false);
  });

  it.skipIf(!browser || !classic)(
    'draws a Vega-Lite figure in the classic Notebook, when it is run and when it is opened again (needs Chromium)',
    async () => {
      const chrome = await chromium.launch({
        executablePath: browser,
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
      });
      try {
        const page = await chrome.newPage();
        const outside: string[] = [];
        page.on('request', (request) => {
          if (!/^(data|blob|about)/.test(request.url()) && !request.url().startsWith(url))
            outside.push(request.url());
        });
        const open = async (): Promise<void> => {
          await page.goto(`${url}/notebooks/00-figure.ipynb?token=${token}`);
          await page.waitForFunction('window.Jupyter?.notebook?.kernel?.is_connected()', undefined, {
            timeout: 60_000,
          });
        };
        const drawn = async (): Promise<void> => {
          await page.waitForSelector('.output_vega canvas, .output_vega svg', { timeout: 60_000 });
          // Something other than the background has been painted.
          const colours = await page.evaluate(`(() => {
            const canvas = document.querySelector('.output_vega canvas');
            if (!canvas) return document.querySelectorAll('.output_vega svg path').length;
            const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            return new Set(new Uint32Array(data.buffer)).size;
          })()`);
          expect(colours).toBeGreaterThan(3);
        };
        await open();
        await page.evaluate('Jupyter.notebook.execute_all_cells()');
        await drawn();
        await page.evaluate('Jupyter.notebook.save_notebook()');
        await open();
        await drawn();
        expect(outside).toEqual([]);
      } finally {
        await chrome.close();
      }
    },
  );
});
