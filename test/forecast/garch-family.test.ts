import { describe, expect, it } from 'vitest';
import { createForecaster } from '../../src/forecast/create-forecaster.ts';
import { createEgarchForecaster } from '../../src/forecast/egarch.ts';
import { fitGarch } from '../../src/forecast/garch/fit-garch.ts';
import { createGarchForecaster } from '../../src/forecast/garch.ts';
import { createGjrForecaster } from '../../src/forecast/gjr.ts';
import { loadVolatilityModel } from '../../src/forecast/load-volatility-model.ts';
import { levelRatio } from '../../src/forecast/measure-options.ts';
import { logReturns, sliceBars } from '../../src/market/bars.ts';
import { createRandomStream } from '../../src/math/random.ts';
import { describeVolatilityForecaster } from '../contracts/volatility-forecaster-suite.ts';
import { simulatedBars } from './simulated-bars.ts';

describeVolatilityForecaster('garch', () => createGarchForecaster(), { random: false });
describeVolatilityForecaster('garch', () => createGarchForecaster({ law: 'student-t' }), { random: false });
describeVolatilityForecaster('gjr', () => createGjrForecaster(), { random: false });
describeVolatilityForecaster('egarch', () => createEgarchForecaster(), { random: false });

describe('forecasters of the GARCH family', () => {
  const { bars, returns } = garchBars(1200);

  it.each([
    [createGarchForecaster(), 'garch'],
    [createGjrForecaster(), 'gjr'],
    [createEgarchForecaster(), 'egarch'],
  ] as const)('forecast the mean of the expected squared returns of each horizon: %o', (forecaster, model) => {
    const fit = fitGarch(returns, { model });
    const columns = forecaster.fit(bars, { seed: 1 }).forecast(bars, [1, 7, 21]);
    [1, 7, 21].forEach((days, i) => {
      const ahead = fit.forecastVariance(days).reduce((sum, value) => sum + value, 0) / days;
      const expected = Math.sqrt(252 * (ahead + fit.parameters.mean ** 2));
      expect(columns[i].at(-1)! / expected).toBeCloseTo(1, 10);
    });
    // Row t has the forecast of the variance of return t, which is that of row t + 1.
    expect(columns[0][500] ** 2 / 252).toBeCloseTo(fit.conditionalVariance[500] + fit.parameters.mean ** 2, 12);
  });

  it('answer in the level of the target', () => {
    const closes = createGarchForecaster().fit(bars, { seed: 1 }).forecast(bars, [5])[0];
    const ranges = createGarchForecaster({ target: 'parkinson' }).fit(bars, { seed: 1 }).forecast(bars, [5])[0];
    const level = levelRatio(bars, 'squared-return', 'parkinson');
    for (const t of [21, 600, 1199]) expect(ranges[t] / closes[t]).toBeCloseTo(Math.sqrt(level), 10);
  });

  it.each([createGarchForecaster(), createGjrForecaster({ law: 'student-t' }), createEgarchForecaster()])(
    'end at the same forecasts from the refit before: $name',
    (forecaster) => {
      const previous = forecaster.fit(sliceBars(bars, 0, 1100), { seed: 1 });
      const warm = forecaster.fit(bars, { seed: 1, previous }).forecast(bars, [5])[0];
      const cold = forecaster.fit(bars, { seed: 1 }).forecast(bars, [5])[0];
      for (const t of [21, 600, 1199]) expect(warm[t] / cold[t]).toBeCloseTo(1, 4);
      // Another way to the maximum ends at other bits.
      expect(warm).not.toEqual(cold);
      // One of another recursion or law is of no use, and does no harm.
      const other = createGarchForecaster({ law: 'skewed-t' }).fit(bars, { seed: 1 });
      expect(forecaster.fit(bars, { seed: 1, previous: other }).forecast(bars, [5])[0]).toEqual(cold);
    },
  );

  it('stay within bounds of what the history showed, however far ahead', () => {
    const model = createGarchForecaster({ law: 'student-t' }).fit(bars, { seed: 1 });
    const { recursion } = model.toJSON() as unknown as { recursion: { low: number; high: number } };
    const squares = returns.map((value) => value * value);
    const smallest = fitGarch(returns, { law: 'student-t' }).conditionalVariance.reduce((a, b) => Math.min(a, b));
    expect(recursion.low / smallest).toBeCloseTo(0.7, 10);
    expect(recursion.high).toBeGreaterThanOrEqual(1.5 * squares.reduce((most, value) => Math.max(most, value), 0));
    // A crash of a quarter, ten years ahead, in a model made explosive.
    const wild = loadVolatilityModel({
      ...model.toJSON(),
      recursion: { ...recursion, parameters: { mean: 0, omega: 1e-6, alpha: 0.3, beta: 0.8, degreesOfFreedom: 4 } },
    });
    const crashed = { ...bars, close: bars.close.map((price, t) => (t < 1199 ? price : 0.75 * price)) };
    const [column] = wild.forecast(crashed, [2520]);
    expect(column.at(-1)).toBeCloseTo(Math.sqrt(252 * recursion.high), 12);
    expect(column.slice(21).every((vol) => vol >= Math.sqrt(252 * recursion.low) * (1 - 1e-12))).toBe(true);
  });

  it.each([
    createGarchForecaster(),
    createGarchForecaster({ law: 'student-t' }),
    createGjrForecaster({ law: 'skewed-t', initial: 'unconditional' }),
    createEgarchForecaster(),
    createEgarchForecaster({ law: 'student-t', initial: 'sample' }),
  ])('stand a market that moves once, by 10 %: $name', (forecaster) => {
    const prices = Float64Array.from({ length: 400 }, (_, t) => (t < 200 ? 100 : 110));
    const once = { ...sliceBars(bars, 0, 400), open: prices, high: prices, low: prices, close: prices };
    const model = forecaster.fit(once, { seed: 1 });
    const most = 2 * Math.sqrt(252) * Math.log(1.1);
    for (const column of model.forecast(once, [1, 21, 252])) {
      expect(column.subarray(21).every((vol) => vol > 0 && vol < most)).toBe(true);
    }
  });

  it('forget a jump after months of calm as they forget any other', () => {
    const model = createEgarchForecaster().fit(bars, { seed: 1 });
    // The price stands still for half a year, then falls by a third, and goes on as before.
    const close = bars.close.map((price, t) => (t < 600 ? price : t < 730 ? bars.close[599] : price / 1.5));
    const [day] = model.forecast({ ...bars, close }, [1]);
    const usual = model.forecast(bars, [1])[0];
    expect(day[730]).toBeGreaterThan(2 * usual[730]);
    expect(day[900] / usual[900]).toBeLessThan(1.5);
    // Not even a jump beyond what numbers hold stays.
    const burst = { ...bars, close: close.map((price, t) => (t < 730 ? price : price * 1e-300)) };
    expect(model.forecast(burst, [1])[0][1100] / usual[1100]).toBeLessThan(1.5);
  });

  it('take names of laws and starts from files', () => {
    const model = createForecaster({ name: 'gjr', law: 'student-t', initial: 'sample' }).fit(bars, { seed: 1 });
    expect(model.toJSON()).toMatchObject({ forecaster: 'gjr', law: 'student-t' });
    expect(() => createForecaster({ name: 'egarch', law: 'cauchy' as never })).toThrow('forecaster egarch: law: ');
    expect(() => createGarchForecaster({ initial: 'zero' as never })).toThrow("initial is 'zero'");
  });
});

/** Bars of a GARCH(1,1) with closes alone that matter. */
function garchBars(rows: number) {
  const { normal } = createRandomStream(9, 'garch bars');
  const plain = simulatedBars(rows, 3);
  let variance = 1e-4;
  let price = 100;
  const close = plain.close.map((_, t) => {
    if (t === 0) return price;
    const shock = Math.sqrt(variance) * normal();
    variance = 2e-6 + 0.1 * shock * shock + 0.88 * variance;
    price *= Math.exp(shock);
    return price;
  });
  const at = (factor: number) => close.map((value) => factor * value);
  const bars = { ...plain, close, open: close, high: at(1.004), low: at(0.996) };
  return { bars, returns: logReturns(bars).subarray(1) };
}
