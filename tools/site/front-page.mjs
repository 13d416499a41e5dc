// The ledger: every notebook with its standing, figures and claims.
import { escapeHtml } from 'agop/report/html';
import { standing } from 'agop/report/status-box';
import { claimsTable } from './claims-table.mjs';
import { page, siteLinks } from './page.mjs';

function section({ name, title, claims, figures }, copyFigure) {
  const { word, sentence } = standing(claims);
  const pictures = figures.map(
    ({ id, title: caption, alt }) =>
      `<a href="${name}.html#fig-${id}"><img src="${copyFigure(name, id)}" alt="${escapeHtml(alt)}" loading="lazy">` +
      `<span>${escapeHtml(caption)}</span></a>`,
  );
  return [
    `<section class="notebook" id="${name}"><h2><a href="${name}.html">${escapeHtml(title)}</a></h2>`,
    claims.length ? `<p class="standing ${word}">${escapeHtml(sentence)}</p>` : '',
    pictures.length ? `<div class="pictures">${pictures.join('')}</div>` : '',
    claims.length ? claimsTable(claims, `${name}-`) : '',
    '</section>',
  ].join('\n');
}

export function frontPage(collection, { copyFigure }) {
  const list = collection
    .map(({ name, title }) => `<li><a href="#${name}">${escapeHtml(title)}</a></li>`)
    .join('');
  const claims = collection.flatMap((notebook) => notebook.claims);
  const body = [
    '<h1>Feature learning, paper by paper</h1>',
    '<p class="lead">Each notebook regenerates the figures of one paper and checks its statements as numbers with thresholds.',
    `${claims.filter((claim) => claim.holds).length} of ${claims.length} claims hold in this run; the others give their reason.</p>`,
    ...collection.map((notebook) => section(notebook, copyFigure)),
  ].join('\n');
  const nav =
    siteLinks('index.html') +
    `<details class="contents" open><summary>Notebooks</summary><ol>${list}</ol></details>`;
  return page({ title: 'Feature learning, paper by paper', nav, body });
}
