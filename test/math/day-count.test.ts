import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DayCount, dayCounts, tradingYears, yearFraction } from '../../src/math/day-count.ts';

describe('yearFraction', () => {
  it('is that of QuantLib', () => {
    // QuantLib 1.29: Actual365Fixed, Actual360, Thirty360(BondBasis), ActualActual(ISDA).
    const counts = ['act/365', 'act/360', '30/360', 'act/act'] as const;
    for (const [from, to, ...years] of [
      ['2024-01-31', '2024-03-01', 0.0821917808219178, 0.08333333333333333, 0.08611111111111111, 0.0819672131147541],
      ['2023-11-15', '2024-02-29', 0.29041095890410956, 0.29444444444444445, 0.28888888888888886, 0.28996930908002094],
      ['2019-12-31', '2022-03-31', 2.249315068493151, 2.2805555555555554, 2.25, 2.2465753424657535],
      ['2024-02-29', '2025-02-28', 1, 1.0138888888888888, 0.9972222222222222, 0.9977019237966914],
      ['2024-01-30', '2024-03-31', 0.16712328767123288, 0.16944444444444445, 0.16666666666666666, 0.16666666666666669],
      ['2023-07-01', '2024-07-01', 1.0027397260273974, 1.0166666666666666, 1, 1.0013773486039375],
    ] as const) {
      counts.forEach((count, i) => {
        expect(yearFraction(count, from, to), `${count} ${from} ${to}`).toBeCloseTo(years[i], 14);
      });
    }
  });

  it('counts the open days after the first date, up to the last', () => {
    const open = ['2024-01-05', '2024-01-08', '2024-01-09', '2024-01-10'];
    expect(yearFraction('trading/252', '2024-01-05', '2024-01-09', open)).toBe(2 / 252);
    expect(yearFraction('trading/250', '2024-01-05', '2024-01-09', open)).toBe(2 / 250);
    // A weekend begins and ends between open days.
    expect(yearFraction('trading/252', '2024-01-06', '2024-01-08', open)).toBe(1 / 252);
    expect(yearFraction('trading/252', '2024-01-06', '2024-01-07', open)).toBe(0);
    expect(yearFraction('trading/252', '2024-01-10', '2024-01-05', open)).toBe(-3 / 252);
    expect(tradingYears('trading/252', 21)).toBeCloseTo(1 / 12, 15);
    expect(tradingYears('trading/250', 125)).toBe(0.5);
  });

  it('adds up over a date between, and changes sign with the order', () => {
    const day = fc.integer({ min: 0, max: 20_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
    fc.assert(
      fc.property(fc.constantFrom<DayCount>('act/365', 'act/360', 'act/act'), day, day, day, (count, a, b, c) => {
        const whole = yearFraction(count, a, c);
        expect(Math.abs(yearFraction(count, a, b) + yearFraction(count, b, c) - whole)).toBeLessThan(1e-13);
        expect(yearFraction(count, c, a)).toBeCloseTo(-whole, 13);
      }),
      { seed: 20240131 },
    );
  });

  it('refuses what is no date, and a trading count without its days', () => {
    for (const bad of ['2024-02-30', '2024-13-01', '31.01.2024', '', '2023-02-29']) {
      expect(() => yearFraction('act/365', bad, '2024-03-01')).toThrow(`from is '${bad}'`);
      expect(() => yearFraction('act/365', '2024-03-01', bad)).toThrow(`to is '${bad}'`);
    }
    expect(() => yearFraction('trading/252', '2024-01-05', '2024-01-09')).toThrow("expected the market's open days");
    expect(() => yearFraction('act/364' as DayCount, '2024-01-05', '2024-01-09')).toThrow(dayCounts.join(', '));
  });
});
