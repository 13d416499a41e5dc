// The reference of the library and the glossary, as they stand in the site.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as agop from 'agop';
import { glossaryPage } from '../../tools/site/glossary-page.mjs';
import { makeFixture, type Fixture } from './fixture.js';

let fixture: Fixture;
const site = (...parts: string[]): string => path.join(fixture.folder, 'site', ...parts);
const read = (file: string): string => fs.readFileSync(site(file), 'utf8');

beforeAll(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  fixture = await makeFixture();
  expect(fixture.tool('site.mjs')).toMatchObject({ status: 0 });
}, 300_000);
afterAll(() => fs.rmSync(fixture.folder, { recursive: true, force: true }));

/** Links of a page that lead to no file, or to no place in it. */
function deadLinks(file: string, anchorsOf: (file: string) => Set<string>): string[] {
  const links = [...read(file).matchAll(/(?:href|src)="([^"]*)"/g)].map(([, href]) => href);
  return links.filter((href) => {
    if (/^(https?|data):/.test(href)) return false;
    const [to, hash] = href.split('#');
    const target = to === '' ? file : path.join(path.dirname(file), decodeURIComponent(to));
    if (!fs.existsSync(site(target))) return true;
    // Icons are put into the page when it is opened.
    if (!hash || hash.startsWith('icon-')) return false;
    return !anchorsOf(target).has(decodeURIComponent(hash));
  });
}

describe('the reference', () => {
  test('has a page for everything that the library exports, with its example', () => {
    const pages = fs.readdirSync(site('api'), { recursive: true, encoding: 'utf8' });
    const lacking = Object.keys(agop).filter((name) => {
      const page = pages.find((file) => /\.html$/.test(file) && path.basename(file, '.html') === name);
      return page === undefined || !read(path.join('api', page)).includes('tsd-tag-example');
    });
    expect(lacking).toEqual([]);
  });

  test('describes the options too, and says where their types come from', () => {
    const page = read('api/interfaces/MlpOptions.html');
    expect(page).toContain('agop/nets/mlp');
    expect(page).toContain('id="widths"');
  });

  test('stands under the headings of the table of contents', () => {
    const index = read('api/modules.html');
    expect(index.indexOf('Matrices and random numbers')).toBeGreaterThan(0);
    expect(index.indexOf('Matrices and random numbers')).toBeLessThan(index.indexOf('Errors and progress'));
    expect(index).not.toContain('>Other<');
  });

  test('is linked from the front page, the notebooks and the glossary', () => {
    for (const file of ['index.html', '01-fixture.html', 'glossary.html'])
      expect(read(file)).toContain('<a href="api/index.html">');
    expect(read('api/functions/laplace.html')).toContain('href="../../index.html"');
  });

  test('leads nowhere in vain, nor does the glossary', () => {
    const known = new Map<string, Set<string>>();
    const anchorsOf = (file: string): Set<string> => {
      const found =
        known.get(file) ?? new Set([...read(file).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
      known.set(file, found);
      return found;
    };
    const pages = fs
      .readdirSync(site('api'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.html'))
      .map((file) => path.join('api', file));
    expect(pages.length).toBeGreaterThan(300);
    const dead = [...pages, 'glossary.html', 'index.html'].flatMap((file) =>
      deadLinks(file, anchorsOf).map((href) => `${file}: ${href}`),
    );
    expect(dead).toEqual([]);
  });

  test('is not made again for the same library', () => {
    const made = (): string[] => {
      const cache = path.resolve(__dirname, '../../.cache/api');
      return fs.readdirSync(cache).map((name) => `${name} ${fs.statSync(path.join(cache, name)).ctimeMs}`);
    };
    const before = made();
    expect(fixture.tool('site.mjs')).toMatchObject({ status: 0 });
    expect(made()).toEqual(before);
  });
});

describe('the glossary', () => {
  test('names the notation of all ten papers and leads from names to the reference', () => {
    const page = read('glossary.html');
    expect([...page.matchAll(/<h2/g)]).toHaveLength(10);
    expect(page).toContain('<a href="api/functions/laplace.html"><code>laplace</code></a>');
    expect(page).toContain('<a href="api/interfaces/LinRfmOptions.html#alpha">');
  });

  test('cannot name what the library does not have', () => {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'glossary-')), 'GLOSSARY.md');
    fs.writeFileSync(file, '# Glossary\n\n`laplace`, `laplacian`, `LinRfmOptions.alfa` of shape `(n, d)`');
    expect(() => glossaryPage({ api: site('api'), file })).toThrow(
      'the library has no laplacian, LinRfmOptions.alfa',
    );
    fs.rmSync(path.dirname(file), { recursive: true });
  });
});
