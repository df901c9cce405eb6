import { describe, expect, it } from 'vitest';
import { generalisedBlackScholesPrice } from '../../../src/contracts/generalised-black-scholes.ts';
import { haganVol } from '../../../src/contracts/hagan.ts';
import { hestonPrice } from '../../../src/contracts/heston-price.ts';
import { mertonPrice } from '../../../src/contracts/merton-price.ts';
import type { Underlying } from '../../../src/contracts/underlying.ts';
import { createEwmaForecaster } from '../../../src/forecast/ewma.ts';
import { createBachelierMarket } from '../../../src/simulate/bachelier-market.ts';
import { createBates } from '../../../src/simulate/bates.ts';
import { createBlockBootstrap } from '../../../src/simulate/block-bootstrap.ts';
import { closeOnlyBars } from '../../../src/simulate/close-only-bars.ts';
import { createGbm } from '../../../src/simulate/gbm.ts';
import { createGjrGarch } from '../../../src/simulate/gjr-garch.ts';
import { createHeston } from '../../../src/simulate/heston.ts';
import { addInstruments } from '../../../src/simulate/instruments/add-instruments.ts';
import type { OptionInstrumentTerms } from '../../../src/simulate/instruments/instrument-terms.ts';
import type { Market, SimulationRequest } from '../../../src/simulate/market.ts';
import { createMerton } from '../../../src/simulate/merton.ts';
import { createRoughBergomi } from '../../../src/simulate/rough-bergomi.ts';
import { createSabr } from '../../../src/simulate/sabr.ts';
import { withForecast } from '../../../src/simulate/with-forecast.ts';
import { logReturnsOf, sp500Close } from '../sp500-close.ts';

const smile = {
  initialVariance: 0.04,
  meanReversionAnnual: 1,
  longRunVariance: 0.06,
  volOfVol: 0.8,
  correlation: -0.7,
};
const crashes = { jumpsPerYear: 3, jumpMean: -0.05, jumpSd: 0.05 };
const jumps = { volAnnual: 0.15, jumpsPerYear: 3, jumpMean: -0.08, jumpSd: 0.08 };
const sabr = { volAnnual: 0.2, correlation: -0.4, volOfVol: 0.6 };

const contractDays = 21;
const terms: readonly OptionInstrumentTerms[] = [
  { kind: 'option', option: 'put', moneyness: 0.93 },
  { kind: 'option', option: 'call', moneyness: 1.05 },
  { kind: 'option', option: 'put', moneyness: 0.9, extraDays: 21 },
  { kind: 'option', option: 'call', moneyness: 1, extraDays: 42 },
  { kind: 'option', option: 'call', moneyness: 1.04, years: 24 / 252 },
];

const lifeOf = ({ extraDays = 0, years }: OptionInstrumentTerms) => years ?? (contractDays + extraDays) / 252;

type Price = (terms: OptionInstrumentTerms, strike: number, years: number, underlying: Underlying) => number;

const markets: readonly (readonly [string, (driftAnnual: number) => Market, Price])[] = [
  [
    'gbm',
    (driftAnnual) => createGbm({ volAnnual: 0.2, driftAnnual }),
    ({ option }, strike, years, { rateAnnual, yieldAnnual }) =>
      generalisedBlackScholesPrice(option, 100, strike, years, rateAnnual, yieldAnnual, 0.2),
  ],
  [
    'merton',
    (driftAnnual) => createMerton({ ...jumps, driftAnnual }),
    ({ option }, strike, years, underlying) =>
      mertonPrice(option, 100, strike, years, underlying.rateAnnual, jumps, underlying),
  ],
  [
    'heston',
    (driftAnnual) => createHeston({ ...smile, driftAnnual }),
    ({ option }, strike, years, underlying) => hestonPrice(option, 100, strike, years, smile, underlying),
  ],
  [
    'bates',
    (driftAnnual) => createBates({ ...smile, ...crashes, driftAnnual }),
    ({ option }, strike, years, underlying) =>
      hestonPrice(option, 100, strike, years, { ...smile, ...crashes }, underlying),
  ],
  [
    'sabr',
    (driftAnnual) => createSabr({ ...sabr, driftAnnual }),
    ({ option }, strike, years, { rateAnnual: r, yieldAnnual: q }) => {
      const vol = haganVol(100 * Math.exp((r - q) * years), strike, years, 0.2, { ...sabr, beta: 1 });
      return generalisedBlackScholesPrice(option, 100, strike, years, r, q, vol);
    },
  ],
];

const underlyings: readonly Underlying[] = [
  { kind: 'spot', model: 'black-scholes', rateAnnual: 0, yieldAnnual: 0 },
  { kind: 'futures', model: 'black-scholes', rateAnnual: 0.05, yieldAnnual: 0.05 },
  { kind: 'spot', model: 'black-scholes', rateAnnual: 0.09, yieldAnnual: 0.01 },
];
const cases = markets.flatMap(([name, create, price]) =>
  underlyings.map((underlying) => ({ name, create, price, underlying })),
);

