// Cell outputs as HTML.
import { escapeHtml } from 'agop/report/html';
import { mark, verdict } from 'agop/report/claim';

const VEGA_LITE = 'application/vnd.vegalite.v5+json';
const text = (value) => [value].flat().join('');
// Colours of a terminal mean nothing on a page.
// eslint-disable-next-line no-control-regex
const plain = (value) => escapeHtml(text(value).replace(/\u001b\[[0-9;]*m/g, ''));
const pre = (kind, value) => `<pre class="output ${kind}" tabindex="0">${plain(value)}</pre>`;

/** JSON that can stand inside a script element. */
function scriptJson(value) {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** An interactive figure: its picture stands there until it is drawn, without scripts, and in print. */
function figureHtml(data, { figures, claims, addImage }) {
  // The page sets title and text as HTML, which wraps on a phone; the spec keeps the marks.
  const { title: ownTitle, ...spec } = data[VEGA_LITE];
  const id = spec.usermeta?.figure;
  const figure = figures.find((one) => one.id === id);
  const alt = escapeHtml(figure?.alt ?? spec.description ?? text(data['text/plain'] ?? ''));
  const title = figure?.title ?? (typeof ownTitle === 'string' ? ownTitle : ownTitle?.text);
  const image = data['image/png'] ? addImage(text(data['image/png'])) : undefined;
  const supported = (figure?.claims ?? []).map((claimId) => {
    const claim = claims.find((one) => one.id === claimId);
    if (!claim) return '';
    const says = escapeHtml(`${claim.says} (${verdict(claim)})`);
    return `<a class="claim ${claim.holds ? 'holds' : claim.status}" href="#claim-${claimId}" title="${says}">${mark(claim)} ${claimId}${claim.ours ? ' (ours)' : ''}</a>`;
  });
  return [
    `<figure class="chart"${id ? ` id="fig-${id}"` : ''}>`,
    title ? `<figcaption><h3>${escapeHtml(title)}</h3>` : '<figcaption>',
    figure ? `<p class="question">${escapeHtml(figure.question)}</p>` : '',
    '</figcaption>',
    `<div class="vega" role="img" aria-label="${alt}"></div>`,
    image ? `<img class="picture" src="${image}" alt="${alt}">` : '',
    figure ? `<p class="see">${escapeHtml(figure.see)}</p>` : '',
    supported.length ? `<p class="claims">${supported.join(' ')}</p>` : '',
    `<script type="application/json">${scriptJson(spec)}</script>`,
    '</figure>',
  ].join('\n');
}

function richHtml(data, context) {
  if (data[VEGA_LITE]) return figureHtml(data, context);
  if (data['text/html'] !== undefined) return `<div class="output html">${text(data['text/html'])}</div>`;
  if (data['text/markdown'] !== undefined) return context.render(text(data['text/markdown']));
  if (data['image/png']) {
    const alt = plain(data['text/plain'] ?? 'Output of the cell above');
    return `<img class="output" src="${context.addImage(text(data['image/png']))}" alt="${alt}">`;
  }
  if (data['image/svg+xml']) return `<div class="output svg">${text(data['image/svg+xml'])}</div>`;
  const shown = text(data['text/plain'] ?? '');
  return shown.trim() ? pre('plain', shown) : '';
}

/** One cell output; `context` has figures, claims, addImage and render. */
export function outputHtml(output, context) {
  if (output.output_type === 'stream') return pre(output.name, output.text);
  if (output.output_type === 'error') return pre('error', output.traceback.join('\n'));
  return richHtml(output.data, context);
}
