import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReportHtml } from '../../src/report/report-html.ts';
import { fakeRun } from './fake-run.ts';

const candidates = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const executablePath = candidates.find((path) => path !== undefined && existsSync(path));
const title =
  executablePath === undefined ? 'the report in a browser (skipped: no Chromium found)' : 'the report in a browser';

describe.skipIf(executablePath === undefined)(title, () => {
  let browser: Browser;
  let folder: string;
  let url: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'regime-hedge-page-'));
    const file = join(folder, 'report.html');
    writeFileSync(file, renderReportHtml(fakeRun()));
    url = pathToFileURL(file).href;
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens the page and runs a script in it; scripts are text, since they speak of the page's globals. */
  async function inPage<Result>(
    width: number,
    script: string,
    { dark = false, watch = (_page: Page) => {} } = {},
  ): Promise<Result> {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: dark ? 'dark' : 'light',
    });
    try {
      const page = await context.newPage();
      watch(page);
      await page.goto(url);
      return (await page.evaluate(script)) as Result;
    } finally {
      await context.close();
    }
  }

  it.each([320, 390, 768, 1280])('has no sideways scroll at %i px', async (width) => {
    expect(await inPage<number>(width, 'document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });

  it('asks nobody for anything and reports no error', async () => {
    const requests: string[] = [];
    const errors: string[] = [];
    await inPage(1280, '0', {
      watch: (page) => {
        page.on('request', (request) => requests.push(request.url()));
        page.on('console', (message) => errors.push(message.text()));
        page.on('pageerror', (error) => errors.push(String(error)));
      },
    });
    expect(requests.filter((request) => !request.startsWith('data:'))).toEqual([url]);
    expect(errors).toEqual([]);
  });

  it.each([390, 1280])('shows one named drawing per figure at %i px', async (width) => {
    const figures = await inPage<{ title: string; labels: string[] }[]>(
      width,
      `[...document.querySelectorAll('figure')].map((figure) => ({
        title: figure.querySelector('h3').textContent,
        labels: [...figure.querySelectorAll('svg')].filter((svg) => svg.getBoundingClientRect().width > 0)
          .map((svg) => svg.getAttribute('aria-label')),
      }))`,
    );
    expect(figures.length).toBeGreaterThanOrEqual(7);
    for (const { title, labels } of figures) {
      expect(title.length).toBeGreaterThan(5);
      expect(labels).toHaveLength(1);
      expect(labels[0].length).toBeGreaterThan(20);
    }
  });

  it('has its headings in order', async () => {
    const levels = await inPage<number[]>(
      1280,
      `[...document.querySelectorAll('h1,h2,h3,h4')].map((heading) => Number(heading.tagName[1]))`,
    );
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, i) => level <= (levels[i - 1] ?? 0) + 1)).toBe(true);
  });

  it.each([390, 1280])('keeps the text of its drawings inside the page at %i px', async (width) => {
    const outside = await inPage<string[]>(
      width,
      `[...document.querySelectorAll('svg text')].filter((text) => {
        const { left, right, width } = text.getBoundingClientRect();
        return width > 0 && (left < 0 || right > ${width});
      }).map((text) => text.textContent)`,
    );
    expect(outside).toEqual([]);
  });

  it('is dark when the reader’s system is', async () => {
    const background = 'getComputedStyle(document.body).backgroundColor';
    const [light, dark] = [
      await inPage<string>(390, background),
      await inPage<string>(390, background, { dark: true }),
    ];
    const lightness = (colour: string) =>
      (colour.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
    expect(lightness(light)).toBeGreaterThan(700);
    expect(lightness(dark)).toBeLessThan(120);
  });
});
