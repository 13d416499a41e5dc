import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { executablePath, launch } from './browser.js';
import { code, makeFixture, markdown, type Fixture } from './fixture.js';

let fixture: Fixture;
const site = (...parts: string[]): string => path.join(fixture.folder, 'site', ...parts);

beforeAll(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  fixture = await makeFixture();
  expect(fixture.tool('site.mjs')).toMatchObject({ status: 0 });
});
afterAll(() => fs.rmSync(fixture.folder, { recursive: true, force: true }));

test('the same notebooks give the same site, byte for byte', () => {
  const read = (): Buffer[] => ['index.html', '01-fixture.html'].map((file) => fs.readFileSync(site(file)));
  const before = read();
  fixture.tool('site.mjs');
  read().forEach((bytes, i) => expect(bytes.equals(before[i])).toBe(true));
});

test('the ledger prints each claim and writes figures/README.md', () => {
  const { status, text } = fixture.tool('ledger.mjs');
  expect(status).toBe(0);
  expect(text).toContain('✗ C5   0.4 (≥ 1)');
  expect(text).toContain('not replicated: Two seeds only at this size.');
  const readme = fs.readFileSync(path.join(fixture.folder, 'figures', 'README.md'), 'utf8');
  expect(readme).toContain('01-fixture/f2-completion.png');
  expect(readme).toContain(
    'Replicated partly: 1 of 2 claims hold. Reported without a bound: 1. Our own: 1 of 1 hold.',
  );
});

test('ledger and front page count the claims of the papers, reports and ours apart', () => {
  const { text } = fixture.tool('ledger.mjs');
  expect(text).toContain(
    '1 of 2 claims of the papers hold (50.0 %), reported without a bound: 1; of our own 1 of 1 hold',
  );
  const readme = fs.readFileSync(path.join(fixture.folder, 'figures', 'README.md'), 'utf8');
  expect(readme).toContain(
    '| [Linear recursive feature machines](../notebooks/01-fixture.ipynb) | 3 | 1 | 1 | 1 | 1 | 1 |',
  );
  expect(readme).toContain('| **all** | 3 | 1 | 1 | 1 | 1 | 1 |');
  expect(readme).toContain('| C7 | It scales \\| to films |  | hours 3.5; films 1682 | reported |');
  const [, beyond] = readme.split('Beyond the paper (ours):');
  expect(beyond).toMatch(/\| C16 \|.*\| ours \| 85 \(≥ 20\) \| holds \|/);
  expect(beyond).not.toContain('C4');
  const front = fs.readFileSync(site('index.html'), 'utf8');
  expect(front).toContain('<td>3</td><td>1</td><td>1</td><td>1</td><td>1</td><td>1</td>');
  expect(front).toContain('1 of 2 claims of the papers hold (50.0 %) in this run');
  expect(front).toMatch(/id="01-fixture-C7" class="report">.*○ reported/);
});

describe('what is wrong fails the build', () => {
  const name = '03-wrong';
  const file = (): string => path.join(fixture.folder, 'notebooks', `${name}.ipynb`);
  const build = (cells: object[]): { status: number; text: string } => {
    fixture.writeNotebook(name, cells);
    const built = fixture.tool('site.mjs');
    fs.rmSync(file());
    return built;
  };

  test.each([
    ['a link to a notebook that is not there', '[x](09-none.ipynb)', '03-wrong.ipynb: the link 09-none.ipynb leads nowhere'],
    ['a link to a heading that is not there', '[x](02-other.ipynb#none)', '03-wrong.html: the link 02-other.html#none leads nowhere'],
    ['a link to a file outside the project', '[x](../../../etc/passwd)', 'the link ../../../etc/passwd leads nowhere'],
    ['a formula that TeX refuses', '$\\frac{1}$', '03-wrong: KaTeX parse error'],
  ])('%s', (_title, source, message) => {
    const { status, text } = build([markdown(`# Wrong\n\n${source}`)]);
    expect(status).toBe(1);
    expect(text).toContain(message);
    expect(fs.existsSync(site('01-fixture.html'))).toBe(true); // the old site is still there
  }); // prettier-ignore

  test('a page of more than 3 MB', () => {
    const { status, text } = build([code('print()', [], 'x'.repeat(3_000_001))]);
    expect(status).toBe(1);
    expect(text).toMatch(/03-wrong\.html has \d+ bytes; shorten/);
  });

  test('a notebook that is not JSON is named', () => {
    fs.writeFileSync(file(), '{ "cells": [');
    const { status, text } = fixture.tool('site.mjs');
    fs.rmSync(file());
    expect(status).toBe(1);
    expect(text).toMatch(/03-wrong\.ipynb is not readable JSON/);
  });

  test('an established claim that does not hold fails the ledger', () => {
    const claims = path.join(fixture.folder, 'figures', '01-fixture', 'claims.json');
    const good = fs.readFileSync(claims, 'utf8');
    fs.writeFileSync(claims, good.replace('"holds": true', '"holds": false'));
    const { status, text } = fixture.tool('ledger.mjs');
    fs.writeFileSync(claims, good);
    expect(status).toBe(1);
    expect(text).toContain('Established claims that do not hold: 01-fixture C4');
  });
});

