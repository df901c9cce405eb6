import type { Bars } from '../../src/market/bars.ts';
import { createRandomStream } from '../../src/math/random.ts';

/** Bars of a random walk with clustered volatility, dated day after day from 2001-01-01. */
export function sampleBars(rows: number, seed = 1): Bars {
  const stream = createRandomStream(seed, 'sample bars');
  const column = () => new Float64Array(rows);
  const bars = { open: column(), high: column(), low: column(), close: column(), volume: column() };
  let price = 100;
  let vol = 0.01;
  for (let t = 0; t < rows; t++) {
    vol = Math.min(0.05, Math.max(0.003, vol * Math.exp(0.1 * stream.normal())));
    bars.open[t] = price * Math.exp(0.3 * vol * stream.normal());
    bars.close[t] = bars.open[t] * Math.exp(vol * stream.normal());
    bars.high[t] = Math.max(bars.open[t], bars.close[t]) * Math.exp(vol * stream.uniform());
    bars.low[t] = Math.min(bars.open[t], bars.close[t]) * Math.exp(-vol * stream.uniform());
    bars.volume[t] = Math.round(1e6 * Math.exp(0.3 * stream.normal()));
    price = bars.close[t];
  }
  const dates = Array.from({ length: rows }, (_, t) => new Date(Date.UTC(2001, 0, 1 + t)).toISOString().slice(0, 10));
  return { dates, ...bars };
}

/** Bars that never move: every price 100. */
export function flatBars(rows: number): Bars {
  const flat = () => new Float64Array(rows).fill(100);
  const { dates } = sampleBars(rows);
  return { dates, open: flat(), high: flat(), low: flat(), close: flat(), volume: flat() };
}
