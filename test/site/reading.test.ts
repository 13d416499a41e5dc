// The site of the committed notebooks, as those read it who use a keyboard, a screen reader, paper, or a dark screen.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { executablePath, launch } from './browser.js';

const root = path.resolve(__dirname, '../..');
const site = fs.mkdtempSync(path.join(os.tmpdir(), 'reading-'));
const names = fs
  .readdirSync(path.join(root, 'notebooks'))
  .filter((file) => /^\d\d-.*\.ipynb$/.test(file))
  .map((file) => path.parse(file).name);
const files = ['index.html', ...names.map((name) => `${name}.html`)];
const html = (file: string): string => fs.readFileSync(path.join(site, file), 'utf8');

beforeAll(() => {
  const env = { ...process.env, SITE_DIR: site };
  execFileSync(process.execPath, [path.join(root, 'tools/site.mjs')], { env, cwd: root });
});
afterAll(() => fs.rmSync(site, { recursive: true, force: true }));

describe.each(files)('%s', (file) => {
  test('says its language and title, and has one main part', () => {
    const page = html(file);
    expect(page).toMatch(/<html lang="en">/);
    expect(page).toMatch(/<title>[^<]+<\/title>/);
    expect(page.match(/<main id="main">/g)).toHaveLength(1);
    expect(page).toContain('<a class="skip" href="#main">');
  });

  test('has one heading of the first level, and leaves out no level', () => {
    const levels = [...html(file).matchAll(/<h([1-6])[ >]/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels[0]).toBe(1);
    levels
      .slice(1)
      .forEach((level, k) => expect(level - levels[k], `heading ${k + 2}`).toBeLessThanOrEqual(1));
  });

  test('says of each picture what it shows, in up to 300 characters', () => {
    const described = [
      ...html(file).matchAll(/<img [^>]*?alt="([^"]*)"/g),
      ...html(file).matchAll(/<div class="vega" role="img" aria-label="([^"]*)"/g),
    ].map(([, text]) => text);
    const pictures = html(file).match(/<img |role="img" aria-label/g) ?? [];
    expect(described.length).toBe(pictures.length);
    for (const text of described) {
      expect(text.trim()).not.toBe('');
      expect(text.length, text).toBeLessThanOrEqual(300);
    }
  });

  test('weighs at most 3 MB, its pictures included', () => {
    const pictures = new Set([...html(file).matchAll(/<img [^>]*?src="([^"]*)"/g)].map(([, src]) => src));
    let bytes = fs.statSync(path.join(site, file)).size;
    for (const src of pictures) if (!src.startsWith('data:')) bytes += fs.statSync(path.join(site, src)).size;
    expect(bytes).toBeLessThanOrEqual(3_000_000);
  });
});

/** Texts whose contrast with what lies behind them is below WCAG AA: 4.5, or 3 for large ones. In the browser. */
const faintTexts = `(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, alpha = 1] = channels(getComputedStyle(at).backgroundColor);
      if (alpha > 0) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility() || element.closest('script, .katex-mathml')) continue;
    const style = getComputedStyle(element);
    const svg = element.closest('svg.marks');
    // Numbers drawn into coloured cells have the cell behind them, not the page.
    if (svg && element.closest('.mark-text:not(.role-axis-label):not(.role-axis-title):not(.role-legend-label):not(.role-legend-title)')) continue;
    const [text, behind] = [channels(svg ? style.fill : style.color), ground(svg ? svg.parentElement : element)];
    const [light, dark] = [luminance(text), luminance(behind)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 600);
    if (ratio < (large ? 3 : 4.5)) faint.push(ratio.toFixed(2) + ' ' + (element.className?.baseVal ?? element.className) + ' ' + node.data.trim().slice(0, 40));
  }
  return faint;
})()`;

describe.skipIf(!executablePath)('in Chromium (skipped where there is none)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  async function open(file: string, options: object = {}): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, ...options });
    await page.goto(pathToFileURL(path.join(site, file)).href);
    await page.waitForFunction('document.documentElement.dataset.figures === "drawn"');
    return page;
  }

  test.each(['light', 'dark'])('every text stands out from what lies behind it, %s', async (colorScheme) => {
    for (const file of ['index.html', '01-lin-rfm.html', '08-sgd-quadratic.html']) {
      const page = await open(file, { colorScheme });
      expect(await page.evaluate<string[]>(faintTexts), file).toEqual([]);
      // The check sees what it is for.
      const grey = colorScheme === 'light' ? '#808080' : '#606060';
      await page.addStyleTag({ content: `main p { color: ${grey} !important }` });
      expect((await page.evaluate<string[]>(faintTexts)).length, file).toBeGreaterThan(0);
      await page.close();
    }
  });

  test('with the keyboard alone a reader comes to a slider that has a name, and moves its figure', async () => {
    const page = await open('01-lin-rfm.html');
    const figure = page.locator('#fig-f10-alpha-dial');
    const slider = figure.locator('input[type=range]').first();
    const isFocused = (): Promise<boolean> =>
      slider.evaluate((element) => element === element.ownerDocument.activeElement);
    for (let presses = 0; presses < 200 && !(await isFocused()); presses += 1)
      await page.keyboard.press('Tab');
    expect(await isFocused()).toBe(true);
    expect(
      await slider.evaluate(
        (element) =>
          (element as never as { labels: { textContent: string }[] }).labels?.[0]?.textContent ??
          element.getAttribute('aria-label') ??
          '',
      ),
    ).toMatch(/\S/);
    const marks = (): Promise<string> => figure.locator('svg.marks').evaluate((element) => element.innerHTML);
    const before = await marks();
    await page.keyboard.press('ArrowRight');
    await expect.poll(marks).not.toBe(before);
    await page.close();
  });

  test('on paper there is text and pictures, dark on white, whatever the screen was', async () => {
    const page = await open('08-sgd-quadratic.html', { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    for (const hidden of ['nav', '.skip', '.vega', 'details.code summary']) {
      expect(await page.locator(hidden).first().isVisible(), hidden).toBe(false);
    }
    expect(await page.locator('figure .picture').first().isVisible()).toBe(true);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await page.evaluate<string[]>(faintTexts)).toEqual([]);
    await page.close();
  });
});
