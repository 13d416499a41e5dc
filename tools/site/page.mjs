// The frame of every page.
import { escapeHtml } from 'agop/report/html';

const shared = [
  ['index.html', 'All notebooks and claims'],
  ['glossary.html', 'Glossary'],
  ['api/index.html', 'Reference of the library'],
];

/** Links to what belongs to no single notebook, from the page `here`. */
export function siteLinks(here) {
  const links = shared.filter(([href]) => href !== here);
  return links.map(([href, text]) => `<p class="home"><a href="${href}">${text}</a></p>`).join('');
}

export function page({ title, nav, body, figures = false }) {
  const scripts = ['vega.min.js', 'vega-lite.min.js', 'vega-embed.min.js'].map((file) => `vendor/${file}`);
  const sources = figures ? [...scripts, 'page.js'] : ['page.js'];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="vendor/katex.min.css">
<link rel="stylesheet" href="page.css">
${sources.map((source) => `<script defer src="${source}"></script>`).join('\n')}
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<nav aria-label="Contents">${nav}</nav>
<main id="main">
${body}
</main>
</body>
</html>
`;
}
