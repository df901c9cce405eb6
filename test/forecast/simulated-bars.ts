import type { Bars } from '../../src/market/bars.ts';
import { createRandomStream } from '../../src/math/random.ts';

const STEPS_A_DAY = 40;

/** Bars of a geometric Brownian motion whose annual volatility on each day is `volOf(day, stream)`. Flat opens. */
export function simulatedBars(rows: number, seed: number, volOf: (day: number) => number = () => 0.2): Bars {
  const stream = createRandomStream(seed, 'simulated bars');
  const bars = {
    dates: Array.from({ length: rows }, (_, t) => new Date(Date.UTC(2001, 0, 1 + t)).toISOString().slice(0, 10)),
    open: new Float64Array(rows),
    high: new Float64Array(rows),
    low: new Float64Array(rows),
    close: new Float64Array(rows),
    volume: new Float64Array(rows).fill(1e6),
  };
  let price = 100;
  for (let t = 0; t < rows; t++) {
    const stepVol = volOf(t) / Math.sqrt(252 * STEPS_A_DAY);
    bars.open[t] = bars.high[t] = bars.low[t] = price;
    for (let k = 0; k < STEPS_A_DAY; k++) {
      price *= Math.exp(stepVol * stream.normal() - (stepVol * stepVol) / 2);
      bars.high[t] = Math.max(bars.high[t], price);
      bars.low[t] = Math.min(bars.low[t], price);
    }
    bars.close[t] = price;
  }
  return bars;
}

/** A history whose volatility swings between calm and storm over some months, with noise from day to day. */
export function swingingBars(rows: number, seed: number): Bars {
  const stream = createRandomStream(seed, 'swinging volatility');
  return simulatedBars(rows, seed, (day) => 0.2 * Math.exp(0.6 * Math.sin(day / 25) + 0.2 * stream.normal()));
}
