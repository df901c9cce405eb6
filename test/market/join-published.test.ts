import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinPublished, type PublishedSeries } from '../../src/market/join-published.ts';

const day = (t: number) => new Date(Date.UTC(2020, 0, 1 + t)).toISOString().slice(0, 10);

describe('joinPublished', () => {
  it('counts the lag from the date, 1 day by default: a figure of Friday is known on Monday', () => {
    const series = { dates: ['2020-01-02', '2020-01-03'], values: Float64Array.of(-1, -2) };
    const dates = ['2020-01-02', '2020-01-03', '2020-01-06'];
    expect([...joinPublished(dates, series)]).toEqual([Number.NaN, -1, -2]);
    expect([...joinPublished(dates, series, { lagDays: 0 })]).toEqual([-1, -2, -2]);
    expect([...joinPublished(dates, series, { lagDays: 3 })]).toEqual([Number.NaN, Number.NaN, -2]);
  });

  it('counts it from the publication where that is known, 0 days by default', () => {
    const series = { dates: ['2019-12-01'], values: Float64Array.of(7), publishedOn: ['2020-01-14'] };
    const dates = ['2020-01-13', '2020-01-14', '2020-01-15'];
    expect([...joinPublished(dates, series)]).toEqual([Number.NaN, 7, 7]);
    expect([...joinPublished(dates, series, { lagDays: 1 })]).toEqual([Number.NaN, Number.NaN, 7]);
  });

  it('takes the revision published last, and the newest figure before any revision of an older one', () => {
    const series = {
      dates: ['2019-10-01', '2019-10-01', '2020-01-01', '2019-10-01'],
      values: Float64Array.of(1, 1.5, 2, 1.7),
      publishedOn: ['2020-01-30', '2020-02-27', '2020-04-29', '2020-05-28'],
    };
    const dates = ['2020-01-29', '2020-01-30', '2020-02-26', '2020-02-27', '2020-04-28', '2020-04-29', '2020-05-29'];
    expect([...joinPublished(dates, series)]).toEqual([Number.NaN, 1, 1, 1.5, 1.5, 2, 2]);
  });

  it('drops a figure that has been known for more days than asked', () => {
    const series = { dates: ['2020-01-01'], values: Float64Array.of(1) };
    const dates = ['2020-01-11', '2020-01-16', '2020-01-17'];
    expect([...joinPublished(dates, series, { lagDays: 10, oldestDays: 5 })]).toEqual([1, 1, Number.NaN]);
  });

  it('agrees with a search of every figure at every date, whatever their order', () => {
    const figure = fc.record({ date: fc.nat(20), after: fc.nat(15), value: fc.integer({ min: -9, max: 9 }) });
    const figures = fc.uniqueArray(figure, { selector: ({ date, after }) => `${date} ${after}` });
    fc.assert(
      fc.property(figures, fc.nat(3), fc.nat(12), (known, lagDays, oldestDays) => {
        const series: PublishedSeries = {
          dates: known.map(({ date }) => day(date)),
          values: Float64Array.from(known, ({ value }) => value),
          publishedOn: known.map(({ date, after }) => day(date + after)),
        };
        const dates = Array.from({ length: 45 }, (_, t) => day(t));
        const joined = joinPublished(dates, series, { lagDays, oldestDays });
        dates.forEach((_, t) => {
          const out = known.filter(({ date, after }) => date + after + lagDays <= t);
          out.sort((a, b) => b.date - a.date || b.after - a.after);
          const [first] = out;
          const fresh = first !== undefined && t - (first.date + first.after + lagDays) <= oldestDays;
          expect(joined[t]).toBe(fresh ? first.value : Number.NaN);
        });
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  const one = { dates: ['2020-01-01'], values: Float64Array.of(1) };
  it.each([
    [one, { lagDays: -1 }, 'lagDays is -1: expected a whole number of days, 0 or more'],
    [one, { lagDays: 0.5 }, 'lagDays is 0.5'],
    [one, { oldestDays: -1 }, 'oldestDays is -1'],
    [{ ...one, dates: ['1.1.2020'] }, {}, "date of a figure is '1.1.2020'"],
    [{ ...one, publishedOn: ['soon'] }, {}, "publication date is 'soon'"],
    [{ ...one, dates: [] }, {}, '0 dates and 1 values'],
    [{ ...one, publishedOn: [] }, {}, '0 publishedOn and 1 values'],
    [
      { dates: ['2020-01-01', '2020-01-01'], values: Float64Array.of(1, 2) },
      {},
      'two figures are of 2020-01-01: expected one',
    ],
    [
      { dates: ['2020-01-01', '2020-01-01'], values: Float64Array.of(1, 2), publishedOn: ['2020-01-05', '2020-01-05'] },
      {},
      'of 2020-01-01 published on 2020-01-05',
    ],
  ])('refuses %j with %j', (series, options, message) => {
    expect(() => joinPublished(['2020-01-02'], series, options)).toThrow(RangeError);
    expect(() => joinPublished(['2020-01-02'], series, options)).toThrow(message);
  });
});
