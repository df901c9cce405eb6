import { describe, expect, it } from 'vitest';
import type { RegimeFigures, RegimeResults } from '../../../src/report/regimes/regime-results.ts';
import { renderRegimesTable } from '../../../src/report/regimes/regimes-table.ts';

const figures = (regime: number, own: Partial<RegimeFigures> = {}): RegimeFigures => ({
  regime,
  name: `${regime}`,
  volAnnual: 0.1,
  meanAnnual: 0.05,
  share: 0.5,
  durationDays: 20,
  today: 0.5,
  tomorrow: 0.5,
  outOfSample: { share: 0.5, volNextDayAnnual: 0.2 },
  ...own,
});

const results: RegimeResults = {
  schema: 1,
  source: 'made up',
  settings: {
    detector: { name: 'kmeans', states: 2, restarts: 10 },
    features: ['return'],
    walkForward: { firstFitDays: 1000, refitEveryDays: 252 },
    calm: [],
    seed: 7,
  },
  today: { date: '2020-04-17', close: 100, regime: 0, volAnnualNextDay: 0.1, volAnnual21Days: 0.1 },
  regimes: [figures(0), figures(1)],
  transition: [
    [0.95, 0.05],
    [0.05, 0.95],
  ],
  outOfSample: {
    from: '2019-01-02',
    to: '2020-04-17',
    days: 325,
    switches: 10,
    switchesPerYear: 7.8,
    calm: undefined,
  },
  refits: [
    { date: '2019-01-02', agreement: 1 },
    { date: '2019-12-30', agreement: 0.9 },
    { date: '2020-03-30', agreement: 0.8 },
  ],
};
/** Words without the breaks between them. */
const words = (text: string) => text.split(/\s+/).join(' ');

describe('renderRegimesTable', () => {
  it('says of a regime that is never left that it lasts for ever', () => {
    const endless = {
      ...results,
      regimes: [figures(0, { durationDays: Number.POSITIVE_INFINITY })],
      transition: [[1]],
    };
    expect(renderRegimesTable(endless)).toMatch(/\n0 +10\.0 +5\.0 +50\.0 +∞ /);
  });

  it('names the refit that agrees least with the one before, and warns where labels change their meaning', () => {
    const text = words(renderRegimesTable(results));
    expect(text).toContain(
      'on 90.0 % of the days fitted on in the median of 2, and on 80.0 % at the least, that of 2020-03-30.',
    );
    const turned = [...results.refits, { date: '2020-04-10', agreement: 0.09 }];
    expect(words(renderRegimesTable({ ...results, refits: turned }))).toContain(
      '9.0 % at the least, that of 2020-04-10: before and after it, labels do not mean the same.',
    );
    expect(words(renderRegimesTable({ ...results, refits: results.refits.slice(0, 2) }))).toContain(
      'The refit of 2019-12-30 agrees with the one before on 90.0 % of the days fitted on.',
    );
    expect(renderRegimesTable({ ...results, refits: results.refits.slice(0, 1) })).not.toMatch(/agrees? with/);
  });

  it.each([40, 60, 80, 120])('fits %i columns and ends no line with a blank', (width) => {
    for (const line of renderRegimesTable(results, { width }).split('\n')) {
      expect(line.length).toBeLessThanOrEqual(width);
      expect(line).not.toMatch(/ $/);
    }
  });
});
