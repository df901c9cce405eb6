import { describe, expect, it } from 'vitest';
import { chooseOverHorizons } from '../../../src/report/forecast/choose-over-horizons.ts';
import { measureForecasts } from '../../../src/report/forecast/forecast-results.ts';
import { renderForecastText } from '../../../src/report/forecast/forecast-text.ts';
import { fakeForecastRun, fakeTable } from './fake-forecast.ts';

const run = fakeForecastRun();
const results = measureForecasts(run);
/** Words without the breaks between them. */
const words = (text: string) => text.split(/\s+/).join(' ');
const bold = '\u001b[1m';

describe('renderForecastText', () => {
  it.each([40, 60, 80, 120])('fits %i columns and ends no line with a blank', (width) => {
    for (const line of renderForecastText(results, { width }).split('\n')) {
      expect(line.length, line).toBeLessThanOrEqual(width);
      expect(line).not.toMatch(/ $/);
    }
  });

  it('says first what volatility is ahead, with its interval', () => {
    const [title, ...lines] = renderForecastText(results).split('\n');
    expect(title).toBe('Volatility ahead at the close of 2019-02-04, by near');
    const { volAnnual, low, high } = results.latest.horizons[0];
    expect(volAnnual).toBeCloseTo(Math.sqrt(252 * run.table.forecasts.near[0][399]), 12);
    const cells = lines.find((line) => line.startsWith('1 day '))!.split(/ {2,}/);
    expect(cells.slice(1, 4)).toEqual([volAnnual, low, high].map((vol) => (100 * vol).toFixed(1)));
  });

  it('puts the best of each horizon first, in bold where there is colour', () => {
    const text = renderForecastText(results);
    const block = text.split('1 day ahead')[1].split('\n\n')[0];
    const order = block.match(/^(near \*|far|half<way>)/gm);
    expect(order).toEqual(['near *', 'half<way>', 'far'].sort((a, b) => scoreOf(a) - scoreOf(b)));
    expect(text).not.toContain('\u001b');
    const best = results.comparison[0].forecasts.find(({ forecaster }) => forecaster === 'near')!.qlike.toFixed(3);
    expect(renderForecastText(results, { colour: true })).toContain(`${bold}${best}`);
  });

  it('compares neither the reference nor implied volatility alone with the reference', () => {
    const worth = renderForecastText(results, { width: 100 }).split('Worth to a hedge')[1].split('\n\n')[0];
    expect(worth).toMatch(/\nnear \* +0\.800 +0\.010 +−0\.100 +0\.010 /);
    expect(worth).toMatch(/\nfar +0\.900 +0\.010 +– +0\.500/);
    expect(worth).toMatch(/\nimplied vol alone +1\.000 +0\.010 +– +0\.500/);
  });

  it('says how the forecast was chosen, and leaves out what was not asked for', () => {
    const flattered = words(renderForecastText(results));
    expect(flattered).toContain(
      'mean over the horizons, on all days, those scored among them: the choice flatters its scores',
    );
    const asked = { ...run.chosen, by: 'user' as const };
    const plain = renderForecastText(measureForecasts(fakeForecastRun({ chosen: asked, value: null, regimes: null })));
    expect(words(plain)).toContain('Chosen (*): near, as asked for.');
    expect(plain).not.toMatch(/by regime|Worth/);
    const level = 'its level may be another than that of the closes hedged';
    expect(flattered).not.toContain(level);
    expect(words(renderForecastText(measureForecasts(fakeForecastRun({ target: 'parkinson' }))))).toContain(level);
  });

  function scoreOf(name: string): number {
    const plain = name.replace(' *', '');
    return results.comparison[0].forecasts.find(({ forecaster }) => forecaster === plain)!.qlike;
  }
});

describe('chooseOverHorizons', () => {
  it('chooses on the days before those scored where there are 500', () => {
    const table = fakeTable();
    const twice = (column: Float64Array) => Float64Array.from([...column, ...column, ...column]);
    const long = {
      dates: Array.from({ length: 1200 }, (_, t) => new Date(Date.UTC(2018, 0, 1 + t)).toISOString().slice(0, 10)),
      horizonDays: table.horizonDays,
      realised: table.realised.map(twice),
      forecasts: {
        far: table.forecasts.far.map(twice),
        // Right before row 600, and three times too high from then on.
        early: table.forecasts.near.map((column) => twice(column).map((f, t) => (t < 600 ? f : 3 * f))),
      },
    };
    expect(chooseOverHorizons(long, { from: 600, reference: 'far' })).toMatchObject({
      forecaster: 'early',
      by: 'days before',
    });
    // Every row has a forecast; of five of them no outcome is known, where the columns are joined.
    const by = (from: number) => chooseOverHorizons(long, { from, reference: 'far' }).by;
    expect([503, 504].map(by)).toEqual(['all days', 'days before']);
    expect(chooseOverHorizons(long, { from: 400, reference: 'far' })).toMatchObject({
      forecaster: 'far',
      by: 'all days',
    });
  });

  it('counts every horizon alike, however large its losses', () => {
    const flat = (value: number) => new Float64Array(50).fill(value);
    const table = {
      dates: fakeTable().dates.slice(0, 50),
      horizonDays: [1, 5],
      realised: [flat(1), flat(1)],
      // Halved at the first horizon, where losses are large; three times as large at the second.
      forecasts: { reference: [flat(0.1), flat(0.9)], other: [flat(0.2), flat(0.8)] },
    };
    expect(chooseOverHorizons(table, { from: 0, reference: 'reference' }).forecaster).toBe('reference');
  });
});

describe('measureForecasts', () => {
  it('says which share of the outcomes lay within, below and above', () => {
    results.latest.horizons.forEach(({ coverage }, h) => {
      const [low, high] = run.intervals.bounds[h];
      const outcomes = [...run.table.realised[h].entries()].filter(([row, y]) => y >= 0 && low[row] >= 0);
      const share = (is: (row: number, y: number) => boolean) =>
        outcomes.filter(([row, y]) => is(row, y)).length / outcomes.length;
      expect(coverage?.rows).toBe(outcomes.length);
      expect(coverage?.below).toBeCloseTo(
        share((row, y) => y <= low[row]),
        12,
      );
      expect(coverage?.above).toBeCloseTo(
        share((row, y) => y > high[row]),
        12,
      );
      expect(coverage?.share).toBeCloseTo(
        share((row, y) => y > low[row] && y <= high[row]),
        12,
      );
    });
  });
});
