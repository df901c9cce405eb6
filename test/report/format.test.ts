import { describe, expect, it } from 'vitest';
import { formatInterval, formatNumber, formatPercent, formatSigned } from '../../src/report/format.ts';

describe('formatNumber', () => {
  it('writes a real minus sign and separates thousands', () => {
    expect(formatNumber(-1234567.891, 1)).toBe('−1,234,567.9');
  });

  it('writes what rounds to zero without a sign', () => {
    expect(formatNumber(-0.0004, 2)).toBe('0.00');
    expect(formatSigned(0.0004, 2)).toBe('0.00');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, null])('writes a dash for %s', (value) => {
    expect(formatNumber(value)).toBe('–');
    expect(formatSigned(value)).toBe('–');
    expect(formatPercent(value)).toBe('–');
  });
});

describe('formatSigned and formatInterval', () => {
  it('signs both ways', () => {
    expect(formatInterval({ value: -0.12, low: -0.2, high: 0.03 }, 2)).toBe('−0.12 [−0.20, +0.03]');
  });

  it('adds decimals until a bound shows its side of zero', () => {
    expect(formatInterval({ value: -0.045, low: -0.09, high: -0.0001 })).toBe('−0.0450 [−0.0900, −0.0001]');
  });
});

describe('formatPercent', () => {
  it('writes decimals as percent', () => {
    expect(formatPercent(0.1234)).toBe('12.3\u00a0%');
  });
});
