// A notebook as a page: text, code, outputs, its claims, and a table of contents.
import { escapeHtml } from 'agop/report/html';
import { source } from '../collection.mjs';
import { claimsTables } from './claims-table.mjs';
import { highlight, markdownRenderer } from './markdown.mjs';
import { outputHtml } from './outputs.mjs';
import { page, siteLinks } from './page.mjs';

function codeHtml(cell) {
  const code = source(cell);
  if (!code.trim()) return '';
  const open = cell.metadata?.tags?.includes('hide-input') ? '' : ' open';
  const highlighted = highlight(code, 'typescript');
  return `<details class="code"${open}><summary>Code</summary><pre tabindex="0"><code class="hljs">${highlighted}</code></pre></details>`;
}

export function notebookPage(notebook, { collection, renderLink, addImage }) {
  const { render, headings } = markdownRenderer({ renderLink });
  const context = { ...notebook, render, addImage };
  const cells = notebook.cells.map((cell) => {
    if (cell.cell_type === 'markdown') return `<section class="text">${render(source(cell))}</section>`;
    if (cell.cell_type !== 'code') return '';
    const outputs = cell.outputs.map((output) => outputHtml(output, context)).join('\n');
    return `<section class="cell">${codeHtml(cell)}${outputs}</section>`;
  });
  const ledger = notebook.claims.length
    ? `<section><h2 id="claims-of-this-notebook">Claims of this notebook</h2>${claimsTables(notebook, 'claim-')}</section>`
    : '';
  const contents = headings.filter(({ level }) => level === 2);
  if (ledger) contents.push({ slug: 'claims-of-this-notebook', title: 'Claims of this notebook' });
  const list = contents
    .map(({ slug, title }) => `<li><a href="#${slug}">${escapeHtml(title)}</a></li>`)
    .join('');
  const others = collection
    .map(({ name, title }) =>
      name === notebook.name
        ? `<li aria-current="page">${escapeHtml(title)}</li>`
        : `<li><a href="${name}.html">${escapeHtml(title)}</a></li>`,
    )
    .join('');
  const nav =
    siteLinks(`${notebook.name}.html`) +
    `<details class="contents" open><summary>On this page</summary><ol>${list}</ol></details>` +
    `<details class="others"><summary>Notebooks</summary><ul>${others}</ul></details>` +
    `<button type="button" class="toggle-code" aria-pressed="false">Hide code</button>`;
  return page({ title: notebook.title, nav, body: [...cells, ledger].join('\n'), figures: true });
}
