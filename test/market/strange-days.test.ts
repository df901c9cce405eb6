import { describe, expect, it } from 'vitest';
import type { Bars } from '../../src/market/bars.ts';
import { noticesOfStrangeDays } from '../../src/market/strange-days.ts';

function barsOf(days: readonly (readonly [date: string, close: number])[]): Bars {
  const close = Float64Array.from(days, ([, price]) => price);
  return { dates: days.map(([date]) => date), open: close, high: close, low: close, close, volume: close };
}

describe('noticesOfStrangeDays', () => {
  it('has nothing to say of holidays and of large moves', () => {
    const bars = barsOf([
      ['2020-01-02', 100],
      ['2020-01-12', 199],
      ['2020-01-13', 100],
    ]);
    expect(noticesOfStrangeDays(bars, 'a.csv')).toEqual([]);
  });

  it('tells of the longest break, and how many there are', () => {
    const bars = barsOf([
      ['2020-01-02', 100],
      ['2020-01-13', 101],
      ['2020-03-01', 102],
    ]);
    expect(noticesOfStrangeDays(bars, 'a.csv')).toEqual([
      'a.csv: no bar for 48 days before 2020-03-01 (2 such days): the return over a break counts as that of one day',
    ]);
  });

  it.each([
    [200, 'from 100 to 200'],
    [50, 'from 100 to 50'],
  ])('tells of a close that goes from 100 to %d', (close, says) => {
    const bars = barsOf([
      ['2020-01-02', 100],
      ['2020-01-03', close],
    ]);
    const [notice, ...more] = noticesOfStrangeDays(bars, 'a.csv');
    expect(notice).toContain(`a.csv: the close goes ${says} on 2020-01-03: check`);
    expect(more).toEqual([]);
  });
});
