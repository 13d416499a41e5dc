// Markdown with TeX and code, rendered at build time; headings and links are collected as they pass.
import katexPlugin from '@vscode/markdown-it-katex';
import hljs from 'highlight.js';
import MarkdownIt from 'markdown-it';
import anchor from 'markdown-it-anchor';

export function highlight(code, language) {
  return hljs.getLanguage(language) ? hljs.highlight(code, { language }).value : '';
}

/** `renderLink(href)` gives the address on the site, or throws when the target does not exist. */
export function markdownRenderer({ renderLink }) {
  const headings = [];
  const taken = new Set();
  const slugify = (text) => {
    const base =
      text
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, '-')
        .replace(/^-|-$/g, '') || 'section';
    let slug = base;
    for (let i = 2; taken.has(slug); i++) slug = `${base}-${i}`;
    taken.add(slug);
    return slug;
  };
  const md = new MarkdownIt({ html: true, linkify: false, typographer: false, highlight });
  md.use(katexPlugin.default ?? katexPlugin);
  md.use(anchor, {
    level: [1, 2, 3],
    slugify,
    callback: (token, { slug, title }) => headings.push({ level: Number(token.tag[1]), slug, title }),
  });
  md.core.ruler.push('site_links', ({ tokens }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      for (const attribute of ['href', 'src']) {
        const value = token.attrGet(attribute);
        if (value !== null) token.attrSet(attribute, renderLink(value));
      }
    }
  });
  const table = '<div class="scroll"><table>';
  md.renderer.rules.table_open = () => table;
  md.renderer.rules.table_close = () => '</table></div>';
  const render = (text) => {
    const html = md.render(text);
    // KaTeX marks what it cannot read instead of failing.
    const refused = html.match(/class="katex-error"[^>]*>([^<]*)</);
    if (refused) throw new Error(refused[1].replace('ParseError: ', ''));
    return html;
  };
  return { render, headings };
}
