import { describe, expect, it } from 'vitest';
import type { BacktestRun } from '../../src/backtest/results.ts';
import { renderReportHtml } from '../../src/report/report-html.ts';
import { reportSections } from '../../src/report/sections/registry.ts';
import { fakeRun } from './fake-run.ts';

const run = fakeRun();
const page = renderReportHtml(run);

describe('renderReportHtml', () => {
  it('holds every section, in order', () => {
    const ids = [...page.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual(reportSections.map(({ id }) => id));
  });

  it('needs nothing from elsewhere and runs no script', () => {
    expect(page).not.toMatch(/<script|<iframe|<img|@import|@font-face| on[a-z]+="/i);
    const references = [...page.matchAll(/(?:href|src|xlink:href)="([^"]*)"|url\(([^)]*)\)/g)].map((m) => m[1] ?? m[2]);
    expect(references.filter((reference) => !reference.startsWith('#') && reference !== 'data:,')).toEqual([]);
  });

  it('names every drawing', () => {
    const drawings = page.match(/<svg [^>]*>/g) ?? [];
    expect(drawings.length).toBeGreaterThanOrEqual(14);
    for (const drawing of drawings) expect(drawing).toMatch(/role="img" aria-label="[^"]{20,}"/);
  });

  it('escapes what comes from outside', () => {
    expect(page).toContain('random prices &#60;for tests&#62;');
    expect(page).not.toContain('<for tests>');
  });

  it('gives the same text for the same run', () => {
    expect(renderReportHtml(fakeRun())).toBe(page);
  });

  it('writes no NaN, undefined or unformatted number', () => {
    const text = page.replace(/<(style|svg|pre)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' ');
    expect(text).not.toMatch(/NaN|undefined|Infinity|\[object/);
    expect(text).not.toMatch(/\d\.\d{6,}/);
    expect(page).not.toMatch(/<path d="[^"]*NaN/);
  });

  it('rounds coordinates', () => {
    expect(page.match(/ d="[^"]*\d\.\d{2,}/)).toBeNull();
  });

  it('stays small for 3 800 evaluated days', () => {
    const large = renderReportHtml(fakeRun({ bars: 5105, training: 1284 }));
    expect(large.length).toBeLessThan(1_000_000);
  });
});

describe('a run with little in it', () => {
  it('leaves out the sections that have nothing to show', () => {
    const bare: BacktestRun = {
      ...run,
      results: {
        ...run.results,
        regimes: [],
        forecast: [],
        refits: [],
        manifest: { ...run.results.manifest, notices: [] },
      },
      daily: { ...run.daily, forecasts: {}, regimes: {} },
    };
    const text = renderReportHtml(bare);
    for (const id of ['regimes', 'forecasts', 'refits']) expect(text).not.toContain(`id="${id}"`);
    expect(text).toContain('id="comparison"');
    expect(text).not.toContain('To keep in mind');
  });

  it('copes with a single policy and with figures that do not exist', () => {
    const none = Number.NaN;
    const gap = { value: none, stderr: none, low: none, high: none };
    const [first] = run.results.policies;
    const policy = {
      ...first,
      name: 'own & odd',
      metrics: { ...first.metrics, objective: none, sd: none, cvar99: none },
      uncertainty: { objective: gap, objectiveVersusBand: gap, objectiveVersusDelta: gap },
    };
    const text = renderReportHtml({ ...run, results: { ...run.results, policies: [policy] } });
    expect(text).toContain('own &#38; odd');
    expect(text.replace(/<(style|svg|pre)[\s\S]*?<\/\1>/g, '')).not.toMatch(/NaN|Infinity/);
  });
});
