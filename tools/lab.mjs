// Opens the notebooks in JupyterLab, or in the classic Notebook where there is no Lab: node tools/lab.mjs [options]
// Options go to Jupyter. Its settings and state stay in .cache/jupyter; nothing is written to the user's home.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPython } from './python.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const state = path.join(root, '.cache/jupyter');

/** Brings the classic Notebook its Vega renderer, with Vega from node_modules. */
function installRenderer() {
  const extension = path.join(state, 'data/nbextensions/agop-vega');
  fs.mkdirSync(extension, { recursive: true });
  fs.copyFileSync(path.join(root, 'tools/nbextension/main.js'), path.join(extension, 'main.js'));
  for (const name of ['vega', 'vega-lite', 'vega-embed'])
    fs.copyFileSync(
      path.join(root, `node_modules/${name}/build/${name}.min.js`),
      path.join(extension, `${name}.min.js`),
    );
  const settings = path.join(state, 'config/nbconfig');
  fs.mkdirSync(settings, { recursive: true });
  fs.writeFileSync(
    path.join(settings, 'notebook.json'),
    `${JSON.stringify({ load_extensions: { 'agop-vega/main': true } })}\n`,
  );
}

const lab = findPython(root, ['jupyterlab']);
const python = lab ?? findPython(root, ['notebook']);
if (python) {
  installRenderer();
  const asRoot = process.getuid?.() === 0 ? ['--allow-root'] : [];
  const server = spawn(
    python,
    [
      '-m',
      lab ? 'jupyterlab' : 'notebook',
      `--notebook-dir=${path.join(root, 'notebooks')}`,
      ...asRoot,
      ...process.argv.slice(2),
    ],
    {
      stdio: 'inherit',
      env: {
        ...process.env,
        JUPYTER_PATH: path.join(root, '.jupyter'),
        JUPYTER_CONFIG_DIR: path.join(state, 'config'),
        JUPYTER_DATA_DIR: path.join(state, 'data'),
        JUPYTER_RUNTIME_DIR: path.join(state, 'runtime'),
      },
    },
  );
  process.on('SIGINT', () => {}); // the terminal's Ctrl-C reaches the server, which asks before it stops
  process.on('SIGTERM', () => server.kill());
  server.on('exit', (code) => (process.exitCode = code ?? 1));
} else {
  console.error('neither JupyterLab nor the classic Notebook is installed; run: sh tools/setup.sh');
  process.exitCode = 1;
}