describe.each(cases)(
  'options in the market that the paths were drawn from: $name, $underlying.kind at $underlying.rateAnnual',
  ({ create, price, underlying }) => {
    const { rateAnnual, yieldAnnual } = underlying;
    const market = create(rateAnnual - yieldAnnual);
    const count = 30_000;
    const request: SimulationRequest = {
      paths: count,
      steps: contractDays,
      seed: 3,
      stream: ['options'],
      quote: 'instantaneous',
    };
    const paths = market.simulate(request);
    const { instruments = [] } = addInstruments(paths, terms, underlying, { market, request });

    it('start at the closed form', () => {
      terms.forEach((each, i) => {
        const expected = price(each, 100 * each.moneyness, lifeOf(each), underlying);
        expect(Math.abs(instruments[i].price[0] - expected)).toBeLessThan(1e-4);
      });
    });

    it('are martingales once discounted', () => {
      for (const { name, price: column } of instruments) {
        for (const step of [1, 5, 15, 20, 21]) {
          const discount = Math.exp((-rateAnnual * step) / 252);
          const moves = column.slice(step * count, (step + 1) * count).map((value) => discount * value - column[0]);
          const mean = moves.reduce((sum, move) => sum + move, 0) / count;
          const error = Math.sqrt(moves.reduce((sum, move) => sum + (move - mean) ** 2, 0)) / count;
          expect(Math.abs(mean / error), `${name} at step ${step}`).toBeLessThan(3.5);
        }
      }
    });
  },
);

const unhurried = underlyings[0];
const request: SimulationRequest = { paths: 40, steps: 6, seed: 5, stream: ['again'] };

describe('addInstruments with the market of the paths', () => {
  const heston = createHeston(smile);
  const late: OptionInstrumentTerms = { kind: 'option', option: 'put', moneyness: 0.95, extraDays: 4 };
  const add = (market: Market, asked: SimulationRequest, option = late, underlying = unhurried) =>
    addInstruments(market.simulate(asked), [option], underlying, { market, request: asked }).instruments?.[0]
      .price as Float64Array;

  it.each([
    ['rough-bergomi', createRoughBergomi({ hurst: 0.1, volOfVol: 1.5, correlation: -0.7, forwardVariance: 0.04 })],
    [
      'gjr-garch',
      createGjrGarch({ omega: 2e-6, alpha: 0.02, gamma: 0.1, beta: 0.9, degreesOfFreedom: 6, warmUpDays: 21 }),
    ],
    ['block-bootstrap', createBlockBootstrap({ returns: logReturnsOf(sp500Close()), meanBlockDays: 10 })],
    [
      'with a forecast',
      withForecast(heston, createEwmaForecaster({ lambda: 0.94 }).fit(closeOnlyBars(sp500Close()), { seed: 7 })),
    ],
  ])('draws the same paths again, on to later expiries: %s', (_, market) => {
    expect(add(market, request).every(Number.isFinite)).toBe(true);
  });

  it('goes day by day where steps of several days do not meet the expiry', () => {
    const weekly = { ...request, daysPerStep: 3 };
    const [whole, between] = [6, 5].map((extraDays) => add(heston, weekly, { ...late, extraDays }));
    const at = (price: Float64Array) => price[0] - hestonPrice('put', 100, 95, 0, smile);
    expect(Math.abs(at(whole) - hestonPrice('put', 100, 95, 24 / 252, smile))).toBeLessThan(1e-4);
    expect(Math.abs(at(between) - hestonPrice('put', 100, 95, 23 / 252, smile))).toBeLessThan(1e-4);
    expect(between[3 * 40]).toBeLessThan(whole[3 * 40]);
  });

  it('gives the same bits in batches, and beyond a batch', () => {
    const many = { ...request, paths: 4200, quote: 'instantaneous' } as const;
    const all = add(heston, many);
    const part = add(heston, { ...many, paths: 20, firstPath: 4090 });
    for (const step of [0, 3, 6]) {
      expect(part.slice(step * 20, step * 20 + 20)).toEqual(all.slice(step * 4200 + 4090, step * 4200 + 4110));
    }
  });

  it("keeps the paths' own quotes for the contract's strike and expiry", () => {
    const paths = heston.simulate(request);
    const own: OptionInstrumentTerms = { kind: 'option', option: 'call', moneyness: 1 };
    const price = add(heston, request, own);
    expect(price[50]).toBe(
      generalisedBlackScholesPrice('call', paths.spot[50], 100, paths.yearsToExpiry[1], 0, 0, paths.impliedVol[50]),
    );
  });

  it("takes Sobol's points at the contract's expiry, and refuses them beyond it", () => {
    const sobol = { ...request, sampling: 'sobol' } as const;
    expect(add(heston, sobol, { ...late, extraDays: 0 }).every(Number.isFinite)).toBe(true);
    expect(() => add(heston, sobol)).toThrow(RangeError);
    expect(() => add(heston, sobol)).toThrow(/Sobol's points change with the number of steps/);
  });

  it('refuses another market, another request, another unit and expiries between closes', () => {
    const paths = heston.simulate(request);
    const from = (market: Market, asked: SimulationRequest) => () =>
      addInstruments(paths, [late], unhurried, { market, request: asked });
    expect(from(heston, { ...request, seed: 6 })).toThrow(/expected the market and the request that the paths/);
    expect(from(createHeston({ ...smile, volOfVol: 0.7 }), request)).toThrow(RangeError);
    expect(from(heston, { ...request, paths: 20 })).toThrow(/paths is 20 in the request: expected 40/);
    expect(() => add(createBachelierMarket({ volMoneyAnnual: 20 }), request)).toThrow(/expected 'bachelier'/);
    expect(() => add(heston, request, { ...late, extraDays: 1.5 })).toThrow(
      /lives 7\.5 days of 252 a year: expected whole days/,
    );
  });
});