describe.skipIf(!executablePath)('in Chromium (skipped where there is none)', () => {
  let browser: Browser;
  let problems: string[];
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  async function open(file: string, options: object = {}): Promise<Page> {
    problems = [];
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, ...options });
    const home = pathToFileURL(site()).href;
    await page.route('**/*', (route) => {
      const { href } = new URL(route.request().url());
      if (href.startsWith(home) || href.startsWith('data:')) return route.continue();
      problems.push(`a request left the folder: ${href}`);
      return route.abort();
    });
    page.on('requestfailed', (request) => problems.push(`not found: ${request.url()}`));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(pathToFileURL(site(file)).href);
    if (/^\d\d-/.test(file)) {
      await page.waitForFunction('document.documentElement.dataset.figures === "drawn"');
    }
    return page;
  }

  test('every figure is drawn with marks, by local files alone, without an error', async () => {
    const page = await open('01-fixture.html');
    const figures = page.locator('figure.chart');
    expect(await figures.count()).toBe(2);
    for (const figure of await figures.all()) {
      // Three methods: at least three lines, and their points.
      expect(await figure.locator('svg .mark-line path').count()).toBeGreaterThanOrEqual(3);
      expect(await figure.locator('svg .mark-symbol path').count()).toBeGreaterThanOrEqual(18);
      expect(await figure.locator('.picture').isVisible()).toBe(false);
    }
    expect(await page.locator('.katex').count()).toBeGreaterThan(2);
    expect(problems).toEqual([]);
    await page.close();
  });

  test('a tooltip tells the values under the pointer', async () => {
    const page = await open('01-fixture.html');
    await page.locator('#fig-f2-completion svg .mark-symbol path').nth(8).hover({ force: true });
    await page.locator('#vg-tooltip-element.visible').waitFor({ timeout: 10_000 });
    expect(await page.locator('#vg-tooltip-element').innerText()).toMatch(/observed entries/);
    await page.close();
  });

  test('a parameter moves the marks', async () => {
    const page = await open('01-fixture.html');
    const line = page.locator('#fig-f3-facets svg .mark-line path').first();
    const before = await line.getAttribute('d');
    await page.locator('#fig-f3-facets input[type=range]').fill('3');
    await expect.poll(() => line.getAttribute('d')).not.toBe(before);
    await page.close();
  });

  test.each(['index.html', '01-fixture.html'])('%s fits a phone, light and dark', async (file) => {
    for (const colorScheme of ['light', 'dark']) {
      const page = await open(file, { viewport: { width: 375, height: 740 }, colorScheme });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
      expect(problems).toEqual([]);
      await page.close();
    }
  });

  test('in print, and without scripts, the picture stands in for the drawing', async () => {
    const page = await open('01-fixture.html');
    await page.emulateMedia({ media: 'print' });
    const figure = page.locator('#fig-f2-completion');
    expect(await figure.locator('.picture').isVisible()).toBe(true);
    expect(await figure.locator('.vega').isVisible()).toBe(false);
    await page.close();

    const context = await browser.newContext({ javaScriptEnabled: false });
    const still = await context.newPage();
    await still.goto(pathToFileURL(site('01-fixture.html')).href);
    expect(await still.locator('#fig-f2-completion .picture').isVisible()).toBe(true);
    await context.close();
  });

  test.each(['glossary.html', 'api/index.html', 'api/functions/laplace.html'])(
    '%s is read without a network and without an error',
    async (file) => {
      const page = await open(file);
      await page
        .getByRole('link', { name: 'Notebooks and claims' })
        .or(page.locator('.home a'))
        .first()
        .click();
      expect(page.url()).toBe(pathToFileURL(site('index.html')).href);
      expect(problems).toEqual([]);
      await page.close();
    },
  );

  test('every local link of every page leads to something', async () => {
    for (const file of ['index.html', '01-fixture.html', '02-other.html', 'glossary.html']) {
      const page = await open(file);
      const links = await page.evaluate<string[]>(
        "[...document.querySelectorAll('a[href], img[src], link[href], script[src]')].map((e) => e.href || e.src)",
      );
      for (const link of links.filter((href) => href.startsWith('file:'))) {
        expect(fs.existsSync(new URL(link.split('#')[0])), link).toBe(true);
      }
      expect(links.length).toBeGreaterThan(3);
      await page.close();
    }
  });
});
