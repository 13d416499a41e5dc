// Renders the notebooks and the ledger to static pages that need no network.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { folders, readCollection, root } from './collection.mjs';
import { reportDiskProblems } from './disk-problem.mjs';
import { apiReference } from './site/api.mjs';
import { frontPage } from './site/front-page.mjs';
import { glossaryPage } from './site/glossary-page.mjs';
import { notebookPage } from './site/notebook-page.mjs';
import { thumbnail } from './site/thumbnail.mjs';

reportDiskProblems();
const MOST_PAGE_BYTES = 3_000_000;
const modules = path.join(root, 'node_modules');
const collection = readCollection();
const problems = [];
const pages = new Map();

// Built beside the old site and swapped in at the end: a failed build leaves the old one.
const out = `${folders.site}.new`;
fs.rmSync(out, { recursive: true, force: true });

function write(file, content) {
  const target = path.join(out, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, content);
  return file.replaceAll(path.sep, '/');
}

function copyVendor() {
  const katex = path.join(modules, 'katex');
  const packages = ['vega', 'vega-lite', 'vega-embed'];
  for (const name of packages) {
    const file = path.join(modules, name, 'build', `${name}.min.js`);
    // The maps are not copied, so nothing may point at them.
    write(`vendor/${name}.min.js`, fs.readFileSync(file, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, ''));
  }
  write('vendor/katex.min.css', fs.readFileSync(path.join(katex, 'dist', 'katex.min.css')));
  for (const font of fs.readdirSync(path.join(katex, 'dist', 'fonts')).filter((f) => f.endsWith('.woff2'))) {
    write(`vendor/fonts/${font}`, fs.readFileSync(path.join(katex, 'dist', 'fonts', font)));
  }
  for (const file of ['page.css', 'page.js'])
    write(file, fs.readFileSync(path.join(root, 'tools', 'site', file)));
}

function addImage(base64) {
  const bytes = Buffer.from(base64, 'base64');
  return write(`images/${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.png`, bytes);
}

function copyFigure(name, id) {
  const png = fs.readFileSync(path.join(folders.figures, name, `${id}.png`));
  return write(`figures/${name}/${id}.png`, thumbnail(png));
}

/** Links of a notebook, on the site: to other notebooks' pages, and to copies of the project's own files. */
function linksFrom(name) {
  return (href) => {
    if (/^([a-z]+:|#|\/\/)/i.test(href)) return href;
    const [file, hash] = href.split('#');
    const suffix = hash === undefined ? '' : `#${hash}`;
    const target = path.resolve(folders.notebooks, decodeURIComponent(file));
    const inNotebooks = path.dirname(target) === path.resolve(folders.notebooks);
    if (inNotebooks && target.endsWith('.ipynb') && fs.existsSync(target)) {
      return `${path.basename(target, '.ipynb')}.html${suffix}`;
    }
    const local = path.relative(path.dirname(folders.notebooks), target);
    if (!local.startsWith('..') && fs.existsSync(target) && fs.statSync(target).isFile()) {
      // A browser shows sources as text only under a name it knows.
      const shown = /\.(png|jpe?g|svg|gif|html|css|json|txt|pdf)$/.test(local) ? local : `${local}.txt`;
      return write(`files/${shown}`, fs.readFileSync(target)) + suffix;
    }
    problems.push(`${name}: the link ${href} leads nowhere`);
    return href;
  };
}

function checkAnchors() {
  const ids = new Map(
    [...pages].map(([file, html]) => [file, new Set([...html.matchAll(/ id="([^"]*)"/g)].map((m) => m[1]))]),
  );
  for (const [file, html] of pages) {
    for (const [, target] of html.matchAll(/<a [^>]*href="([^"]*#[^"]+)"/g)) {
      if (/^[a-z]+:/i.test(target)) continue;
      const [to, hash] = target.split('#');
      const there = ids.get(to || file);
      if (there && !there.has(decodeURIComponent(hash)))
        problems.push(`${file}: the link ${target} leads nowhere`);
    }
  }
}

copyVendor();
const api = await apiReference();
fs.cpSync(api, path.join(out, 'api'), { recursive: true });
for (const notebook of collection) {
  const renderLink = linksFrom(`${notebook.name}.ipynb`);
  try {
    pages.set(`${notebook.name}.html`, notebookPage(notebook, { collection, renderLink, addImage }));
  } catch (error) {
    problems.push(`${notebook.name}: ${error.message}`);
  }
}
pages.set('index.html', frontPage(collection, { copyFigure }));
try {
  pages.set('glossary.html', glossaryPage({ api }));
} catch (error) {
  problems.push(`GLOSSARY.md: ${error.message}`);
}
checkAnchors();
for (const [file, html] of pages) {
  const bytes = Buffer.byteLength(html);
  if (bytes > MOST_PAGE_BYTES)
    problems.push(`${file} has ${bytes} bytes; shorten its outputs below ${MOST_PAGE_BYTES}`);
  write(file, html);
}

if (problems.length > 0) {
  console.error([...new Set(problems)].map((problem) => `site: ${problem}`).join('\n'));
  fs.rmSync(out, { recursive: true, force: true });
  process.exit(1);
}
fs.rmSync(folders.site, { recursive: true, force: true });
fs.renameSync(out, folders.site);
console.log(
  `site: ${pages.size} pages, open ${path.relative(process.cwd(), path.join(folders.site, 'index.html'))}`,
);
