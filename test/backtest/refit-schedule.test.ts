import { describe, expect, it } from 'vitest';
import { scheduleRefits } from '../../src/backtest/refit-schedule.ts';

const walkForward = {
  signalYears: 1,
  firstFitYears: 2,
  refitYears: 1,
  window: 'expanding',
  rollingYears: 1.5,
} as const;

describe('scheduleRefits', () => {
  it('covers every row after the first fit exactly once', () => {
    const refits = scheduleRefits(1200, 2, walkForward);
    expect(refits.map(({ row }) => row)).toEqual([503, 755, 1007]);
    refits.forEach(({ row, until }, index) => {
      expect(until).toBe(refits[index + 1]?.row ?? 1200);
      expect(until).toBeGreaterThan(row);
    });
  });

  it('moves no refit when rows arrive later', () => {
    const rows = (count: number) => scheduleRefits(count, 2, walkForward).map(({ row }) => row);
    expect(rows(1008).slice(0, 2)).toEqual(rows(800));
  });

  it('trains on everything or on the last years', () => {
    expect(scheduleRefits(1200, 2, walkForward).every(({ trainFrom }) => trainFrom === 0)).toBe(true);
    const rolling = scheduleRefits(1200, 2, { ...walkForward, window: 'rolling' });
    expect(rolling.map(({ trainFrom, row }) => row + 1 - trainFrom)).toEqual([378, 378, 378]);
  });
});
