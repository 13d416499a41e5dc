'use strict';
// In the place of Python and its kernel, for tests of what the runner itself does: figures and outputs are made from
// the notebook's source in milliseconds. stand-in.cjs execute.py SOURCE TARGET FOLDER
const fs = require('node:fs');
const path = require('node:path');

const [script, source, target] = process.argv.slice(2);
if (script === '-c') process.exit(0); // asked whether it can import nbclient

const name = path.basename(source, '.ipynb');
const notebook = JSON.parse(fs.readFileSync(source, 'utf8'));
const folder = path.join(process.env.FIGURES_DIR, name);
fs.mkdirSync(folder, { recursive: true });
notebook.cells.forEach((cell, i) => {
  console.log(JSON.stringify({ event: 'start', cell: i + 1, of: notebook.cells.length, source: cell.source }));
  for (const kind of ['svg', 'json']) fs.writeFileSync(path.join(folder, `f${i}.${kind}`), `${kind} of ${cell.source}`);
  cell.outputs = [{ output_type: 'stream', name: 'stdout', text: `ran ${cell.source}` }];
  console.log(JSON.stringify({ event: 'done', cell: i + 1, seconds: 0 }));
});
fs.writeFileSync(path.join(folder, 'claims.json'), '[]');
fs.writeFileSync(target, JSON.stringify(notebook));
console.log(JSON.stringify({ event: 'end', megabytes: 1 }));
