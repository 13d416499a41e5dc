// The ledger: every notebook with its standing, figures and claims.
import { escapeHtml } from 'agop/report/html';
import { standing } from 'agop/report/status-box';
import { standingOf, tally, tallyColumns, total } from '../tally.mjs';
import { claimsTables } from './claims-table.mjs';
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
    claimsTables({ claims }, `${name}-`),
    '</section>',
  ].join('\n');
}

function tallyTable(counts) {
  const head = tallyColumns.map((column) => `<th scope="col">${column}</th>`).join('');
  const row = ({ name, title, ...numbers }) => {
    const label = name ? `<a href="#${name}">${escapeHtml(title)}</a>` : title;
    const cells = Object.values(numbers).map((number) => `<td>${number}</td>`);
    return `<tr><th scope="row">${label}</th>${cells.join('')}</tr>`;
  };
  const [body, foot] = [counts.map(row).join('\n'), row(total(counts))];
  return (
    `<div class="scroll" tabindex="0"><table class="tally"><thead><tr>${head}</tr></thead>` +
    `<tbody>${body}</tbody><tfoot>${foot}</tfoot></table></div>`
  );
}

export function frontPage(collection, { copyFigure }) {
  const list = collection
    .map(({ name, title }) => `<li><a href="#${name}">${escapeHtml(title)}</a></li>`)
    .join('');
  const counts = collection.map(tally);
  const all = total(counts);
  const body = [
    '<h1>Feature learning, paper by paper</h1>',
    '<p class="lead">Each notebook regenerates the figures of one paper and checks its statements as numbers with thresholds.',
    `${standingOf(all)} in this run; the others give their reason. Reported without a bound: ${all.reports}.`,
    `What is beyond the papers is marked as ours: ${all.oursHold} of ${all.ours} such checks hold.</p>`,
    tallyTable(counts),
    ...collection.map((notebook) => section(notebook, copyFigure)),
  ].join('\n');
  const nav =
    siteLinks('index.html') +
    `<details class="contents" open><summary>Notebooks</summary><ol>${list}</ol></details>`;
  return page({ title: 'Feature learning, paper by paper', nav, body });
}
