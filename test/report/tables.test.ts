import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvField, csvNumber } from '../../src/report/csv-text.ts';
import { decisionsCsv } from '../../src/report/decisions-csv.ts';
import { episodesCsv } from '../../src/report/episodes-csv.ts';
import { renderReportMarkdown } from '../../src/report/report-markdown.ts';
import { renderResultsJson } from '../../src/report/results-json.ts';
import { fakeRun } from './fake-run.ts';

const run = fakeRun({ bars: 300 });

function rowsOf(chunks: Iterable<string>): string[][] {
  const text = [...chunks].join('');
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
}

describe('csvNumber', () => {
  it('keeps 10 significant digits in the shortest form', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const read = Number(csvNumber(value));
        expect(Math.abs(read - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value));
        expect(csvNumber(read)).toBe(csvNumber(value));
      }),
    );
  });

  it.each([
    [0.1 + 0.2, '0.3'],
    [-0.000123456789012, '-0.000123456789'],
    [1234.56789012345, '1234.56789'],
    [3, '3'],
    [-0, '0'],
    [Number.NaN, ''],
  ])('%s is %s', (value, text) => {
    expect(csvNumber(value)).toBe(text);
  });
});

describe('csvField', () => {
  it('quotes only what has to be quoted', () => {
    expect(csvField('delta-band')).toBe('delta-band');
    expect(csvField('a "b", c')).toBe('"a ""b"", c"');
  });
});

describe('episodesCsv', () => {
  const [header, ...rows] = rowsOf(episodesCsv(run));

  it('has the columns of the schema and every episode', () => {
    expect(header.join()).toBe(
      'policy,episode,start,expiry,regime,premium,payoff,gains,costs,interest,dividends,borrow,funding,pnl',
    );
    expect(rows).toHaveLength(run.episodes.rows);
    for (const row of rows) expect(row).toHaveLength(header.length);
    expect(rows[0].slice(0, 4)).toEqual([
      'none',
      '0',
      run.bars.dates[run.episodes.start[0]],
      run.bars.dates[run.episodes.expiry[0]],
    ]);
  });

  it('keeps the accounts as written', () => {
    for (const row of rows) {
      const [premium, payoff, gains, costs, interest, dividends, borrow, funding, pnl] = row.slice(5).map(Number);
      expect(pnl).toBeCloseTo(premium - payoff + gains - costs + interest + dividends - borrow - funding, 5);
    }
  });
});

describe('decisionsCsv', () => {
  it('has the columns of the schema and every decision, to 10 digits', () => {
    const [header, ...rows] = rowsOf(decisionsCsv(run));
    expect(header.join()).toBe('policy,episode,date,step,spot,impliedVol,forecastVol,regime,holding');
    const { decisions } = run;
    expect(rows).toHaveLength(decisions.rows);
    for (let i = 0; i < rows.length; i += 37) {
      const [policy, episode, date, step, spot, impliedVol, forecastVol, regime, holding] = rows[i];
      expect(policy).toBe(decisions.policyNames[decisions.policy[i]]);
      expect(date).toBe(run.bars.dates[decisions.row[i]]);
      expect([episode, step, regime].map(Number)).toEqual([
        decisions.episode[i],
        decisions.step[i],
        decisions.regime[i],
      ]);
      expect(Number(spot)).toBeCloseTo(decisions.spot[i], 5);
      expect(Number(impliedVol)).toBeCloseTo(decisions.impliedVol[i], 9);
      expect(Number(holding)).toBeCloseTo(decisions.holding[i], 9);
      const forecast = decisions.forecastVol[i];
      if (Number.isNaN(forecast)) expect(forecastVol).toBe('');
      else expect(Number(forecastVol)).toBeCloseTo(forecast, 9);
    }
  });

  it('leaves a missing regime empty and comes in chunks', () => {
    const decisions = { ...run.decisions, regime: run.decisions.regime.map(() => -1) };
    const chunks = [...decisionsCsv({ ...run, decisions })];
    expect(chunks.length).toBeGreaterThan(10);
    for (const chunk of chunks) expect(chunk.length).toBeLessThan(70_000);
    expect(rowsOf(chunks)[1][7]).toBe('');
  });
});

describe('renderResultsJson', () => {
  it('is the results, indented, with a newline at the end', () => {
    const text = renderResultsJson(run);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(run.results)));
    expect(text).toMatch(/^\{\n {2}"schema": 1,\n {2}"manifest": \{\n/);
    expect(text.endsWith('}\n')).toBe(true);
    expect(renderResultsJson(fakeRun({ bars: 300 }))).toBe(text);
  });

  it('writes figures that do not exist as null', () => {
    const forecast = [{ ...run.results.forecast[0], qlike: Number.NaN, mse: Number.POSITIVE_INFINITY }];
    const read = JSON.parse(renderResultsJson({ results: { ...run.results, forecast } }));
    expect(read.forecast[0]).toMatchObject({ qlike: null, mse: null, dmVersusEwma: null });
  });
});

describe('docs/results-json.md', () => {
  const text = readFileSync(new URL('../../docs/results-json.md', import.meta.url), 'utf8');

  it('names every key of results.json', () => {
    const keys = new Set<string>();
    JSON.stringify(run.results, (key, value) => {
      if (Number.isNaN(Number(key))) keys.add(key);
      return key === 'config' ? null : value;
    });
    expect(keys.size).toBeGreaterThan(50);
    const missing = [...keys].filter((key) => !new RegExp(`\\b${key}\\b`).test(text));
    expect(missing).toEqual([]);
  });

  it('names every column of both tables, in order', () => {
    for (const [chunks, title] of [
      [episodesCsv(run), '## episodes.csv'],
      [decisionsCsv(run), '## decisions.csv'],
    ] as const) {
      const [header] = rowsOf(chunks);
      const [, section] = text.split(`${title}\n`);
      const described = [...section.split('\n## ')[0].matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
      expect(described).toEqual(header);
    }
  });
});

describe('renderReportMarkdown', () => {
  const text = renderReportMarkdown(run);

  it('holds every part', () => {
    expect(text.match(/^#+ .*$/gm)).toEqual([
      '# Hedging policies compared',
      '## Comparison',
      '## Objective by regime at writing',
      '## Regimes',
      '## Volatility forecasts',
      '## What each refit chose',
      '## Manifest',
    ]);
  });

  it('has tables whose rows are as wide as their headers', () => {
    const tables = text.split('\n\n').filter((part) => part.startsWith('|'));
    expect(tables).toHaveLength(5);
    for (const table of tables) {
      const widths = new Set(table.split('\n').map((line) => line.split(' | ').length));
      expect(widths.size).toBe(1);
    }
  });
});
