import { describe, expect, it } from 'vitest';
import { hashBars } from '../../src/market/hash-bars.ts';
import { swingingBars } from '../forecast/simulated-bars.ts';

describe('hashBars', () => {
  const bars = swingingBars(20, 1);
  const rv = Float64Array.from({ length: 20 }, (_, t) => (t === 3 ? Number.NaN : t));
  const iv = new Float64Array(20).fill(0.2);
  const change = (column: Float64Array, row: number) => column.map((value, t) => (t === row ? value + 1e-9 : value));

  it('is equal for equal rows, whatever follows and in what order columns are named', () => {
    const hash = hashBars({ ...bars, columns: { rv, iv } }, 10);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(hashBars({ ...bars, close: change(bars.close, 10), columns: { iv, rv } }, 10)).toBe(hash);
    // Another bit pattern of NaN.
    const other = rv.slice();
    new Uint32Array(other.buffer)[2 * 3] = 1;
    expect(hashBars({ ...bars, columns: { rv: other, iv } }, 10)).toBe(hash);
  });

  it('tells apart dates, figures, rows and names of columns', () => {
    const dates = bars.dates.with(5, '2001-01-06T');
    const others = [
      hashBars(bars, 10),
      hashBars(bars, 11),
      hashBars({ ...bars, dates }, 10),
      hashBars({ ...bars, open: change(bars.open, 9) }, 10),
      hashBars({ ...bars, volume: change(bars.volume, 0).map((value) => value * 2) }, 10),
      hashBars({ ...bars, columns: { rv } }, 10),
      hashBars({ ...bars, columns: { iv: rv } }, 10),
      hashBars({ ...bars, columns: { rv: change(rv, 9) } }, 10),
    ];
    expect(new Set(others).size).toBe(others.length);
  });
});
