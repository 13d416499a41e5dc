// GLOSSARY.md as a page: every name in code leads to the reference of the library.
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../collection.mjs';
import { filesBelow } from '../keys.mjs';
import { markdownRenderer } from './markdown.mjs';
import { page, siteLinks } from './page.mjs';

const title = 'Glossary';

/** Where the reference in the folder `api` has `name` or `type.member`, or undefined. */
function referenceOf(api) {
  const pages = new Map(
    filesBelow(api)
      .filter((file) => file.endsWith('.html') && path.dirname(file) !== api)
      .map((file) => [path.basename(file, '.html'), file]),
  );
  return (code) => {
    const [name, member] = code.split('.');
    const file = pages.get(name);
    if (file === undefined) return undefined;
    const href = `api/${path.relative(api, file).replaceAll(path.sep, '/')}`;
    if (member === undefined) return href;
    const html = fs.readFileSync(file, 'utf8');
    return html.includes(`id="${member.toLowerCase()}"`) ? `${href}#${member.toLowerCase()}` : undefined;
  };
}

/** Throws where a name is not in the reference. Shapes, `(n, d)`, are no names. */
export function glossaryPage({ api, file = path.join(root, 'GLOSSARY.md') }) {
  const { render, headings } = markdownRenderer({ renderLink: (href) => href });
  const find = referenceOf(api);
  const missing = [];
  const body = render(fs.readFileSync(file, 'utf8')).replace(/<code>([\w.]+)<\/code>/g, (code, name) => {
    const href = find(name);
    if (href === undefined) missing.push(name);
    return `<a href="${href}">${code}</a>`;
  });
  if (missing.length > 0) throw new Error(`the library has no ${missing.join(', ')}`);
  const list = headings
    .filter(({ level }) => level === 2)
    .map(({ slug, title: heading }) => `<li><a href="#${slug}">${heading}</a></li>`)
    .join('');
  const nav =
    siteLinks('glossary.html') +
    `<details class="contents" open><summary>On this page</summary><ol>${list}</ol></details>`;
  return page({ title, nav, body });
}
